import { Asset, Operation } from '@stellar/stellar-sdk'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { FeeWindow } from '../../../../sandbox/rpc/fee-windows.ts'
import { getFeeStats } from '../../../../sandbox/rpc/methods/get-fee-stats.ts'
import type { Node } from '../../../../sandbox/rpc/methods/method.ts'
import type { Sandbox } from '../../../../sandbox/start.ts'
import { deployToken, fundedAccount, perform } from '../../../support/accounts.ts'
import { startNetwork } from '../../../support/network.ts'
import { askResult } from '../../../support/rpc.ts'

let sandbox: Sandbox
beforeAll(async () => {
  sandbox = await startNetwork()
})
afterAll(() => sandbox.close())

test('classic fees are counted over ten ledgers, those of contracts over fifty, without resources', async () => {
  const alice = await fundedAccount(sandbox, 'alice')
  await deployToken(sandbox, alice, new Asset('USD', alice.publicKey()))
  const busy = await askResult(sandbox.url, 'getFeeStats')
  expect(busy.inclusionFee).toMatchObject({ min: '100', p50: '100', transactionCount: '1' })
  expect(busy.sorobanInclusionFee).toMatchObject({ max: '100', p99: '100', transactionCount: '1' })
  for (let i = 0; i < 10; i++) sandbox.network.close()
  const quiet = await askResult(sandbox.url, 'getFeeStats')
  expect(quiet.inclusionFee).toMatchObject({ max: '0', transactionCount: '0', ledgerCount: 0 })
  expect(quiet.sorobanInclusionFee.transactionCount).toBe('1')
  for (let i = 0; i < 50; i++) sandbox.network.close()
  expect((await askResult(sandbox.url, 'getFeeStats')).sorobanInclusionFee.transactionCount).toBe('0')
})

const statsOf = (fees: bigint[]) => {
  const window = (): FeeWindow => ({ fees, ledgers: 7 })
  const node = { fees: { classic: window, soroban: window }, view: { latest: () => ({ sequence: 9 }) } }
  return (getFeeStats({}, node as unknown as Node) as { inclusionFee: Record<string, unknown> }).inclusionFee
}

test('percentiles are the nearest rank, the mode is the smallest of the most frequent', () => {
  expect(statsOf([100n, 100n, 200n, 200n, 300n])).toMatchObject({
    ...{ min: '100', max: '300', mode: '100', p10: '100', p40: '100', p50: '200', p80: '200', p90: '300' },
    ...{ transactionCount: '5', ledgerCount: 7 },
  })
})

test('every operation of a transaction counts for its part of the fee', async () => {
  const alice = await fundedAccount(sandbox, 'payer')
  const bump = Operation.bumpSequence({ bumpTo: '0' })
  await perform(sandbox, alice, [bump, bump, bump])
  expect((await askResult(sandbox.url, 'getFeeStats')).inclusionFee.max).toBe('100')
})
