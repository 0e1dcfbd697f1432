import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readConfig } from '../../api/config.ts'
import { contractOf } from '../support/market-rows.ts'

const MARKET = {
  NETWORK_PASSPHRASE: 'Standalone Network ; February 2017',
  CONTRACT_ID: contractOf('local'),
  START_LEDGER: '2',
  RPC_URL: 'http://localhost:8000/rpc',
}

test('nothing set means the embedded database, port 4000 and no market to build for', () => {
  expect(readConfig({})).toEqual({
    databaseUrl: 'postgres://postgres@127.0.0.1:54329/flashindex',
    databaseConnections: 10,
    statementTimeoutMs: 10_000,
    logLevel: 'info',
    port: 4000,
    markets: [],
    rpcTimeoutMs: 10_000,
  })
})

test('a market comes from five variables', () => {
  expect(readConfig(MARKET).markets).toMatchObject([{ name: 'market', startLedger: 2, rpcUrls: [MARKET.RPC_URL] }])
})

test('every problem is in one message', () => {
  const wrong = { DATABASE_URL: 'mysql://x', API_PORT: 'web', LOG_LEVEL: 'loud', CONTRACT_ID: 'C1' }
  expect(() => readConfig(wrong)).toThrowErrorMatchingInlineSnapshot(`
    [InvalidConfig: DATABASE_URL: expected a postgres:// address, got an address that begins with mysql://
    LOG_LEVEL: Invalid option: expected one of "fatal"|"error"|"warn"|"info"|"debug"|"trace"|"silent"
    API_PORT: is no number
    The environment names no usable market:
      NETWORK_PASSPHRASE: not set (set it, or name a markets file in MARKETS_FILE)
      CONTRACT_ID: this value is not a contract address (C…)
      START_LEDGER: not set (set it, or name a markets file in MARKETS_FILE)
      RPC_URL: not set (set it, or name a markets file in MARKETS_FILE)]
  `)
})

test('the database can be named by a file, whose content no problem repeats', () => {
  const folder = mkdtempSync(join(tmpdir(), 'config-'))
  const DATABASE_URL_FILE = join(folder, 'database_url')
  writeFileSync(DATABASE_URL_FILE, 'postgres://flashindex:hunter2@db:5432/flashindex\n')
  expect(readConfig({ ...MARKET, DATABASE_URL_FILE }).databaseUrl).toBe(
    'postgres://flashindex:hunter2@db:5432/flashindex',
  )
  const both = { ...MARKET, DATABASE_URL_FILE, DATABASE_URL: 'postgres://elsewhere/flashindex' }
  expect(() => readConfig(both)).toThrow('DATABASE_URL and DATABASE_URL_FILE are both set: keep one of them')
  rmSync(folder, { recursive: true })
  expect(() => readConfig({ ...MARKET, DATABASE_URL_FILE })).toThrow(`DATABASE_URL_FILE: cannot read ${folder}`)
})
