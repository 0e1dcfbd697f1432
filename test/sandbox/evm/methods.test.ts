import { expect, test } from 'vitest'
import { createMethods, EvmError } from '../../../sandbox/evm/methods.ts'
import { createEvm, rootNamed, VERIFIER } from '../../support/evm.ts'

const evm = createEvm()
const setId = evm.verifier.createProofSet()
evm.prove(setId, 'a', 'b')
evm.chain.mine(3)
evm.prove(setId, 'c')
const ask = createMethods({ ...evm, chainId: 314, limits: { blocks: 100, results: 2 } })

interface WireLog {
  blockNumber: string
  blockHash: string
  topics: string[]
}
const logs = (filter: object) => ask('eth_getLogs', [filter]) as WireLog[]

test('it says which chain it is and how high', () => {
  expect(ask('eth_chainId', [])).toBe('0x13a')
  expect(ask('eth_blockNumber', [])).toBe('0x5')
})

test('blocks come by height and by name, none beyond the head', () => {
  const block = ask('eth_getBlockByNumber', ['0x1', false])
  expect(block).toMatchObject({ number: '0x1', hash: evm.chain.block(1)!.hash, timestamp: '0x6ab13b9e' })
  expect(ask('eth_getBlockByNumber', ['latest', false])).toMatchObject({ number: '0x5' })
  expect(ask('eth_getBlockByNumber', ['earliest', false])).toMatchObject({ number: '0x0' })
  expect(ask('eth_getBlockByNumber', ['0x6', false])).toBeNull()
})

test('logs are found by range, address and topics, with the hash of their block', () => {
  const [created, added] = logs({ fromBlock: '0x0', toBlock: '0x1' })
  expect(added).toMatchObject({ blockNumber: '0x1', blockHash: evm.chain.block(1)!.hash })
  expect(logs({ fromBlock: '0x0', toBlock: '0x5', topics: [added!.topics[0]!] })).toHaveLength(2)
  expect(logs({ fromBlock: '0x0', toBlock: '0x5', topics: [null, [`0x${'9'.repeat(64)}`]] })).toEqual([])
  expect(logs({ fromBlock: '0x2', toBlock: 'latest', address: VERIFIER })).toHaveLength(1)
  expect(logs({ fromBlock: '0x2', toBlock: '0x5', address: `0x${'11'.repeat(20)}` })).toEqual([])
  expect(created!.topics[0]).not.toBe(added!.topics[0])
})

test('too many results, too many blocks, a range the wrong way round and an unknown method are refused', () => {
  const refusal = (action: () => unknown) => {
    try {
      action()
    } catch (error) {
      return error instanceof EvmError ? [error.code, error.message] : error
    }
  }
  expect(refusal(() => logs({ fromBlock: '0x0', toBlock: '0x5' }))).toEqual([
    -32005,
    'query returned more than 2 results',
  ])
  evm.chain.mine(200)
  expect(refusal(() => logs({ fromBlock: '0x0', toBlock: '0x64' }))).toEqual([-32602, 'range 101 exceeds limit of 100'])
  expect(refusal(() => logs({ fromBlock: '0x5', toBlock: '0x1' }))).toEqual([-32000, 'invalid block range params'])
  expect(refusal(() => ask('eth_mine', []))).toEqual([-32601, 'the method eth_mine does not exist/is not available'])
})

test('the verifier numbers roots in their order, and forgets those of lost blocks', () => {
  const other = createEvm()
  const [first, second] = [other.verifier.createProofSet(), other.verifier.createProofSet()]
  expect([first, second]).toEqual([1n, 2n])
  expect(other.verifier.addRoots(1n, [rootNamed('x'), rootNamed('y')])).toBe(0n)
  expect(other.verifier.addRoots(2n, [rootNamed('z')])).toBe(0n)
  expect(other.verifier.addRoots(1n, [rootNamed('w')])).toBe(2n)
  other.chain.mine()
  other.chain.reorganise(1)
  expect(other.verifier.addRoots(1n, [rootNamed('again')])).toBe(0n)
})

test('roots that wait while blocks are lost get the ids that are free then', () => {
  const other = createEvm()
  other.prove(1n, 'lost')
  expect(other.verifier.addRoots(1n, [rootNamed('waits')])).toBe(1n)
  other.chain.reorganise(1)
  const expected = createEvm()
  expected.prove(1n, 'waits')
  expect(other.chain.logs().map(({ data }) => data)).toEqual(expected.chain.logs().map(({ data }) => data))
})
