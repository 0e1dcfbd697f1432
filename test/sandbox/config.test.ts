import { expect, test } from 'vitest'
import { loadConfig } from '../../sandbox/config.ts'

test('without variables everything has a default', () => {
  expect(loadConfig({})).toEqual({
    port: 8000,
    ledgerMs: 2000,
    clockRunning: true,
    genesisCloseTime: undefined,
    minPersistentTtl: undefined,
    minTemporaryTtl: undefined,
    evictionLevel: undefined,
    storeFile: 'data/sandbox/network.sqlite',
  })
})

test('every variable is read', () => {
  const env = {
    SANDBOX_PORT: '8001',
    SANDBOX_LEDGER_MS: '0',
    SANDBOX_CLOCK: 'paused',
    SANDBOX_GENESIS_TIME: '1790000000',
    SANDBOX_MIN_PERSISTENT_TTL: '10',
    SANDBOX_MIN_TEMPORARY_TTL: '',
    SANDBOX_EVICTION_LEVEL: '2',
    DATA_DIR: '/var/data',
  }
  expect(loadConfig(env)).toEqual({
    port: 8001,
    ledgerMs: 0,
    clockRunning: false,
    genesisCloseTime: 1790000000n,
    minPersistentTtl: 10,
    minTemporaryTtl: undefined,
    evictionLevel: 2,
    storeFile: '/var/data/sandbox/network.sqlite',
  })
})

test('all problems are told in one message that names the variables and the values', () => {
  const env = {
    SANDBOX_PORT: '80000',
    SANDBOX_LEDGER_MS: 'fast',
    SANDBOX_CLOCK: 'slow',
    SANDBOX_MIN_PERSISTENT_TTL: '0',
    SANDBOX_EVICTION_LEVEL: '11',
  }
  expect(() => loadConfig(env)).toThrowErrorMatchingInlineSnapshot(`
    [Error: The local network cannot start:
      SANDBOX_PORT: "80000" is no whole number from 0 to 65535
      SANDBOX_LEDGER_MS: "fast" is no whole number from 0 to 3600000
      SANDBOX_CLOCK: "slow" is neither running nor paused
      SANDBOX_MIN_PERSISTENT_TTL: "0" is no whole number of ledgers from 1 to 3110400
      SANDBOX_EVICTION_LEVEL: "11" is no level from 1 to 10
    Correct these variables (.env.example lists all).]
  `)
})
