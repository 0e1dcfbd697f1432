import { expect, test } from 'vitest'
import { loadLakeConfig } from '../../../sandbox/lake/config.ts'

test('an address and a folder are enough: one ledger a file, as the public lakes', () => {
  expect(loadLakeConfig(['--rpc', 'http://localhost:8000/rpc', '--out', 'data/lake'])).toEqual({
    rpcUrl: 'http://localhost:8000/rpc',
    folder: 'data/lake',
    ledgersPerBatch: 1,
    batchesPerPartition: 64_000,
    follow: false,
  })
})

test('all problems are told in one message', () => {
  expect(() => loadLakeConfig(['--rpc', 'here', '--ledgers-per-batch', '0'])).toThrowErrorMatchingInlineSnapshot(`
    [Error: The export cannot start:
      --rpc: needs the address of a Stellar RPC node
      --out: needs a folder
      --ledgers-per-batch: "0" is no whole number from 1 to 1000000]
  `)
})
