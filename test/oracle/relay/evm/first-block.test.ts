import { afterEach, beforeEach, expect, test } from 'vitest'
import { blockAtOrBelow, firstBlockSince } from '../../../../oracle/relay/evm/first-block.ts'
import { connectNode, type EvmNode } from '../../../../oracle/relay/evm/node.ts'
import { createEvm, type EvmForTest, type EvmNodeForTest } from '../../../support/evm.ts'

let evm: EvmForTest
let served: EvmNodeForTest
let node: EvmNode
beforeEach(async () => {
  evm = createEvm({ genesis: 1_000, blockMs: 30_000 })
  evm.chain.mine(100)
  served = await evm.node()
  node = connectNode({ url: served.url, timeoutMs: 10_000 })
})
afterEach(() => evm.close())

const nullRounds = (...heights: readonly number[]) => {
  served.fault = ({ method, params }) =>
    method === 'eth_getBlockByNumber' && heights.includes(Number(params[0]))
      ? { code: 12, message: 'requested epoch was a null round' }
      : null
}

test.each([
  [0n, 0],
  [1_000n, 0],
  [1_001n, 1],
  [1_030n, 1],
  [2_500n, 50],
  [2_501n, 51],
  [4_000n, 100],
])('the first block since %i is %i', async (time, block) => {
  expect(await firstBlockSince(node, time, 0, 101)).toBe(block)
})

test('a time after the newest block begins behind it', async () => {
  expect(await firstBlockSince(node, 9_999n, 0, 101)).toBe(101)
})

test('it asks no more than the logarithm of the range', async () => {
  await firstBlockSince(node, 2_500n, 0, 101)
  expect(served.asked.length).toBeLessThanOrEqual(8)
})

test('null rounds lead to no block that is too late', async () => {
  nullRounds(49, 50, 51)
  for (const time of [2_440n, 2_470n, 2_500n, 2_530n, 2_531n]) {
    const found = await firstBlockSince(node, time, 0, 101)
    const exact = Math.ceil((Number(time) - 1_000) / 30)
    expect(found, `since ${time}`).toBeLessThanOrEqual(Math.max(exact, 52))
    // Everything below what was found is older.
    for (let height = found - 1; height > found - 5; height--)
      expect((await blockAtOrBelow(node, height)).timestamp).toBeLessThan(time)
  }
})

test('the newest block at or below a null round is the one before it; a node without history is refused', async () => {
  nullRounds(49, 50)
  expect((await blockAtOrBelow(node, 50)).number).toBe(48)
  nullRounds(...Array.from({ length: 70 }, (_, height) => height))
  await expect(blockAtOrBelow(node, 69)).rejects.toThrow('ask a node with longer history')
})
