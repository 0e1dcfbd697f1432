import { afterEach, beforeEach, expect, test } from 'vitest'
import { EvmNodeSilent, EvmReorganised } from '../../../../oracle/relay/evm/error.ts'
import { connectNode, type EvmNode } from '../../../../oracle/relay/evm/node.ts'
import { createProofSets, type ProofSets, type ProofSetsOptions } from '../../../../oracle/relay/evm/proof-sets.ts'
import { askRoot } from '../../../../oracle/relay/evm/root-of.ts'
import { createEvm, type EvmForTest, type EvmNodeForTest, rootNamed, VERIFIER } from '../../../support/evm.ts'

let evm: EvmForTest
let served: EvmNodeForTest
let node: EvmNode
let told: { malformed: string[]; deep: number[] }
let sets: ProofSets
beforeEach(async () => {
  evm = createEvm()
  evm.chain.mine(10)
  served = await evm.node()
  node = connectNode({ url: served.url, timeoutMs: 10_000 })
  sets = open()
})
afterEach(() => evm.close())

const open = (options: Partial<ProofSetsOptions> = {}) => {
  told = { malformed: [], deep: [] }
  return createProofSets({
    verifier: VERIFIER,
    confirmations: 3,
    startBlock: 0,
    window: 5,
    observer: {
      roots: () => undefined,
      malformed: ({ reason }) => told.malformed.push(reason),
      deepReorg: ({ number }) => told.deep.push(number),
    },
    ...options,
  })
}
const wanted = (...ids: readonly bigint[]) => new Map(ids.map((id) => [id, 0n]))
const idsOf = (setId: bigint) => [...sets.rootsOf(setId).keys()].map(Number)
const asked = (method: string) => served.asked.filter((question) => question.method === method).length

test('a root is believed when so many blocks lie above its own, and not before', async () => {
  const block = evm.prove(1n, 'a')
  evm.chain.mine(2)
  expect(await sets.read(node, wanted(1n))).toEqual({ head: 13, safe: 10 })
  expect(idsOf(1n)).toEqual([])
  evm.chain.mine(1)
  await sets.read(node, wanted(1n))
  const { hash } = evm.chain.block(block)!
  expect(sets.rootsOf(1n).get(0n)).toEqual({
    rootId: 0n,
    root: rootNamed('a'),
    block: { number: block, hash, timestamp: evm.timeOf(block) },
  })
})

test('only wanted sets are read, from the time they are wanted from', async () => {
  const early = evm.prove(1n, 'a')
  evm.prove(2n, 'x')
  const late = evm.prove(1n, 'b')
  evm.chain.mine(10)
  await sets.read(node, new Map([[1n, evm.timeOf(late)]]))
  expect(idsOf(1n)).toEqual([1])
  expect(idsOf(2n)).toEqual([])
  await sets.read(node, new Map([[1n, evm.timeOf(early)]]))
  expect(idsOf(1n)).toEqual([0, 1])
})

test('no block is read twice, and none below the start block', async () => {
  evm.prove(1n, 'a')
  evm.chain.mine(20)
  await sets.read(node, wanted(1n))
  const before = asked('eth_getLogs')
  await sets.read(node, wanted(1n))
  expect(asked('eth_getLogs')).toBe(before)
  evm.chain.mine(2)
  await sets.read(node, wanted(1n))
  expect(asked('eth_getLogs')).toBe(before + 1)
  sets = open({ startBlock: 12 })
  await sets.read(node, wanted(1n))
  expect(idsOf(1n)).toEqual([])
})

test('a set that comes later is caught up with, the others are not read again', async () => {
  evm.prove(1n, 'a')
  evm.prove(2n, 'x')
  evm.chain.mine(20)
  await sets.read(node, wanted(1n))
  await sets.read(node, wanted(1n, 2n))
  expect([idsOf(1n), idsOf(2n)]).toEqual([[0], [0]])
  const calls = asked('eth_getLogs')
  evm.prove(1n, 'b')
  evm.prove(2n, 'y')
  evm.chain.mine(3)
  await sets.read(node, wanted(1n, 2n))
  expect([idsOf(1n), idsOf(2n)]).toEqual([
    [0, 1],
    [0, 1],
  ])
  // Both stand at the same height: one question a window for both.
  expect(asked('eth_getLogs') - calls).toBe(1)
})

test('a reorganisation above the depth changes nothing that was believed', async () => {
  evm.prove(1n, 'a')
  const lost = evm.prove(1n, 'b')
  evm.chain.mine(2)
  await sets.read(node, wanted(1n))
  evm.chain.reorganise(evm.chain.head() - lost + 1)
  evm.prove(1n, 'c')
  evm.chain.mine(5)
  await sets.read(node, wanted(1n))
  expect([...sets.rootsOf(1n).values()].map(({ root }) => root)).toEqual([rootNamed('a'), rootNamed('c')])
  expect(told.deep).toEqual([])
})

test('a reorganisation below the depth is told, and everything is read again', async () => {
  const lost = evm.prove(1n, 'a')
  evm.chain.mine(5)
  await sets.read(node, wanted(1n))
  expect(idsOf(1n)).toEqual([0])
  evm.chain.reorganise(evm.chain.head() - lost + 1)
  await expect(sets.confirm(node)).rejects.toThrow(EvmReorganised)
  evm.prove(1n, 'other')
  evm.chain.mine(5)
  await sets.read(node, wanted(1n))
  expect(sets.rootsOf(1n).get(0n)?.root).toBe(rootNamed('other'))
  expect(told.deep).toHaveLength(1)
  await sets.confirm(node)
})

test('a block that changes while its logs are read voids the pass, not what was known', async () => {
  evm.prove(1n, 'a')
  evm.chain.mine(5)
  served.fault = ({ method, params }) => {
    if (method !== 'eth_getBlockByNumber' || Number(params[0]) !== 11) return null
    return { result: { number: '0xb', hash: `0x${'00'.repeat(32)}`, timestamp: '0x6ab13b9e' } }
  }
  await expect(sets.read(node, wanted(1n))).rejects.toThrow(EvmReorganised)
  served.fault = () => null
  await sets.read(node, wanted(1n))
  expect(idsOf(1n)).toEqual([0])
})

test('a node that lags behind what was read is passed over', async () => {
  evm.chain.mine(20)
  await sets.read(node, wanted(1n))
  served.fault = ({ method, params }) => {
    if (method === 'eth_blockNumber') return { result: '0x14' }
    return method === 'eth_getBlockByNumber' && Number(params[0]) > 20 ? { result: null } : null
  }
  await expect(sets.read(node, wanted(1n))).rejects.toThrow(EvmNodeSilent)
})

test('a node that ignores the filter is not believed: each log that proves nothing is named', async () => {
  evm.prove(1n, 'a')
  evm.prove(2n, 'x')
  evm.verifier.addRoots(2n ** 64n, [rootNamed('huge')])
  evm.chain.publish({ address: `0x${'11'.repeat(20)}`, topics: [rootNamed('t')], data: '0x' })
  evm.chain.publish({ address: VERIFIER, topics: [rootNamed('t')], data: '0x' })
  evm.chain.mine(10)
  const { answer } = await everything()
  served.fault = ({ method, params }) => (method === 'eth_getLogs' ? { result: answer(params) } : null)
  await sets.read(node, wanted(1n))
  expect(told.malformed.toSorted()).toEqual(['other-contract', 'proof-set-beyond-u64', 'unknown-event'])
  expect([idsOf(1n), idsOf(2n)]).toEqual([[0], []])
})

/** What a node answers that heeds nothing but the range. */
const everything = async () => {
  const { createMethods } = await import('../../../../sandbox/evm/methods.ts')
  const methods = createMethods(evm)
  const answer = ([filter]: readonly unknown[]) => {
    const { fromBlock, toBlock } = filter as { fromBlock: string; toBlock: string }
    return methods('eth_getLogs', [{ fromBlock, toBlock }])
  }
  return { answer }
}

test('of two logs with one root id, the first holds', async () => {
  evm.prove(1n, 'a')
  const again = createEvm()
  again.chain.mine(10)
  again.prove(1n, 'forged')
  evm.chain.publish(again.chain.logs()[0]!)
  evm.chain.mine(10)
  await sets.read(node, wanted(1n))
  expect(sets.rootsOf(1n).get(0n)?.root).toBe(rootNamed('a'))
})

test('more sets than a filter holds are asked for in several', async () => {
  const ids = Array.from({ length: 250 }, (_, i) => BigInt(i + 1))
  for (const id of ids) evm.verifier.addRoots(id, [rootNamed(`${id}`)])
  evm.chain.mine(4)
  sets = open({ window: 1_000 })
  await sets.read(node, wanted(...ids))
  expect(asked('eth_getLogs')).toBe(3)
  for (const id of ids) expect(sets.rootsOf(id).size).toBe(1)
})

test('a root whose log has no CID is asked of the verifier; one that it does not know is null', async () => {
  evm = createEvm({ generation: 'RootsAdded' })
  evm.prove(1n, 'a')
  served = await evm.node()
  node = connectNode({ url: served.url, timeoutMs: 10_000 })
  const place = { verifier: VERIFIER, proofSetId: 1n, block: 1 }
  expect(await askRoot(node, { ...place, rootId: 0n })).toBe(rootNamed('a'))
  expect(await askRoot(node, { ...place, rootId: 1n })).toBeNull()
  served.fault = () => ({ result: '0x' })
  expect(await askRoot(node, { ...place, rootId: 0n })).toBeNull()
  served.fault = () => '503'
  await expect(askRoot(node, { ...place, rootId: 0n })).rejects.toThrow(EvmNodeSilent)
})
