import { expect, test } from 'vitest'
import type { PlacedRoot } from '../../../oracle/relay/evm/proof-sets.ts'
import type { Stream } from '../../../oracle/relay/market/stream.ts'
import { provenChunks, taskOf } from '../../../oracle/relay/work.ts'

const STREAM: Stream = {
  streamId: 1,
  status: 'Active',
  attestor: '0x04',
  chunks: 3,
  released: 0,
  createdTs: 100n,
  deadlineTs: 1_000n,
  disputed: false,
  proofSetId: 7n,
}
const rootAt = (rootId: bigint, timestamp: bigint): PlacedRoot => ({
  rootId,
  root: '0x00',
  block: { number: 1, hash: '0x00', timestamp },
})

test.each([
  ['a stream with time left', 'release', {}],
  ['one at its deadline', 'release', { deadlineTs: 500n }],
  ['one past it', 'overdue', { deadlineTs: 499n }],
  ['a complete one', 'finish', { released: 3 }],
  ['a complete one past its deadline', 'finish', { released: 3, deadlineTs: 1n }],
  ['one in dispute', 'disputed', { disputed: true, released: 3 }],
  ['one that waits for its provider', 'unaccepted', { status: 'Open' }],
  ['one with another attestor', 'foreign', { attestor: '0x05', status: 'Open' }],
] as const)('%s: %s', (_name, task, difference) => {
  expect(taskOf({ ...STREAM, ...difference }, '0x04', 500n)).toBe(task)
})

test('root k proves chunk k, in the order of the chunks', () => {
  const { ready } = provenChunks(STREAM, [rootAt(2n, 300n), rootAt(0n, 200n)], 500n)
  expect(ready.map(({ chunk }) => chunk)).toEqual([0, 2])
})

test('only roots from the stream’s opening to the market’s clock prove something', () => {
  const roots = [rootAt(0n, 99n), rootAt(1n, 100n), rootAt(2n, 500n)]
  expect(provenChunks(STREAM, roots, 500n)).toMatchObject({ ready: [{ chunk: 1 }, { chunk: 2 }], stale: 1, early: 0 })
  expect(provenChunks(STREAM, roots, 499n)).toMatchObject({ ready: [{ chunk: 1 }], stale: 1, early: 1 })
})

test('ids beyond the stream’s chunks are counted, however large', () => {
  expect(provenChunks(STREAM, [rootAt(3n, 200n), rootAt(2n ** 256n - 1n, 200n)], 500n)).toMatchObject({
    ready: [],
    beyond: 2,
  })
})
