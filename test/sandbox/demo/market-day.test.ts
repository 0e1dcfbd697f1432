import { expect, test } from 'vitest'
import type { Call } from '../../../sandbox/demo/call.ts'
import { castOf, holdersOf } from '../../../sandbox/demo/cast.ts'
import { chanceOf } from '../../../sandbox/demo/chance.ts'
import { openingCalls, roundCalls } from '../../../sandbox/demo/market-day.ts'
import { applyEvent, emptyView } from '../../../sandbox/demo/market-view.ts'
import { ledgersOf } from '../../../sandbox/demo/round.ts'
import { LOCAL_PASSPHRASE } from '../../../stellar/demo-key.ts'

const cast = castOf('test', LOCAL_PASSPHRASE)
const SIZE = { activity: 100, oracleCalls: 5 }

/** Unix seconds at which the views below are looked at. */
const NOW = 1_800_000_000n

const told = (calls: readonly Call[]) => calls.map(({ signer, ...call }) => ({ signer: signer.publicKey(), ...call }))

const state = (status: string, more: Record<string, unknown> = {}) => ({
  status: [status],
  balance: 1_000n,
  paid_in: 1_000n,
  unpaid_storage_mb: 5n,
  start_ts: NOW - 86_400n,
  period_end: 0n,
  dispute_id: 0,
  ...more,
})

/** A view in which the first consumer has a deal with the first provider. */
const viewWithDeal = (status: string, more: Record<string, unknown> = {}) => {
  const view = emptyView()
  view.now = NOW
  const [consumer, provider] = [cast.consumers[0]!.keypair.publicKey(), cast.providers[0]!.keypair.publicKey()]
  const terms = {
    sla_avg_latency_ms: 40,
    sla_avg_uptime_pct: 99_990_000,
    price_per_gb_storage: 230_000n,
    price_per_gb_egress: 900_000n,
    agreed_storage_mb: 102_400n,
    agreed_egress_mb: 1_024n,
    asset: cast.asset.contractId(LOCAL_PASSPHRASE),
    duration_secs: 864_000n,
    created_ts: NOW - 90_000n,
  }
  applyEvent(view, 'deal_created', [consumer, provider, 1], { bucket_id: 1, terms, state: state('Pending') })
  applyEvent(view, 'deal_any_change', [consumer, provider, 1], { state: state(status, more) })
  return view
}

test('the opening has at least 12 providers, 60 buckets and 20 consumers', () => {
  const view = emptyView()
  const registrations = openingCalls(cast, view, 'test')
  expect(registrations.map((call) => call.function).filter((name) => name === 'register_provider')).toHaveLength(12)
  expect(registrations.map((call) => call.function).filter((name) => name === 'register_consumer')).toHaveLength(20)
  for (const { keypair } of cast.providers) applyEvent(view, 'provider_registered', [keypair.publicKey()], {})
  for (const { keypair } of cast.consumers) applyEvent(view, 'consumer_registered', [keypair.publicKey()], {})
  expect(openingCalls(cast, view, 'test').filter((call) => call.function === 'create_bucket')).toHaveLength(60)
})

test('an opening that was interrupted goes on with what is missing', () => {
  const view = emptyView()
  applyEvent(view, 'provider_registered', [cast.providers[0]!.keypair.publicKey()], {})
  const calls = openingCalls(cast, view, 'test')
  expect(calls.filter((call) => call.function === 'register_provider')).toHaveLength(11)
  expect(calls.filter((call) => call.function === 'create_bucket')).toHaveLength(5)
})

test('the same seed, round and state give the same calls; another seed or round gives others', () => {
  const view = viewWithDeal('Funded')
  const calls = told(roundCalls(cast, view, 'a', 1, SIZE))
  expect(told(roundCalls(cast, view, 'a', 1, SIZE))).toEqual(calls)
  const rounds = Array.from({ length: 20 }, (_, round) => told(roundCalls(cast, view, 'b', round, SIZE)))
  expect(
    new Set(rounds.map((round) => JSON.stringify(round, (_, v) => (typeof v === 'bigint' ? `${v}` : v)))).size,
  ).toBeGreaterThan(1)
})

test.each([
  ['Pending', ['set_deal_accepted', 'set_deal_rejected', 'withdraw_deal']],
  ['Accepted', ['set_deal_funded']],
  ['Funded', ['report_usage', 'pay_pending_consumption', 'set_deal_completed', 'open_deal_dispute']],
  ['BreachedConsumer', ['deposit_to_deal', 'set_deal_cancelled']],
  ['BreachedProvider', ['set_deal_completed', 'pay_pending_consumption']],
])('a deal that is %s is moved on by the calls its status allows', (status, allowed) => {
  const view = viewWithDeal(status)
  const seen = new Set<string>()
  for (let round = 0; round < 200; round++)
    for (const call of roundCalls(cast, view, 'moves', round, SIZE)) if ('deal_id' in call.args) seen.add(call.function)
  for (const name of allowed) expect(seen).toContain(name)
})

test.each(['Completed', 'Cancelled'])('a deal that is %s is left alone', (status) => {
  const view = viewWithDeal(status)
  for (let round = 0; round < 50; round++)
    expect(roundCalls(cast, view, 'ended', round, SIZE).filter((call) => 'deal_id' in call.args)).toEqual([])
})

test('a deal in dispute is left to the arbiter', () => {
  const view = viewWithDeal('Funded', { dispute_id: 1 })
  for (let round = 0; round < 50; round++)
    expect(roundCalls(cast, view, 'disputed', round, SIZE).filter((call) => 'deal_id' in call.args)).toEqual([])
})

test('what is due is ended by somebody: unanswered deals, deals past their time', () => {
  const unanswered = viewWithDeal('Pending')
  unanswered.now = NOW + 2_000_000n
  const over = viewWithDeal('Funded')
  over.now = NOW + 864_001n
  const called = (view: typeof over) =>
    new Set(
      Array.from({ length: 20 }, (_, round) => roundCalls(cast, view, 'due', round, SIZE))
        .flat()
        .map((call) => call.function),
    )
  expect(called(unanswered)).toContain('time_out_deal')
  expect(called(over)).toContain('expire_deal')
})

test('an account sends one transaction a ledger, in the order of its calls', () => {
  const [a, b] = [cast.owner, cast.issuer]
  const call = (signer: typeof a, name: string): Call => ({ signer, function: name, args: {} })
  const ledgers = ledgersOf([call(a, 'one'), call(a, 'two'), call(b, 'three'), call(a, 'four')])
  expect(ledgers.map((calls) => calls.map((each) => each.function))).toEqual([['one', 'three'], ['two'], ['four']])
})

test('the demo keys are refused on any network but the local one', () => {
  expect(() => castOf('test', 'Public Global Stellar Network ; September 2015')).toThrow('local network only')
})

test('a seed always gives the same keys, and every actor has its own', () => {
  const keys = holdersOf(cast).map((keypair) => keypair.publicKey())
  expect(holdersOf(castOf('test', LOCAL_PASSPHRASE)).map((keypair) => keypair.publicKey())).toEqual(keys)
  expect(new Set(keys).size).toBe(33)
  expect(castOf('other', LOCAL_PASSPHRASE).owner.publicKey()).not.toBe(cast.owner.publicKey())
})

test('draws stay within their bounds', () => {
  const chance = chanceOf('bounds')
  const draws = Array.from({ length: 500 }, () => chance.between(3, 5))
  expect([...new Set(draws)].sort()).toEqual([3, 4, 5])
  expect(chance.pick([])).toBeUndefined()
})
