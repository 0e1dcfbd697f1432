import fc from 'fast-check'
import { encodeAbiParameters, type Hex, parseAbiParameters } from 'viem'
import { expect, test } from 'vitest'
import { ROOT_TOPICS, readRootsLog, rootOfCid } from '../../../../oracle/relay/evm/events.ts'
import { encodeAdded } from '../../../../sandbox/evm/verifier.ts'
import { rootNamed, VERIFIER } from '../../../support/evm.ts'

const ASKED = { verifier: VERIFIER, from: 10, to: 20 }
const HASH: Hex = `0x${'ab'.repeat(32)}`
const PLACE = { address: VERIFIER, blockNumber: '0xf', blockHash: HASH, removed: false }
const ROOTS = [rootNamed('a'), rootNamed('b')]
const word = (value: bigint): Hex => `0x${value.toString(16).padStart(64, '0')}`
const reason = (log: unknown) => {
  const read = readRootsLog(log, ASKED)
  return read.kind === 'malformed' ? read.reason : read.kind
}

test('the topics are those of the contract: the third is recorded from Filecoin mainnet', () => {
  expect(ROOT_TOPICS).toEqual([
    '0x5ce51a8003915c377679ba533d9dafa0792058b254965697e674272f13f4fdd3',
    '0xd9389326b5d4b5a25430b57198f71d0af2a577710c608fb4834f13ca5bfed859',
    '0x396df50222a87662e94bb7d173792d5e61fe0b193b6ccf791f7ce433f0b28207',
    '0xf940e16e56c59d7821a2d55055b93909607d378871e741e763798717d8924579',
  ])
})

test.each([
  ['RootsAdded', [null, null]],
  ['PiecesAdded', ROOTS],
  ['PiecesAddedV2', ROOTS],
] as const)('%s is read: its set, ids, and the roots it carries', (generation, roots) => {
  const log = { ...PLACE, ...encodeAdded(generation, 7n, 3n, ROOTS) }
  expect(readRootsLog(log, ASKED)).toEqual({
    kind: 'roots',
    proofSetId: 7n,
    roots: [
      { rootId: 3n, root: roots[0] },
      { rootId: 4n, root: roots[1] },
    ],
    block: 15,
    blockHash: HASH,
  })
})

test('v2.0.0 has the words of the later versions and no CIDs', () => {
  const { data } = encodeAdded('RootsAdded', 7n, 3n, ROOTS)
  const log = { ...PLACE, topics: [ROOT_TOPICS[1], word(7n)], data }
  expect(readRootsLog(log, ASKED)).toMatchObject({ kind: 'roots', roots: [{ rootId: 3n, root: null }, { rootId: 4n }] })
})

test('the largest proof set of a stream is read; one beyond u64 is named', () => {
  const at = (setId: bigint) => ({ ...PLACE, ...encodeAdded('PiecesAdded', setId, 0n, ROOTS) })
  expect(reason(at(2n ** 64n - 1n))).toBe('roots')
  expect(reason(at(2n ** 64n))).toBe('proof-set-beyond-u64')
  expect(readRootsLog(at(2n ** 256n - 1n), ASKED)).toMatchObject({
    reason: 'proof-set-beyond-u64',
    detail: `block 15 proof set ${2n ** 256n - 1n}`,
  })
})

test('a log of another contract, outside the range, of another event, or taken back is named', () => {
  const log = { ...PLACE, ...encodeAdded('PiecesAdded', 1n, 0n, ROOTS) }
  expect(reason({ ...log, address: `0x${'11'.repeat(20)}` })).toBe('other-contract')
  expect(reason({ ...log, address: VERIFIER.toUpperCase().replace('0X', '0x') })).toBe('roots')
  expect(reason({ ...log, blockNumber: '0x9' })).toBe('outside-range')
  expect(reason({ ...log, blockNumber: '0x15' })).toBe('outside-range')
  expect(reason({ ...log, topics: [HASH, word(1n)] })).toBe('unknown-event')
  expect(reason({ ...log, topics: log.topics.slice(0, 1) })).toBe('unknown-event')
  expect(reason({ ...log, removed: true })).toBe('not-a-log')
})

test('data that does not hold what the event has is named, whatever its bytes', () => {
  const { topics, data } = encodeAdded('PiecesAdded', 1n, 0n, ROOTS)
  const parameters = parseAbiParameters('uint256[], (bytes data)[]')
  const uneven = encodeAbiParameters(parameters, [[1n, 2n], [{ data: `0x01559120220005${ROOTS[0]!.slice(2)}` }]])
  const short = encodeAbiParameters(parameters, [[1n], [{ data: '0x0155' }]])
  const endless = `0x${'ff'.repeat(64)}` as Hex
  for (const broken of ['0x', data.slice(0, 100) as Hex, uneven, short, endless])
    expect(reason({ ...PLACE, topics, data: broken })).toBe('undecodable')
  expect(readRootsLog({ ...PLACE, topics, data: uneven }, ASKED)).toMatchObject({
    detail: 'block 15: 2 ids and 1 CIDs',
  })
})

test.each([null, 7, 'log', [], {}, { ...PLACE, topics: 'x', data: '0x' }, { ...PLACE, topics: [], data: '0x' }])(
  'no log at all is named: %j',
  (nonsense) => {
    expect(reason(nonsense)).toBe('not-a-log')
  },
)

test('a root is the last 32 bytes of a CID of any form, and a shorter one has none', () => {
  const root = rootNamed('a')
  expect(rootOfCid(`0x01559120220005${root.slice(2)}`)).toBe(root)
  expect(rootOfCid(`0x0181e203922020${root.slice(2)}`)).toBe(root)
  expect(() => rootOfCid(`0x${'00'.repeat(31)}`)).toThrow('a CID of 31 bytes holds no root')
})

test('whatever a node answers is read or named, and nothing throws', () => {
  const hex = (bytes: Uint8Array): Hex => `0x${Buffer.from(bytes).toString('hex')}`
  const log = fc.record({
    address: fc.constantFrom(VERIFIER, '0x12', 7),
    topics: fc.oneof(
      fc.anything(),
      fc.tuple(fc.constantFrom(...ROOT_TOPICS, HASH), fc.constantFrom(word(1n), word(2n ** 64n), '0x')),
    ),
    data: fc.oneof(fc.anything(), fc.uint8Array({ maxLength: 320 }).map(hex), fc.array(fc.nat(8)).map(words)),
    blockNumber: fc.constantFrom('0xf', '0x', 'f', 15, '0xfffffffffffffffffff'),
    blockHash: fc.constantFrom(HASH, '0x'),
    removed: fc.constantFrom(false, true, undefined),
  })
  fc.assert(
    fc.property(fc.oneof(log, fc.anything()), (answer) => {
      expect(['roots', 'malformed']).toContain(readRootsLog(answer, ASKED).kind)
    }),
    { numRuns: 3_000, seed: 1 },
  )
})

/** Data that looks like offsets and lengths. */
const words = (values: readonly number[]): Hex =>
  `0x${values.map((value) => (value * 32).toString(16).padStart(64, '0')).join('')}`
