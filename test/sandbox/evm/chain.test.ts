import { expect, test } from 'vitest'
import { createChain, type MadeLog, newChain } from '../../../sandbox/evm/chain.ts'

const log = (data: `0x${string}`): MadeLog => ({ address: '0xaa', topics: [], data })
const grown = (blocks: number) => {
  const chain = createChain(newChain(1_000, 30_000))
  chain.mine(blocks)
  return chain
}
const hashes = (chain: ReturnType<typeof createChain>) =>
  Array.from({ length: chain.head() + 1 }, (_, number) => chain.block(number)!.hash)

test('blocks are numbered, timed and hash-chained; there is none beyond the head', () => {
  const chain = grown(3)
  expect(chain.head()).toBe(3)
  expect(chain.block(2)).toMatchObject({ number: 2, timestamp: 1_060, parentHash: chain.block(1)!.hash })
  expect([chain.block(-1), chain.block(4)]).toEqual([undefined, undefined])
  expect(new Set(hashes(chain)).size).toBe(4)
})

test('what was published lies in the next block, in its order', () => {
  const chain = grown(1)
  chain.publish(log('0x01'))
  chain.publish(log('0x02'))
  expect(chain.logs()).toEqual([])
  chain.mine(2)
  expect(chain.logs()).toMatchObject([
    { data: '0x01', block: 2, index: 0 },
    { data: '0x02', block: 2, index: 1 },
  ])
})

test('a reorganisation changes the hashes of the lost blocks only, and is longer by one', () => {
  const chain = grown(10)
  const before = hashes(chain)
  expect(chain.reorganise(3)).toBe(11)
  const after = hashes(chain)
  expect(after.slice(0, 8)).toEqual(before.slice(0, 8))
  for (const number of [8, 9, 10]) expect(after[number]).not.toBe(before[number])
  expect(chain.block(8)!.parentHash).toBe(before[7])
})

test('reorganised twice, no block has a hash that it had before', () => {
  const chain = grown(10)
  const seen = new Set(hashes(chain).slice(6))
  chain.reorganise(2)
  chain.reorganise(4)
  expect(
    hashes(chain)
      .slice(8, 11)
      .some((hash) => seen.has(hash)),
  ).toBe(false)
})

test('logs of lost blocks are gone, except those that the new blocks take in as well', () => {
  const chain = grown(1)
  for (const data of ['0x01', '0x02', '0x03'] as const) {
    chain.publish(log(data))
    chain.mine()
  }
  chain.reorganise(2, ({ data }) => data === '0x03')
  expect(chain.logs().map(({ data, block }) => [data, block])).toEqual([
    ['0x01', 2],
    ['0x03', 4],
  ])
})

test('a chain goes on from its state as JSON', () => {
  const chain = grown(5)
  chain.publish(log('0x01'))
  chain.reorganise(2)
  const again = createChain(JSON.parse(JSON.stringify(chain.state)))
  expect(hashes(again)).toEqual(hashes(chain))
  expect(again.logs()).toEqual(chain.logs())
  again.reorganise(1)
  expect(again.block(6)!.hash).not.toBe(chain.block(6)!.hash)
})
