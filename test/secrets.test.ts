/** Whatever is pasted into whichever variable, no program's complaint about it repeats a secret. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { Keypair } from '@stellar/stellar-sdk'
import { afterAll, expect, test } from 'vitest'
import { readConfig as readApi } from '../api/config.ts'
import { readConfig as readIndexer, readBaseConfig as readReplay } from '../indexer/config.ts'
import { readConfig as readRelay } from '../oracle/relay/config.ts'
import { readConfig as readUsage } from '../oracle/usage/config.ts'
import { readConfig as readPrisma } from '../prisma/config.ts'
import { loadConfig as readSandbox } from '../sandbox/config.ts'
import { readConfig as readDemo } from '../sandbox/demo/config.ts'
import { loadConfig as readEvm } from '../sandbox/evm/config.ts'
import { loadLakeConfig } from '../sandbox/lake/config.ts'

type Env = Record<string, string>

const PROGRAMS: Record<string, (env: Env) => unknown> = {
  api: readApi,
  indexer: readIndexer,
  replay: readReplay,
  usage: readUsage,
  relay: readRelay,
  prisma: readPrisma,
  sandbox: readSandbox,
  demo: readDemo,
  evm: readEvm,
}

const VARIABLES = [...readFileSync('.env.example', 'utf8').matchAll(/^(?:# )?([A-Z][A-Z_]+)=/gm)].map(
  ([, name]) => name!,
)

const KEY = Keypair.fromRawEd25519Seed(Buffer.alloc(32, 7)).secret()
const HEX = `0x${'5ec7e7'.padEnd(64, 'a')}`

/** A value that somebody pastes, and what of it nobody else may see. */
const PLANTED: readonly (readonly [value: string, secrets: readonly string[]])[] = [
  [KEY, [KEY.slice(10, 30)]],
  [KEY.slice(0, -2), [KEY.slice(10, 30)]],
  [`${KEY} `, [KEY.slice(10, 30)]],
  [HEX, ['5ec7e7']],
  [HEX.slice(2), ['5ec7e7']],
  [HEX.slice(0, -1), ['5ec7e7']],
  ['postgress://user:hunter2hunter2@host:5432/db', ['hunter2']],
  ['postgres:/user:hunter2hunter2@host/db', ['hunter2']],
  ['postgres://user:hunter2hunter2@host:port/db', ['hunter2']],
  ['https://user:hunter2hunter2@host/t0ken?key=k3y', ['hunter2', 't0ken', 'k3y']],
  ['htps://user:hunter2hunter2@host/t0ken?key=k3y', ['hunter2', 't0ken', 'k3y']],
  ['http://user:hunter2hunter2@host:port/t0ken', ['hunter2', 't0ken']],
  ['eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl', ['eyJ', 'c2ln']],
]

/** Enough of everything for each program, so that a planted value is what it complains about. */
const WHOLE: Env = {
  NETWORK_PASSPHRASE: 'Public Global Stellar Network ; September 2015',
  CONTRACT_ID: 'CD7B7CBXL3DU3XCYEGLH7FMVREUTKP4VMDKOSYPLTJJTLNACNQS57QZZ',
  START_LEDGER: '2',
  RPC_URL: 'https://node.example',
  DATABASE_URL: 'postgres://h/d',
  ORACLE_SECRET: Keypair.fromRawEd25519Seed(Buffer.alloc(32, 1)).secret(),
  ORACLE_TELEMETRY: './telemetry',
  RELAY_SECRET: Keypair.fromRawEd25519Seed(Buffer.alloc(32, 2)).secret(),
  RELAY_ATTESTOR_URL: 'https://signer.example',
  RELAY_ATTESTOR_PUBLIC_KEY: `0x04${'22'.repeat(64)}`,
  RELAY_EVM_RPC_URL: 'https://evm.example',
  RELAY_EVM_VERIFIER: `0x${'ab'.repeat(20)}`,
}

/** Everything that a program could print of its failure. */
const complaint = (read: () => unknown): string => {
  try {
    read()
    return ''
  } catch (error) {
    return inspect(error, { depth: null })
  }
}

const folder = mkdtempSync(join(tmpdir(), 'secrets-'))
afterAll(() => rmSync(folder, { recursive: true }))

const leaks = (text: string, secrets: readonly string[]) => secrets.filter((secret) => text.includes(secret))

test.each(Object.entries(PROGRAMS))('%s: no variable is repeated that holds a secret', (_, read) => {
  const found = VARIABLES.flatMap((name) =>
    PLANTED.flatMap(([value, secrets]) =>
      [WHOLE, { ...WHOLE, NETWORK_PASSPHRASE: 'Standalone Network ; February 2017' }, {}].flatMap((env) =>
        leaks(
          complaint(() => read({ ...env, [name]: value })),
          secrets,
        ).map((secret) => `${name}: ${secret}`),
      ),
    ),
  )
  expect([...new Set(found)]).toEqual([])
})

test.each(Object.entries(PROGRAMS))('%s: no file of a secret is repeated', (_, read) => {
  const file = join(folder, 'secret')
  for (const [value, secrets] of PLANTED) {
    writeFileSync(file, value)
    for (const variable of VARIABLES.filter((name) => name.endsWith('_FILE') && name !== 'MARKETS_FILE')) {
      const { [variable.replace('_FILE', '')]: _replaced, ...env } = WHOLE
      expect(
        leaks(
          complaint(() => read({ ...env, [variable]: file })),
          secrets,
        ),
        variable,
      ).toEqual([])
    }
  }
})

test('the programs do complain, and name the variable', () => {
  const names = (read: (env: Env) => unknown, name: string, value: string) =>
    expect(complaint(() => read({ ...WHOLE, [name]: value }))).toContain(name)
  names(readRelay, 'RELAY_TIPS_TO', KEY)
  names(readRelay, 'RELAY_ATTESTOR_URL', 'htps://user:hunter2@host')
  names(readRelay, 'RELAY_EVM_RPC_URL', 'htps://user:hunter2@host')
  names(readUsage, 'ORACLE_TELEMETRY', 'htps://user:hunter2@host')
  names(readUsage, 'RPC_URL', 'htps://user:hunter2@host')
  names(readApi, 'DATABASE_URL', 'postgres://user:hunter2@host:port/db')
  names(readIndexer, 'DATABASE_URL', 'postgress://user:hunter2@host/db')
  names(readPrisma, 'DATABASE_URL', 'postgress://user:hunter2@host/db')
  names(readIndexer, 'MARKETS_FILE', KEY)
  names(readSandbox, 'SANDBOX_PORT', KEY)
  names(readEvm, 'EVM_PORT', KEY)
  names(readDemo, 'DEMO_SPEED', KEY)
})

test.each(['api', 'indexer', 'usage', 'relay'])('%s: a markets file is not repeated', (program) => {
  const file = join(folder, 'markets.json')
  const market = {
    name: 'a',
    networkPassphrase: 'p',
    contractId: WHOLE.CONTRACT_ID,
    startLedger: 2,
    rpcUrls: ['https://a'],
  }
  for (const [value, secrets] of PLANTED) {
    const texts = [
      value,
      `{"markets": ${value}`,
      JSON.stringify({ [value]: 1 }),
      ...Object.keys(market).map((field) => JSON.stringify({ markets: [{ ...market, [field]: value }] })),
      JSON.stringify({ markets: [{ ...market, rpcUrls: [value], startLedger: 0 }] }),
      JSON.stringify({ markets: [{ ...market, [value]: 1 }] }),
    ]
    for (const text of texts) {
      writeFileSync(file, text)
      const told = complaint(() => PROGRAMS[program]!({ ...WHOLE, MARKETS_FILE: file }))
      expect(leaks(told, secrets), text).toEqual([])
    }
  }
})

test('the exporter repeats no argument', () => {
  for (const [value, secrets] of PLANTED)
    for (const args of [
      [value],
      [`--${value}`],
      ['--rpc', value, '--ledgers-per-batch', value],
      ['--rpc', 'http://a', '--out', 'b', '--follow', value],
    ])
      expect(
        leaks(
          complaint(() => loadLakeConfig(args)),
          secrets,
        ),
        args.join(' '),
      ).toEqual([])
})
