import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const CONFIGS = [
  'indexer',
  'api',
  'sandbox',
  'sandbox/demo',
  'sandbox/evm',
  'oracle/usage',
  'oracle/relay',
  'prisma',
].map((folder) => `${folder}/config.ts`)
const MARKET = 'contract/interface/market.ts'

const read = (file: string) => readFileSync(file, 'utf8')
const variables = (text: string, pattern: RegExp) => new Set([...text.matchAll(pattern)].map(([, name]) => name!))

/** Variables of a `SECRETS` list may also be given as files. */
const secretFiles = (text: string) =>
  [...text.matchAll(/^const SECRETS = \[([^\]]*)\]/gm)].flatMap(([, list]) =>
    [...list!.matchAll(/'([A-Z_]+)'/g)].map(([, name]) => `${name}_FILE`),
  )

const listed = variables(read('.env.example'), /^(?:# )?([A-Z][A-Z_]+)=/gm)
const known = new Set([
  ...CONFIGS.flatMap((file) => [...variables(read(file), /(?:^ {2}|env\.)([A-Z]+_[A-Z_]+|DATABASE_URL)\b/gm)]),
  ...CONFIGS.flatMap((file) => secretFiles(read(file))),
  ...variables(read(MARKET), /'([A-Z]+_[A-Z_]+)'/g),
])

test('.env.example lists every variable that a program reads', () => {
  expect([...known].filter((name) => !listed.has(name))).toEqual([])
})

test('.env.example lists no variable that no program reads', () => {
  expect([...listed].filter((name) => !known.has(name))).toEqual([])
})
