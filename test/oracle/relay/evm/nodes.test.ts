import { afterEach, beforeEach, expect, test } from 'vitest'
import { EvmReorganised, EvmUnavailable } from '../../../../oracle/relay/evm/error.ts'
import { connectNode } from '../../../../oracle/relay/evm/node.ts'
import { createEvmNodes } from '../../../../oracle/relay/evm/nodes.ts'
import { createEvm, type EvmForTest, type EvmNodeForTest } from '../../../support/evm.ts'

let evm: EvmForTest
let [first, second]: EvmNodeForTest[] = []
let failed: string[]
beforeEach(async () => {
  evm = createEvm()
  first = await evm.node()
  second = await evm.node()
  failed = []
})
afterEach(() => evm.close())

const nodesOf = (chainId?: number) =>
  createEvmNodes({
    nodes: [first!, second!].map(({ url }) => connectNode({ url, timeoutMs: 10_000 })),
    chainId,
    failed: (_node, error) => failed.push(error.name),
  })

test('the first node that carries a task through does it, and is asked first the next time', async () => {
  const nodes = nodesOf()
  first!.fault = () => '503'
  expect(await nodes.run((node) => node.head())).toBe(0)
  first!.fault = () => null
  const asked = first!.asked.length
  await nodes.run((node) => node.head())
  expect(first!.asked.length).toBe(asked)
  expect(failed).toEqual(['EvmNodeSilent'])
})

test('a node that fails half-way through gives the whole task to the next', async () => {
  first!.fault = ({ method }) => (method === 'eth_getBlockByNumber' ? '503' : null)
  const answer = await nodesOf().run(async (node) => [await node.head(), (await node.block(0))!.number, node.name])
  expect(answer).toEqual([0, 0, new URL(second!.url).host])
  expect(second!.asked.map(({ method }) => method)).toContain('eth_blockNumber')
})

test('where no node answers, the error names each', async () => {
  first!.fault = second!.fault = () => '503'
  const error = (await nodesOf()
    .run((node) => node.head())
    .catch((thrown: unknown) => thrown)) as Error
  expect(error).toBeInstanceOf(EvmUnavailable)
  for (const { url } of [first!, second!]) expect(error.message).toContain(new URL(url).host)
})

test('a node of another chain than the configured one is never believed', async () => {
  const foreign = await evm.node({ chainId: 1 })
  first = foreign
  expect(await nodesOf(314).run(async ({ name }) => name)).toBe(new URL(second!.url).host)
  expect(failed).toEqual(['EvmWrongChain'])
})

test('without a configured chain the first answering node decides', async () => {
  second = await evm.node({ chainId: 1 })
  const nodes = nodesOf()
  await nodes.run((node) => node.head())
  first!.fault = () => '503'
  await expect(nodes.run((node) => node.head())).rejects.toThrow('serves chain 1, not 314')
})

test('a reorganisation is no fault of the node: the next one is not asked', async () => {
  const task = () => Promise.reject(new EvmReorganised('gone'))
  await expect(nodesOf().run(task)).rejects.toThrow('gone')
  expect(second!.asked).toEqual([])
})
