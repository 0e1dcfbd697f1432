import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readBaseConfig, readConfig } from '../../indexer/config.ts'
import { InvalidConfig } from '../../program/invalid-config.ts'
import { CONTRACT, PASSPHRASE } from '../support/indexing.ts'

const market = {
  NETWORK_PASSPHRASE: PASSPHRASE,
  CONTRACT_ID: CONTRACT,
  START_LEDGER: '7',
  RPC_URL: 'http://a, http://b',
}

test('one market comes from variables; everything else has a default', () => {
  expect(readConfig(market)).toMatchObject({
    databaseUrl: 'postgres://postgres@127.0.0.1:54329/flashindex',
    port: 4001,
    logLevel: 'info',
    markets: [{ contractId: CONTRACT, startLedger: 7, rpcUrls: ['http://a', 'http://b'] }],
    settings: { pollMs: 250, batchEvents: 2_000, pageLimit: 10_000 },
    readiness: { maxLag: 5 },
  })
})

test('several markets come from a file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'markets-'))
  const file = join(folder, 'markets.json')
  const one = { networkPassphrase: PASSPHRASE, contractId: CONTRACT, startLedger: 2, rpcUrls: ['http://a'] }
  writeFileSync(
    file,
    JSON.stringify({
      markets: [
        { ...one, name: 'one' },
        { ...one, name: 'two' },
      ],
    }),
  )
  expect(readConfig({ MARKETS_FILE: file }).markets.map(({ name }) => name)).toEqual(['one', 'two'])
  rmSync(folder, { recursive: true })
})

test('all problems come in one message that names variables and values', () => {
  const env = { ...market, CONTRACT_ID: 'GABC', DATABASE_URL: 'mysql://x', INDEXER_PORT: 'many', LOG_LEVEL: 'loud' }
  expect(() => readConfig(env)).toThrowErrorMatchingInlineSnapshot(`
    [InvalidConfig: DATABASE_URL: expected a postgres:// address, got an address that begins with mysql://
    LOG_LEVEL: "loud" is none of fatal, error, warn, info, debug, trace, silent
    INDEXER_PORT: "many" is no whole number
    The environment names no usable market:
      CONTRACT_ID: "GABC" is not a contract address (C…)]
  `)
})

test('a markets file that is not there is named', () => {
  expect(() => readConfig({ MARKETS_FILE: '/nowhere/markets.json' })).toThrow(
    'MARKETS_FILE: cannot read "/nowhere/markets.json": ENOENT',
  )
  expect(() => readConfig({ MARKETS_FILE: '/nowhere/markets.json' })).toThrow(InvalidConfig)
})

test('a replay needs no market', () => {
  expect(readBaseConfig({ DATABASE_URL: 'postgres://h/d', LOG_LEVEL: '' })).toEqual({
    databaseUrl: 'postgres://h/d',
    logLevel: 'info',
  })
})

test('the database can be named by a file, whose content no problem repeats', () => {
  const folder = mkdtempSync(join(tmpdir(), 'config-'))
  const DATABASE_URL_FILE = join(folder, 'database_url')
  writeFileSync(DATABASE_URL_FILE, 'postgres://flashindex:hunter2@db:5432/flashindex\n')
  expect(readConfig({ ...market, DATABASE_URL_FILE }).databaseUrl).toBe(
    'postgres://flashindex:hunter2@db:5432/flashindex',
  )
  const both = { ...market, DATABASE_URL_FILE, DATABASE_URL: 'postgres://elsewhere/flashindex' }
  expect(() => readConfig(both)).toThrow('DATABASE_URL and DATABASE_URL_FILE are both set: keep one of them')
  rmSync(folder, { recursive: true })
  expect(() => readConfig({ ...market, DATABASE_URL_FILE })).toThrow(`DATABASE_URL_FILE: cannot read ${folder}`)
})
