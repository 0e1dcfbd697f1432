import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { EvmNodeRefused, EvmNodeSilent } from '../../../../oracle/relay/evm/error.ts'
import { connectNode, type EvmNode } from '../../../../oracle/relay/evm/node.ts'
import { createEvmNodes } from '../../../../oracle/relay/evm/nodes.ts'
import { createEvm, type EvmFault, type EvmNodeForTest, VERIFIER } from '../../../support/evm.ts'
import { ATTACKS, type Attack, patienceWith, serveHostile, withinMemory } from '../../../support/hostile-http.ts'

const evm = createEvm()
let served: EvmNodeForTest
let node: EvmNode
beforeAll(async () => {
  evm.prove(evm.verifier.createProofSet(), 'a')
  evm.chain.mine(4)
  served = await evm.node()
  node = connectNode({ url: served.url, timeoutMs: 10_000 })
})
afterEach(() => {
  served.fault = () => null
})
afterAll(() => evm.close())

const QUESTION = { address: VERIFIER, topics: [], from: 0, to: 5 } as const
const failure = async (fault: EvmFault, ask: () => Promise<unknown> = () => node.logs(QUESTION)) => {
  served.fault = () => fault
  const error = await ask().catch((thrown: unknown) => thrown)
  return error as Error
}

test('chain, head, blocks and logs come as what they are', async () => {
  expect(await node.chainId()).toBe(314)
  expect(await node.head()).toBe(5)
  const { hash, timestamp } = evm.chain.block(3)!
  expect(await node.block(3)).toEqual({ number: 3, hash, timestamp: BigInt(timestamp) })
  expect(await node.logs(QUESTION)).toHaveLength(2)
})

test('a height without a block is null: beyond the head, and a null round of Filecoin', async () => {
  expect(await node.block(6)).toBeNull()
  served.fault = () => ({ code: 12, message: 'requested epoch was a null round (3)' })
  expect(await node.block(3)).toBeNull()
})

test('a node that does not answer in time is silent', async () => {
  const hasty = connectNode({ url: served.url, timeoutMs: 50 })
  expect(await failure('hang', () => hasty.head())).toBeInstanceOf(EvmNodeSilent)
})

test.each([
  ['503', '503'],
  ['no JSON', 'no json'],
  ['no list', { result: {} }],
] as const)('a node that answers %s is silent', async (_name, fault) => {
  expect(await failure(fault)).toBeInstanceOf(EvmNodeSilent)
})

test.each([
  ['a JSON-RPC error', { code: -32005, message: 'query returned more than 10000 results' }],
  ['413', 'too large'],
] as const)('a node that answers %s refuses', async (_name, fault) => {
  expect(await failure(fault)).toBeInstanceOf(EvmNodeRefused)
})

test('a block that is another than the one asked for, or none, is no answer', async () => {
  const block = { number: '0x4', hash: evm.chain.block(4)!.hash, timestamp: '0x1' }
  expect(await failure({ result: block }, () => node.block(3))).toBeInstanceOf(EvmNodeSilent)
  expect(await failure({ result: { number: '0x3' } }, () => node.block(3))).toBeInstanceOf(EvmNodeSilent)
  expect(await failure({ result: 'high' }, () => node.head())).toBeInstanceOf(EvmNodeSilent)
})

test('errors name the host and the method, and never the path, where keys are', async () => {
  const secret = connectNode({ url: `${served.url}v1/secret-key`, timeoutMs: 10_000 })
  const { message } = await failure('503', () => secret.head())
  expect(message).toContain(new URL(served.url).host)
  expect(message).toContain('eth_blockNumber')
  expect(message).not.toContain('secret')
})

test('after the signal nothing is asked, and what is under way ends', async () => {
  const stop = new AbortController()
  const stopped = connectNode({ url: served.url, timeoutMs: 60_000, signal: stop.signal })
  served.fault = () => 'hang'
  const waiting = stopped.head()
  stop.abort(new Error('stop'))
  await expect(waiting).rejects.toThrow('stop')
  const before = served.asked.length
  await expect(stopped.head()).rejects.toThrow('stop')
  expect(served.asked.length).toBe(before)
})

/** Too much of an answer is asked for again in smaller windows; everything else is up to the node. */
const TOO_LARGE: readonly Attack[] = ['gzip bomb', 'brotli bomb', 'deflate bomb', 'plain flood']

test.each(ATTACKS)('an attack (%s) is a named error in bounded memory, and the next node is asked', async (attack) => {
  const hostile = await serveHostile(attack)
  const options = { timeoutMs: patienceWith(attack) }
  const failed: string[] = []
  const nodes = createEvmNodes({
    nodes: [hostile.url, served.url].map((url) => connectNode({ url, ...options })),
    chainId: undefined,
    failed: (_, { name }) => failed.push(name),
  })
  expect(await withinMemory(() => nodes.run((one) => one.head()))).toBe(5)
  expect(failed).toEqual([TOO_LARGE.includes(attack) ? 'EvmNodeRefused' : 'EvmNodeSilent'])
  await hostile.close()
})

test('a JSON-RPC error that comes with another status than 200 is a refusal all the same', async () => {
  const refused = await failure({ status: 400, code: -32005, message: 'range too wide' })
  expect(refused).toBeInstanceOf(EvmNodeRefused)
  expect(refused.message).toContain('range too wide (-32005)')
})

test('user and password of an address are sent, and are in no message', async () => {
  const url = served.url.replace('//', '//user:password@')
  expect(await connectNode({ url, timeoutMs: 10_000 }).head()).toBe(5)
  const { message } = await failure('503', () => connectNode({ url, timeoutMs: 10_000 }).head())
  expect(message).not.toContain('password')
})
