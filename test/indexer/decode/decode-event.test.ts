import { xdr } from '@stellar/stellar-sdk'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { loadContractSpec } from '../../../contract/interface/spec.ts'
import type { RawEvent } from '../../../indexer/chain/event.ts'
import { createDecoder } from '../../../indexer/decode/decode-event.ts'
import { FACT_EVENTS, type Statement } from '../../../indexer/decode/fact.ts'
import { bucket } from '../../support/bucket-statements.ts'
import { state } from '../../support/deal-statements.ts'
import { base64, codeChange, positionAt, rawEvent } from '../../support/event-xdr.ts'
import { account, HASH } from '../../support/parties.ts'
import { STATEMENTS } from '../../support/statements.ts'
import { streamState } from '../../support/stream-statements.ts'

const spec = loadContractSpec()
const decode = createDecoder(spec)
const position = positionAt(10, 3, 2)
const raw = (statement: Statement) => rawEvent(spec, statement, position)
const named = (name: Statement['event']) => STATEMENTS.find(({ event }) => event === name)!
const symbol = (name: string) => base64(xdr.ScVal.scvSymbol(name))

test('every event of the interface has a fact, and every fact an event', () => {
  const published = spec.file.events.map(({ prefixTopics }) => prefixTopics[0])
  expect([...published, 'executable_update'].sort()).toEqual([...FACT_EVENTS].sort())
})

test('there is a statement of each event to test with', () => {
  expect([...new Set(STATEMENTS.map(({ event }) => event)), 'executable_update'].sort()).toEqual(
    [...FACT_EVENTS].sort(),
  )
})

test.each(STATEMENTS)('$event is read whole, with its place', (statement) => {
  expect(decode(raw(statement))).toEqual({ outcome: 'known', name: statement.event, fact: { ...statement, position } })
})

test('a change of the code is known from the host', () => {
  expect(decode(codeChange(HASH, position))).toEqual({
    outcome: 'known',
    name: 'executable_update',
    fact: { event: 'executable_update', wasmHash: HASH, position },
  })
})

test('an event of the contract with the name of a system event is unknown', () => {
  expect(decode({ ...codeChange(HASH, position), type: 'contract' })).toMatchObject({ outcome: 'unknown' })
})

test('an event that the interface does not have is unknown, by its name', () => {
  expect(decode({ ...raw(named('deal_funded')), topics: [symbol('auction_opened')] })).toEqual({
    outcome: 'unknown',
    name: 'auction_opened',
  })
})

test.each([
  ['NUL', 'a\0b', 'a\\x00b'],
  ['an override of the direction', 'a\u202eb', 'a\\xe2\\x80\\xaeb'],
  ['a replacement character that was sent as one', '\uFFFD', '\uFFFD'],
])('a text with %s is a fact like any other', (_, sent, kept) => {
  const statement = { ...named('provider_updated'), description: sent } as Statement
  expect(decode(raw(statement))).toMatchObject({ outcome: 'known', fact: { description: kept } })
})

test('a text that is not UTF-8 is a fact like any other', () => {
  const event = raw({ ...named('provider_updated'), description: 'Bett\u00e9r' } as Statement)
  const data = Buffer.from(event.data, 'base64')
  data[data.indexOf(0xc3)] = 0xff
  const decoded = decode({ ...event, data: data.toString('base64') })
  expect(decoded).toMatchObject({ outcome: 'known', fact: { description: 'Bett\\xff\\xa9r' } })
})

test('amounts near the end of u128 keep every digit', () => {
  const most = 2n ** 128n - 1n
  const paidIn = state({ status: 'Funded', balance: most, paidIn: most })
  const statement = { ...named('deal_funded'), amount: most, state: paidIn } as Statement
  expect(decode(raw(statement))).toMatchObject({ fact: { amount: most, state: { balance: most } } })
})

test('an optional field may be there, left out, or void', () => {
  const changed = named('stable_asset_changed') as Statement & { previous: string | null }
  const left = raw(changed)
  expect(decode(raw({ ...changed, previous: account(8) } as Statement))).toMatchObject({
    fact: { previous: account(8) },
  })
  expect(decode(left)).toMatchObject({ fact: { previous: null } })
  const data = xdr.ScVal.fromXdr(left.data, 'base64')
  if (data.type !== 'scvMap') throw new Error('no map')
  const previous = new xdr.ScMapEntry({ key: xdr.ScVal.scvSymbol('previous'), val: xdr.ScVal.scvVoid() })
  const withVoid = base64(xdr.ScVal.scvMap([...(data.map ?? [])].toSpliced(1, 0, previous)))
  expect(decode({ ...left, data: withVoid })).toMatchObject({ fact: { previous: null } })
})

test('an event from before a field was added is read as it was meant', () => {
  const without = (event: RawEvent, change: (entries: xdr.ScMapEntry[]) => xdr.ScMapEntry[]) => {
    const data = xdr.ScVal.fromXdr(event.data, 'base64')
    if (data.type !== 'scvMap') throw new Error('no map')
    return { ...event, data: base64(xdr.ScVal.scvMap(change([...(data.map ?? [])]))) }
  }
  const keyOf = ({ key }: xdr.ScMapEntry) => (key.type === 'scvSymbol' ? String(key.sym) : '')
  const old = without(raw(named('reputation_changed')), (all) => all.filter((one) => keyOf(one) !== 'stream_id'))
  expect(decode(old)).toMatchObject({ outcome: 'known', fact: { streamId: 0, dealId: 1 } })
  const oldState = without(raw(named('deal_funded')), ([amount, state]) => {
    if (state?.val.type !== 'scvMap') throw new Error('no map')
    const left = (state.val.map ?? []).filter((one) => !['dispute_id', 'period_end'].includes(keyOf(one)))
    return [amount!, new xdr.ScMapEntry({ key: state.key, val: xdr.ScVal.scvMap(left) })]
  })
  expect(decode(oldState)).toMatchObject({ outcome: 'known', fact: { state: { disputeId: 0, periodEnd: 0n } } })
})

describe('malformed', () => {
  const reasonOf = (event: RawEvent) => {
    const decoded = decode(event)
    return decoded.outcome === 'malformed' ? decoded.reason : decoded.outcome
  }
  /** The deal_funded event with a changed data map. */
  const withData = (change: (entries: xdr.ScMapEntry[]) => xdr.ScMapEntry[]) => {
    const event = raw(named('deal_funded'))
    const data = xdr.ScVal.fromXdr(event.data, 'base64')
    if (data.type !== 'scvMap') throw new Error('no map')
    return { ...event, data: base64(xdr.ScVal.scvMap(change([...(data.map ?? [])]))) }
  }
  const entry = (key: string, val: xdr.ScVal) => new xdr.ScMapEntry({ key: xdr.ScVal.scvSymbol(key), val })

  test('names the field of a wrong type', () => {
    expect(reasonOf(withData(([, rest]) => [entry('amount', xdr.ScVal.scvU32(1)), rest!]))).toBe(
      'amount: is of the type u32, not u128',
    )
  })

  test('names a missing field', () => {
    expect(reasonOf(withData(([amount]) => [amount!]))).toBe('lacks the field "state"')
    expect(reasonOf(withData(([, rest]) => [rest!]))).toBe('lacks the field "amount"')
  })

  test('names a field that is too much', () => {
    const extra = (key: string) => reasonOf(withData((all) => [...all, entry(key, xdr.ScVal.scvVoid())]))
    expect(extra('zebra')).toBe('has the field "zebra", which is not in the interface')
    expect(reasonOf(withData((all) => [entry('aaa', xdr.ScVal.scvVoid()), ...all]))).toBe(
      'has the field "aaa", which is not in the interface',
    )
  })

  test('names a field inside a struct', () => {
    const wrong = rawEvent(
      spec,
      { ...named('deal_funded'), state: state({ status: 'Lost' as 'Funded' }) } as Statement,
      position,
    )
    expect(reasonOf(wrong)).toMatch(/^state\.status: is "Lost", which is none of Pending, Accepted/)
  })

  test('counts the topics', () => {
    const event = raw(named('deal_funded'))
    expect(reasonOf({ ...event, topics: event.topics.slice(0, 3) })).toBe('has 3 topics, not 4')
    expect(reasonOf({ ...event, topics: [...event.topics, symbol('x')] })).toBe('has 5 topics, not 4')
    expect(reasonOf({ ...event, topics: [] })).toBe('has no topics')
  })

  test('names a topic of a wrong type', () => {
    const event = raw(named('deal_funded'))
    expect(reasonOf({ ...event, topics: event.topics.with(1, symbol('x')) })).toBe(
      'consumer: is of the type symbol, not address',
    )
  })

  test('a name that is no symbol', () => {
    expect(reasonOf({ ...raw(named('deal_funded')), topics: [base64(xdr.ScVal.scvU32(1))] })).toBe(
      'topic 1: is of the type u32, not symbol',
    )
  })

  test('what the database cannot hold', () => {
    const late = { ...named('provider_updated'), registeredTs: 2n ** 64n - 1n } as Statement
    expect(reasonOf(raw(late))).toBe('registered_ts: 18446744073709551615 is above 253402300799')
    const long = { ...named('bucket_created'), bucket: bucket({ name: 'ö'.repeat(300) }) } as Statement
    expect(reasonOf(raw(long))).toBe('bucket.name: is 600 bytes long, the index takes 512')
    const tag = { ...named('bucket_created'), bucket: bucket({ tags: ['a', '\0'.repeat(129)] }) } as Statement
    expect(reasonOf(raw(tag))).toBe('bucket.tags: is 516 bytes long, the index takes 512')
    const high = { ...named('consumer_updated'), reputation: 101 } as Statement
    expect(reasonOf(raw(high))).toBe('reputation: 101 is above 100')
    const id = { ...named('bucket_created'), bucketId: 4_294_967_295 } as Statement
    expect(reasonOf(raw(id))).toBe('bucket_id: 4294967295 is above 2147483647')
  })

  test('a state whose sums disagree', () => {
    const wrong = { ...named('deal_deposited'), state: state({ paidIn: 5n, balance: 4n }) } as Statement
    expect(reasonOf(raw(wrong))).toBe('state: paid_in is 5, but what left and what is held make 4')
  })

  test('a stream whose balance or whose collateral disagrees', () => {
    const stream = (changes: Parameters<typeof streamState>[0]) =>
      reasonOf(raw({ ...named('stream_accepted'), state: streamState(changes) } as Statement))
    expect(stream({ tips: 1n })).toBe('state: paid_in is 3030, but what left and what is held make 3031')
    expect(stream({ collateral: 2n })).toBe('state: collateral_paid is 0, but what left and what is held make 2')
  })

  test('a step of a reputation that is about nothing, or about two things', () => {
    const step = (dealId: number, streamId: number) =>
      reasonOf(raw({ ...named('reputation_changed'), dealId, streamId } as Statement))
    expect(step(0, 0)).toBe('is about neither or both of a deal and a stream')
    expect(step(1, 1)).toBe('is about neither or both of a deal and a stream')
    expect([step(1, 0), step(0, 1)]).toEqual(['known', 'known'])
  })

  test('numbers that would become too many rows, or none that the database can hold', () => {
    const units = (changes: object) => reasonOf(raw({ ...named('units_committed'), ...changes } as Statement))
    expect(units({ count: 1025 })).toBe('count: 1025 is not from 1 to 1024')
    expect(units({ firstUnitId: 2 ** 31 })).toMatch(/^first_unit_id: 2147483648 is not from 1/)
    const changed = { ...named('units_changed'), units: [1, 2 ** 31] } as Statement
    expect(reasonOf(raw(changed))).toBe('units: 2147483648 is above 2147483647')
    const certified = { ...named('certification_granted'), level: 101 } as Statement
    expect(reasonOf(raw(certified))).toBe('level: 101 is not from 1 to 100')
  })

  test('a word that is none of the role of its event', () => {
    const certified = { ...named('certification_granted'), role: 'consumer' } as unknown as Statement
    expect(reasonOf(raw(certified))).toBe('role: "consumer" is none of provider, service_provider')
    const role = { ...named('role_changed'), role: 'provider' } as unknown as Statement
    expect(reasonOf(raw(role))).toBe('role: "provider" is none of oracle, certifier, arbiter')
  })

  test('bytes behind the end', () => {
    const event = raw(named('deal_funded'))
    const data = Buffer.concat([Buffer.from(event.data, 'base64'), Buffer.alloc(4)]).toString('base64')
    expect(reasonOf({ ...event, data })).toBe('data: has 4 bytes behind its end')
  })

  test('what is no base64', () => {
    expect(reasonOf({ ...raw(named('deal_funded')), data: '§§§§' })).toBe('data: is no base64')
  })

  test('an executable of an unknown kind', () => {
    const event = codeChange(HASH, position)
    const other = base64(xdr.ScVal.scvVec([xdr.ScVal.scvSymbol('Jvm'), xdr.ScVal.scvVoid()]))
    expect(reasonOf({ ...event, topics: event.topics.with(2, other) })).toMatch(/of the kind "Jvm"/)
  })
})

test('no change of bytes makes it throw, and what it still reads the SDK reads too', () => {
  const events = STATEMENTS.map(raw)
  const mutation = fc.record({
    event: fc.constantFrom(...events),
    part: fc.nat(5),
    cut: fc.option(fc.nat(400), { freq: 5 }),
    changes: fc.array(fc.record({ at: fc.nat(1200), byte: fc.nat(255) }), { minLength: 1, maxLength: 4 }),
  })
  const readable = (text: string) => {
    xdr.ScVal.fromXdr(text, 'base64')
    return true
  }
  fc.assert(
    fc.property(mutation, ({ event, part, cut, changes }) => {
      const parts = [...event.topics, event.data]
      const index = part % parts.length
      const bytes = Buffer.from(parts[index]!, 'base64').subarray(0, cut ?? undefined)
      for (const { at, byte } of changes) if (bytes.length > 0) bytes[at % bytes.length] = byte
      parts[index] = bytes.toString('base64')
      const mutated = { ...event, topics: parts.slice(0, -1), data: parts.at(-1)! }
      const decoded = decode(mutated)
      if (decoded.outcome === 'known') expect(parts.every(readable)).toBe(true)
      if (decoded.outcome === 'malformed') expect(decoded.reason).not.toBe('')
    }),
    { numRuns: 5_000 },
  )
}, 60_000)

test('a text in place of base64 makes no difference to that', () => {
  const event = raw(named('deal_settled'))
  fc.assert(
    fc.property(fc.string(), fc.nat(4), (text, part) => {
      const parts = [...event.topics, event.data].with(part, text)
      expect(['known', 'unknown', 'malformed']).toContain(
        decode({ ...event, topics: parts.slice(0, -1), data: parts.at(-1)! }).outcome,
      )
    }),
  )
})

test('parties that were seen before are the same parties', () => {
  const events = Array.from({ length: 200 }, (_, number) =>
    raw({ ...named('provider_updated'), provider: account(number % 100) } as Statement),
  )
  expect(events.map((event) => decode(event))).toMatchObject(
    events.map((_, number) => ({ fact: { provider: account(number % 100) } })),
  )
})
