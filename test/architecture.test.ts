/** The arrows of ARCHITECTURE.md: who may import whom, who may read the environment, who may know the Stellar SDK. */
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'

const INTERFACE = 'contract/interface'

/** The ground floor: what every program does, and what every client of the network must check. Anybody may stand on it. */
const GROUND_FLOOR = ['program', 'stellar']

/** The folders that each folder may import from, besides itself and the ground floor. Anything else is a broken arrow. */
const MAY_IMPORT: Record<string, readonly string[]> = {
  program: [],
  stellar: [INTERFACE],
  [INTERFACE]: [],
  'contract/build': [INTERFACE],
  prisma: [],
  'indexer/chain': [INTERFACE],
  'indexer/decode': [INTERFACE, 'indexer/chain'],
  'indexer/project': [INTERFACE, 'indexer/decode', 'prisma'],
  'indexer/store': [INTERFACE, 'indexer/chain', 'indexer/decode', 'prisma'],
  indexer: [INTERFACE, 'indexer/chain', 'indexer/decode', 'indexer/project', 'indexer/store', 'prisma'],
  'api/reads': ['prisma'],
  'api/transactions': [INTERFACE],
  'api/graphql': [INTERFACE, 'api/reads', 'api/transactions', 'prisma'],
  api: [INTERFACE, 'api/graphql', 'api/reads', 'api/transactions', 'prisma'],
  'sandbox/host': [],
  'sandbox/ledger': ['sandbox/host'],
  'sandbox/rpc': ['sandbox/ledger'],
  'sandbox/demo': [INTERFACE],
  'sandbox/evm': [],
  'oracle/chain': [INTERFACE],
  'oracle/usage': [INTERFACE, 'oracle', 'oracle/chain'],
  'oracle/relay/evm': [],
  'oracle/relay/attestor': [],
  'oracle/relay/market': [INTERFACE, 'oracle/chain'],
  'oracle/relay': [
    INTERFACE,
    'oracle',
    'oracle/chain',
    'oracle/relay/evm',
    'oracle/relay/attestor',
    'oracle/relay/market',
  ],
  oracle: [INTERFACE, 'oracle/chain'],
  sandbox: ['sandbox/host', 'sandbox/ledger', 'sandbox/rpc', INTERFACE],
}

const KNOWS_THE_SDK = [
  INTERFACE,
  'contract/build',
  'stellar',
  'indexer/chain',
  'indexer/decode',
  'api/transactions',
  'sandbox',
  'sandbox/ledger',
  'sandbox/rpc',
  'sandbox/demo',
  'oracle',
  'oracle/chain',
  'oracle/usage',
  'oracle/relay',
  'oracle/relay/market',
]

const ROOTS = ['contract', 'program', 'stellar', 'prisma', 'indexer', 'api', 'sandbox', 'oracle']

const isSource = (file: string) => file.endsWith('.ts') && !/(^|\/)(generated|target|node_modules)\//.test(file)

const sources = ROOTS.filter((root) => statSync(root, { throwIfNoEntry: false }) !== undefined)
  .flatMap((root) => readdirSync(root, { recursive: true, encoding: 'utf8' }).map((file) => join(root, file)))
  .filter(isSource)

const read = (file: string) => readFileSync(file, 'utf8')

const deepestFirst = Object.keys(MAY_IMPORT).sort((a, b) => b.length - a.length)
const folderOf = (file: string) => deepestFirst.find((folder) => file.startsWith(`${folder}/`)) ?? file

/** Relative imports, for their names, for their types, or for their effect. */
const importsOf = (file: string) =>
  [...read(file).matchAll(/\b(?:from|import)\s*\(?\s*['"](\.[^'"]+)['"]/g)].map(([, path]) =>
    join(dirname(file), path!),
  )

/** `program` imports nobody, and `stellar` only `program` of the ground floor. */
const mayImport = (folder: string): readonly string[] => {
  const below = folder === 'program' || folder === INTERFACE ? [] : folder === 'stellar' ? ['program'] : GROUND_FLOOR
  return [folder, ...below, ...(MAY_IMPORT[folder] ?? [])]
}

test('imports only follow the arrows', () => {
  const broken = sources.flatMap((file) =>
    importsOf(file)
      .filter((target) => isSource(target) || target.includes('generated'))
      .filter((target) => !mayImport(folderOf(file)).includes(folderOf(target)))
      .map((target) => `${file} -> ${target}`),
  )
  expect(broken).toEqual([])
})

test('every source folder has a place in the drawing', () => {
  expect(sources.filter((file) => !(folderOf(file) in MAY_IMPORT))).toEqual([])
})

test('no file imports itself through others', () => {
  const state = new Map<string, 'open' | 'done'>()
  const cycles: string[] = []
  const visit = (file: string, path: readonly string[]) => {
    if (state.get(file) === 'done') return
    if (state.get(file) === 'open') return void cycles.push([...path.slice(path.indexOf(file)), file].join(' -> '))
    state.set(file, 'open')
    for (const target of valueImportsOf(file)) visit(target, [...path, file])
    state.set(file, 'done')
  }
  for (const file of sources) visit(file, [])
  expect(cycles).toEqual([])
})

/** Type-only imports vanish before run time and close no cycle. */
const valueImportsOf = (file: string) =>
  [...read(file).matchAll(/^(?:import|export)(?!\s+type\b)[^'"]*?['"](\.[^'"]+)['"]/gm)]
    .map(([, path]) => join(dirname(file), path!))
    .filter((target) => sources.includes(target))

test('only config.ts reads the environment', () => {
  expect(sources.filter((file) => !/\/[a-z-]*config\.ts$/.test(file) && read(file).includes('process.env'))).toEqual([])
})

test('only main.ts exits and handles signals', () => {
  const acts = /process\.(exit\(|on(ce)?\(\s*['"]SIG)/
  expect(sources.filter((file) => !file.endsWith('main.ts') && acts.test(read(file)))).toEqual([])
})

test('only the folders on the border to the chain know the Stellar SDK', () => {
  const others = sources.filter((file) => !KNOWS_THE_SDK.includes(folderOf(file)))
  expect(others.filter((file) => /from '@stellar\//.test(read(file)))).toEqual([])
})

test('no folder is a drawer', () => {
  const drawers = /(^|\/)(utils?|lib|helpers?|common|shared|misc|types|interfaces)(\/|\.ts$)/
  expect(sources.filter((file) => drawers.test(file))).toEqual([])
})
