import { Asset, nativeToScVal, StrKey, xdr } from '@stellar/stellar-sdk'
import { expect, test } from 'vitest'
import type { PublishedEvent } from '../../../sandbox/ledger/network.ts'
import { checkFilters, contractsOf, eventFilters, matchesAny } from '../../../sandbox/rpc/event-filter.ts'

const CONTRACT = StrKey.encodeContract(Buffer.alloc(32, 1))
const OTHER = StrKey.encodeContract(Buffer.alloc(32, 2))
const NATIVE = Asset.native().contractId('any')

const symbol = (name: string) => xdr.ScVal.scvSymbol(name)
const base64 = (value: xdr.ScVal) => value.toXdr('base64')
const [many, one] = [symbol('many'), nativeToScVal(1, { type: 'u32' })].map(base64) as [string, string]

const read = (filters: unknown) => eventFilters.read(filters, { struct: 'GetEventsRequest', path: 'filters' })

const event = (change: Partial<PublishedEvent> = {}): PublishedEvent => ({
  id: '',
  ledger: 2,
  closeTime: 0n,
  transactionIndex: 1,
  operationIndex: 0,
  txHash: '',
  type: 'contract',
  contractId: CONTRACT,
  successful: true,
  topics: [symbol('many'), nativeToScVal(1, { type: 'u32' })].map((topic) => topic.toXdr()),
  data: xdr.ScVal.scvVoid().toXdr(),
  ...change,
})

const isFound = (filter: unknown, change?: Partial<PublishedEvent>) => matchesAny(read([filter]))(event(change))

test.each([
  ['name and number', [[many, one]], true],
  ['name and *', [[many, '*']], true],
  ['the name alone, of two topics', [[many]], false],
  ['name and **', [[many, '**']], true],
  ['all and **', [[many, one, '**']], true],
  ['one more than there are, and **', [[many, one, '*', '**']], false],
  ['** alone', [['**']], true],
  ['one *', [['*']], false],
  ['the other order', [[one, many]], false],
  ['either of two', [[one], [many, one]], true],
  ['no topics', [], true],
])('topics: %s', (_, topics, found) => {
  expect(isFound({ topics })).toBe(found)
})

test.each([
  ['contract', 'contract', true],
  ['system', 'contract', false],
  ['contract,system', 'system', true],
  ['', 'system', true],
] as const)('the type %j sees a %s event: %s', (type, ofEvent, found) => {
  expect(isFound({ type }, { type: ofEvent })).toBe(found)
})

test('filters are alternatives, the parts of one are not', () => {
  const filters = read([{ contractIds: [OTHER] }, { contractIds: [CONTRACT], topics: [[many, '*']] }])
  expect(matchesAny(filters)(event())).toBe(true)
  expect(matchesAny(filters)(event({ topics: [] }))).toBe(false)
  expect(matchesAny([])(event())).toBe(true)
})

test('the contracts that can match are known only if every filter names some', () => {
  expect(contractsOf(read([{ contractIds: [OTHER] }, { contractIds: [CONTRACT, OTHER] }]))).toEqual([OTHER, CONTRACT])
  expect(contractsOf(read([{ contractIds: [OTHER] }, {}]))).toBeUndefined()
  expect(contractsOf([])).toBeUndefined()
})

const times = <T>(count: number, value: T) => Array.from({ length: count }, () => value)

test.each([
  [
    [{ type: 'diagnostic' }],
    "filter 1 invalid: filter type invalid: if set, type must be either 'system' or 'contract'",
  ],
  [[{ contractIds: times(6, NATIVE) }], 'filter 1 invalid: maximum 5 contract IDs per filter'],
  [[{ topics: times(6, [many]) }], 'filter 1 invalid: maximum 5 topics per filter'],
  [[{}, { contractIds: [NATIVE, 'CABC'] }], 'filter 2 invalid: contract ID 2 invalid'],
  [[{ contractIds: [StrKey.encodeEd25519PublicKey(Buffer.alloc(32, 3))] }], 'filter 1 invalid: contract ID 1 invalid'],
  [[{ topics: [times(5, '*')] }], 'filter 1 invalid: topic 1 invalid: topic cannot have more than 4 segments'],
  [[{ topics: [[many], []] }], 'filter 1 invalid: topic 2 invalid: topic must have at least 1 segment'],
  [
    [{ topics: [[many, '**', many]] }],
    "filter 1 invalid: topic 1 invalid: segment 2 invalid: wildcard '**' is only allowed as the last segment",
  ],
  [times(6, {}), 'maximum 5 filters per request'],
])('refused: %j', (filters, message) => {
  expect(() => checkFilters(read(filters))).toThrow(expect.objectContaining({ code: -32602, message }))
})

test('four segments and ** are allowed', () => {
  expect(() => checkFilters(read([{ topics: [[...times(4, '*'), '**']] }]))).not.toThrow()
})

test('a segment that is no value is refused with the reason', () => {
  expect(() => read([{ topics: [['word']] }])).toThrow(
    expect.objectContaining({
      code: -32602,
      message: 'invalid parameters',
      data: expect.stringMatching(/^decoding ScVal: /),
    }),
  )
})
