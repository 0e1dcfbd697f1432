/**
 * `npm start`: everything on one machine. An embedded PostgreSQL, then each program as a process of its own, as in
 * production: the local network, the development EVM, the demo market, the indexer, the API, the usage oracle, the proof
 * relay. What starts last is stopped first.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createWriteStream, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as delay } from 'node:timers/promises'
import { migrate } from './prisma/migrate.ts'
import { replaceOrphan, startServer } from './prisma/server.ts'
import { dataFolder } from './prisma/server-account.ts'
import { exchange, FetchFailed, type HttpAnswer } from './program/fetch.ts'
import { InvalidConfig } from './program/invalid-config.ts'
import { parseJson } from './program/json.ts'
import { resolveSecretFiles } from './program/secret-file.ts'
import { VERIFIER_ADDRESS } from './sandbox/evm/address.ts'

const DAY = 86_400
const DEMO_DAYS = Number(process.env.DEMO_DAYS ?? 30)
const STOP_MS = 4_000
const READY_MS = 120_000

const port = (variable: string, usual: number) => Number(process.env[variable] ?? usual)
const ports = {
  sandbox: port('SANDBOX_PORT', 8000),
  api: port('API_PORT', 4000),
  indexer: port('INDEXER_PORT', 4001),
  oracle: port('ORACLE_PORT', 4002),
  relay: port('RELAY_PORT', 4003),
  evm: port('EVM_PORT', 8545),
  postgres: port('POSTGRES_PORT', 54329),
}
const dataDir = resolve(process.env.DATA_DIR ?? './data')
const marketsFile = join(dataDir, 'markets.json')
const databaseFolder = join(dataDir, 'postgres')
const telemetry = join(dataDir, 'telemetry')
const evmUrl = `http://localhost:${ports.evm}`
const seed = process.env.DEMO_SEED ?? 'flashindex'

/** Programs that the index does without. */
const COMPANIONS = ['demo', 'evm', 'oracle', 'relay']

/** What has to be released, in the order in which it was acquired. */
const releases: (() => Promise<void>)[] = []
let stopping: Promise<void> | undefined
let ready = false

/** Releases everything, last first; a second signal waits for the first. */
const stop = (): Promise<void> => {
  stopping ??= (async () => {
    for (const release of releases.toReversed()) await release()
  })()
  return stopping
}

const fail = async (message: string) => {
  if (stopping !== undefined) return
  console.error(`\n${message}`)
  process.exitCode = 1
  await stop()
}

/** Starts a program of this project; its log goes to a file, and its plain lines to the screen where `shown`. */
const program = (name: string, file: string, env: Record<string, string>, shown: boolean): ChildProcess => {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', file], {
    cwd: import.meta.dirname,
    env: { ...process.env, DATA_DIR: dataDir, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const log = createWriteStream(logOf(name), { flags: 'a' })
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (line) => {
      log.write(`${line}\n`)
      if (shown && stopping === undefined) console.log(line)
    })
  }
  releases.push(() => end(child))
  child.once('exit', (code, signal) => {
    log.end()
    // A demo without live rounds (DEMO_SPEED=0) has done its part when it has set the market up.
    if (name === 'demo' && code === 0) return
    if (COMPANIONS.includes(name) && ready && stopping === undefined)
      return void console.log(`The ${name} ended; the rest goes on. See ${logOf(name)}`)
    void fail(`The ${name} ended (${signal ?? `exit code ${code}`}). Its last words:\n${lastWords(name)}`)
  })
  return child
}

const logOf = (name: string) => join(dataDir, 'logs', `${name}.log`)

const lastWords = (name: string) => readFileSync(logOf(name), 'utf8').trimEnd().split('\n').slice(-12).join('\n')

const end = async (child: ChildProcess) => {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  child.kill('SIGTERM')
  const late = setTimeout(() => child.kill('SIGKILL'), STOP_MS)
  await ended
  clearTimeout(late)
}

/** Asks until the answer is good. @throws Error naming what did not come, after two minutes */
const until = async (what: string, good: () => Promise<boolean> | boolean) => {
  for (const begun = Date.now(); Date.now() - begun < READY_MS; await delay(100)) {
    if (stopping !== undefined) return
    if (await good()) return
  }
  throw new Error(`${what} did not come up within ${READY_MS / 1000} s; the logs are in ${join(dataDir, 'logs')}`)
}

/** The answer of an address; undefined as long as nobody answers there. */
const ask = async (url: string): Promise<HttpAnswer | undefined> => {
  try {
    return await exchange({ url, timeoutMs: 2_000, maxBytes: 64 * 1024, contentType: /^/ })
  } catch (error) {
    if (error instanceof FetchFailed) return undefined
    throw error
  }
}

const answers = (url: string) => async () => (await ask(url))?.status === 200

/** @throws InvalidConfig where DATABASE_URL_FILE cannot be read */
const givenDatabase = (): string | undefined => {
  const { env, problems } = resolveSecretFiles(process.env, ['DATABASE_URL'])
  if (problems.length > 0) throw new InvalidConfig(problems.join('\n'))
  return env.DATABASE_URL || undefined
}

/** The address of the database: the one given, or that of the embedded server. */
const database = async (): Promise<string> => {
  const given = givenDatabase()
  if (given === undefined) {
    const server = await startServer({ folder: databaseFolder, port: ports.postgres, portVariable: 'POSTGRES_PORT' })
    releases.push(() => server.stop())
    void server.exited.then(() => fail(`PostgreSQL ended; see ${server.folder}.log`))
  }
  const url = given ?? `postgres://postgres@127.0.0.1:${ports.postgres}/flashindex`
  await migrate(url)
  return url
}

const network = async () => {
  const genesis = String(Math.floor(Date.now() / 1000) - DEMO_DAYS * DAY)
  program('sandbox', 'sandbox/main.ts', { SANDBOX_CLOCK: 'paused', SANDBOX_GENESIS_TIME: genesis }, false)
  await until('The local network', answers(`http://localhost:${ports.sandbox}/control/clock`))
  program('evm', 'sandbox/evm/main.ts', {}, false)
  program('demo', 'sandbox/demo/main.ts', { DEMO_TELEMETRY: telemetry, DEMO_EVM_URL: evmUrl }, true)
  await until('The demo market', () => existsSync(marketsFile))
}

/** The demo stops the network's clock while it plays the market's history. */
const isLive = async () => {
  const response = await ask(`http://localhost:${ports.sandbox}/control/clock`)
  return response !== undefined && (parseJson(response.bytes) as { running: boolean }).running
}

/** What feeds the market from outside, once it is live; with keys of the demo, and impatient. */
const feeds = async () => {
  while (stopping === undefined && !(await isLive())) await delay(500)
  if (stopping !== undefined) return
  const market = { MARKETS_FILE: marketsFile, ORACLE_DEMO_SEED: seed, RELAY_DEMO_SEED: seed }
  program('oracle', 'oracle/usage/main.ts', { ...DEMO_ORACLE, ...market, ORACLE_TELEMETRY: telemetry }, false)
  program('relay', 'oracle/relay/main.ts', { ...DEMO_RELAY, ...market, RELAY_EVM_RPC_URL: evmUrl }, false)
}

/** Periods of a minute, so that something is to be seen. */
const DEMO_ORACLE = {
  ORACLE_CHANNELS: '8',
  ORACLE_PERIOD_SECS: '60',
  ORACLE_LATE_SECS: '5',
  ORACLE_SAMPLE_SECS: '60',
  ORACLE_POLL_MS: '2000',
  ORACLE_SCAN_SECS: '20',
}
const DEMO_RELAY = {
  RELAY_EVM_VERIFIER: VERIFIER_ADDRESS,
  RELAY_EVM_CONFIRMATIONS: '3',
  RELAY_POLL_MS: '2000',
}

const start = async () => {
  const begun = Date.now()
  for (const folder of [join(dataDir, 'logs'), telemetry]) mkdirSync(folder, { recursive: true })
  console.log('FlashIndex is starting: database, local network, demo market, indexer, API, oracle, relay …')
  const [url] = await Promise.all([database(), network()])
  if (stopping !== undefined) return
  // The programs refuse a file beside the address.
  const env = { DATABASE_URL: url, DATABASE_URL_FILE: '', MARKETS_FILE: marketsFile }
  program('indexer', 'indexer/main.ts', env, false)
  program('api', 'api/main.ts', { ...env, NODE_ENV: 'production' }, false)
  await until('The indexer', answers(`http://localhost:${ports.indexer}/health`))
  await until('The API', answers(`http://localhost:${ports.api}/health`))
  ready = true
  if (stopping === undefined) welcome(url, Math.round((Date.now() - begun) / 1000))
  await feeds()
}

const welcome = (url: string, seconds: number) =>
  console.log(`
FlashIndex is ready (${seconds} s).

  GraphQL API      http://localhost:${ports.api}/graphql   (open it: GraphiQL with example queries)
  Stellar RPC      http://localhost:${ports.sandbox}/rpc       (passphrase "Standalone Network ; February 2017")
  Friendbot        http://localhost:${ports.sandbox}/friendbot?addr=G…
  Indexer          http://localhost:${ports.indexer}/health  /ready  /metrics
  Usage oracle     http://localhost:${ports.oracle}/health  /ready  /metrics   (telemetry in ${telemetry})
  Proof relay      http://localhost:${ports.relay}/health  /ready  /metrics   (proofs from ${evmUrl})
  Database         ${givenDatabase() === undefined ? url : 'as DATABASE_URL says'}
  State and logs   ${dataDir}

A first query to paste:

  { buckets(first: 5, orderBy: { field: PRICE_STORAGE, direction: ASC }) {
      nodes { name region pricePerGbStorage { formatted } provider { description reputation } } } }

Ctrl-C ends everything; the next start goes on where this one stopped. \`npm run reset\` forgets it all.
`)

/** Removes what earlier starts left, and nothing else. */
const reset = async () => {
  await replaceOrphan(dataFolder(databaseFolder))
  const folder = dataFolder(databaseFolder)
  const state = [
    folder,
    `${folder}.owner`,
    `${folder}.log`,
    ...['sandbox', 'evm', 'telemetry', 'logs', 'markets.json'].map((name) => join(dataDir, name)),
  ]
  for (const path of state) rmSync(path, { recursive: true, force: true })
  console.log(`Forgot the database, the local network and the market in ${dataDir}. \`npm start\` begins afresh.`)
}

for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.on(signal, () => {
    if (stopping === undefined) console.log('\nStopping …')
    // The schema engine of a migration keeps a process alive for seconds after its last answer.
    void stop().then(() => process.exit())
  })

await (process.argv.includes('--reset') ? reset() : start()).catch((error: unknown) =>
  fail(error instanceof Error ? error.message : String(error)),
)
