import { afterEach, beforeEach, expect, test } from 'vitest'
import { EvmNodeRefused, EvmNodeSilent } from '../../../../oracle/relay/evm/error.ts'
import { connectNode } from '../../../../oracle/relay/evm/node.ts'
import { createWidth, readWindows, type Width } from '../../../../oracle/relay/evm/windows.ts'
import { createEvm, type EvmForTest, type EvmNodeForTest, VERIFIER } from '../../../support/evm.ts'

let evm: EvmForTest
let served: EvmNodeForTest
beforeEach(async () => {
  evm = createEvm()
  evm.chain.mine(99)
  served = await evm.node()
})
afterEach(() => evm.close())

const read = async (width: Width, from = 0, to = 99) => {
  const node = connectNode({ url: served.url, timeoutMs: 10_000 })
  const windows: [number, number][] = []
  const question = { address: VERIFIER, topics: [], from, to }
  for await (const window of readWindows(node, question, width)) windows.push([window.from, window.to])
  return windows
}
const blocksOf = ({ params }: { params: readonly unknown[] }) => {
  const { fromBlock, toBlock } = params[0] as { fromBlock: string; toBlock: string }
  return Number(toBlock) - Number(fromBlock) + 1
}
const covers = (windows: [number, number][], from: number, to: number) => {
  expect(windows[0]![0]).toBe(from)
  expect(windows.at(-1)![1]).toBe(to)
  for (const [i, [start]] of windows.entries()) if (i > 0) expect(start).toBe(windows[i - 1]![1] + 1)
}

test('a range is read in windows of the stated width, without a gap', async () => {
  expect(await read(createWidth(40))).toEqual([
    [0, 39],
    [40, 79],
    [80, 99],
  ])
})

test.each([
  { code: -32602, message: 'range 100 exceeds limit of 10' },
  { code: -32005, message: 'query returned more than 10000 results' },
  { code: -32614, message: 'eth_getLogs is limited to a 10 range' },
])('a refusal of any code halves the window: %j', async (refusal) => {
  served.fault = (question) => (question.method === 'eth_getLogs' && blocksOf(question) > 10 ? refusal : null)
  const width = createWidth(100)
  covers(await read(width), 0, 99)
  expect(width.now).toBeLessThanOrEqual(10)
})

test('a limit is learnt: of sixteen questions no more than one is refused', async () => {
  served.fault = (question) => (blocksOf(question) > 10 ? 'too large' : null)
  const width = createWidth(100)
  await read(width)
  served.asked.length = 0
  await read(width, 0, 49)
  expect(served.asked.length).toBeLessThanOrEqual(16)
  expect(served.asked.filter((question) => blocksOf(question) > 10).length).toBeLessThanOrEqual(1)
})

test('after a while of good windows a wider one is tried', async () => {
  const width = { ...createWidth(100), now: 2 }
  await read(width)
  expect(width.now).toBeGreaterThan(2)
})

test('a single block that is refused is a refusal', async () => {
  served.fault = () => ({ code: -32000, message: 'from block is too far in the past (maximum: 60480)' })
  await expect(read(createWidth(100))).rejects.toThrow(EvmNodeRefused)
  await expect(read(createWidth(100))).rejects.toThrow('too far in the past')
})

test('silence ends the reading, and the next attempt asks for less', async () => {
  served.fault = () => '503'
  const width = createWidth(100)
  await expect(read(width)).rejects.toThrow(EvmNodeSilent)
  expect(width.now).toBe(50)
})
