import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Statement } from '../../../indexer/decode/fact.ts'
import { state, terms } from '../../support/deal-statements.ts'
import { ASSET, CONSUMER, OWNER, PROVIDER } from '../../support/parties.ts'
import { createDatabase, type TestDatabase } from '../../support/postgres.ts'
import { apply, CONTRACT, createMarket, factsOf } from '../../support/projected.ts'

let database: TestDatabase
let market: number
beforeAll(async () => {
  database = await createDatabase()
  market = await createMarket(database.sql)
})
afterAll(() => database.close())

const U128_MAX = 2n ** 128n - 1n

let deals = 100
/** A deal, and with it ledgers, that no other test has. */
const nextDeal = () => ++deals
const key = (dealId: number) => ({ consumer: CONSUMER, provider: PROVIDER, dealId })
const created = (dealId: number): Statement => ({
  event: 'deal_created',
  ...key(dealId),
  bucketId: 7,
  terms: terms(),
  state: state(),
})

const read = async (dealId: number) => {
  const [row] = await database.sql`select * from deal where deal_id = ${dealId}`
  return row
}
const changes = (dealId: number) =>
  database.sql`
    select kind, status, outcome, amount, fee, balance, storage_mb, egress_mb, latency_ms, uptime_pct, period_start,
      period_end, dispute_id, ledger
    from deal_change where deal_id = ${dealId} order by toid, event_index`
const payments = (dealId: number) =>
  database.sql`
    select part, kind, from_address, to_address, asset, amount from payment where deal_id = ${dealId}
    order by toid, event_index, part`

const NOTHING = {
  ...{ outcome: null, amount: null, fee: null, storage_mb: null, egress_mb: null, latency_ms: null, uptime_pct: null },
  ...{ period_start: null, period_end: null, dispute_id: null },
}

test('a deal is a row with its terms and its state', async () => {
  await apply(database.sql, market, factsOf([created(1)]))
  expect(await read(1)).toEqual({
    market_id: market,
    consumer: CONSUMER,
    provider: PROVIDER,
    deal_id: 1,
    bucket_id: 7,
    status: 'Pending',
    deleted: false,
    fb_repo_id: 'repo',
    asset: ASSET,
    fee_bps: 250,
    price_per_gb_storage: '1000',
    price_per_gb_egress: '500',
    term_latency_ms: 100n,
    term_uptime_pct: 99_000_000n,
    duration_secs: '86400',
    agreed_storage_mb: '4096',
    agreed_egress_mb: '2048',
    api_compatibility: 's3',
    created_at: new Date('2023-11-14T22:13:20Z'),
    ...{ balance: '0', paid_in: '0', paid_out: '0', fees: '0', refunded: '0', slashed: '0' },
    ...{ unpaid_storage_mb: '0', unpaid_egress_mb: '0', paid_storage_mb: '0', paid_egress_mb: '0' },
    ...{ slash_storage_mb: '0', slash_egress_mb: '0', sla_avg_latency_ms: 0n, sla_avg_uptime_pct: 0n },
    started_at: null,
    last_settled_at: null,
    period_end: null,
    dispute_id: null,
    updated_at: new Date('2023-11-14T22:14:10Z'),
    toid: (10n << 32n) | (1n << 12n),
    event_index: 0,
  })
  expect(await changes(1)).toEqual([{ ...NOTHING, kind: 'created', status: 'Pending', balance: '0', ledger: 10 }])
  expect(await payments(1)).toEqual([])
})

test.each([
  ['accepted', 'Accepted', false],
  ['rejected', 'Cancelled', false],
  ['withdrawn', 'Cancelled', false],
  ['timed_out', 'Cancelled', false],
  ['deleted', 'Cancelled', true],
] as const)('%s: the deal is %s', async (kind, status, deleted) => {
  const dealId = nextDeal()
  const turned = { event: `deal_${kind}`, ...key(dealId), state: state({ status }) } as Statement
  await apply(database.sql, market, factsOf([created(dealId), turned], 100 * dealId))
  expect(await read(dealId)).toMatchObject({ status, deleted, asset: ASSET, updated_at: expect.any(Date) })
  expect((await changes(dealId)).at(-1)).toMatchObject({ ...NOTHING, kind, status })
})

test.each([
  ['funded', 'funding'],
  ['deposited', 'deposit'],
] as const)('%s: tokens go from the consumer to the contract, near the end of u128 too', async (event, kind) => {
  const dealId = nextDeal()
  const paidIn = state({ status: 'Funded', balance: U128_MAX, paidIn: U128_MAX, startTs: 1_700_000_000n })
  const paid = { event: `deal_${event}`, ...key(dealId), amount: U128_MAX, state: paidIn } as Statement
  await apply(database.sql, market, factsOf([created(dealId)], 100 * dealId))
  await apply(database.sql, market, factsOf([paid], 100 * dealId + 1))
  const amount = String(U128_MAX)
  expect(await read(dealId)).toMatchObject({ balance: amount, paid_in: amount, started_at: new Date(1.7e12) })
  expect((await changes(dealId)).at(-1)).toMatchObject({ ...NOTHING, kind: event, amount, balance: amount })
  expect(await payments(dealId)).toEqual([
    { part: 0, kind, from_address: CONSUMER, to_address: CONTRACT, asset: ASSET, amount },
  ])
})

const settled = (dealId: number, more: object): Statement => ({
  ...{ event: 'deal_settled', ...key(dealId), outcome: 'paid', gross: 4000n, fee: 100n, net: 3900n },
  ...{ feeRecipient: OWNER, storageMb: 3072n, egressMb: 2048n },
  state: state({
    status: 'Funded',
    balance: 1n,
    paidIn: 4001n,
    paidOut: 3900n,
    fees: 100n,
    lastSettledTs: 1_700_000_000n,
  }),
  ...more,
})

test('settled: net to the provider, fee to the recipient, one change', async () => {
  await apply(database.sql, market, factsOf([created(30), settled(30, {})], 40))
  expect(await read(30)).toMatchObject({ paid_out: '3900', fees: '100', last_settled_at: new Date(1.7e12) })
  expect((await changes(30)).at(-1)).toMatchObject({
    ...{ kind: 'settled', outcome: 'paid', amount: '4000', fee: '100', storage_mb: '3072', egress_mb: '2048' },
  })
  expect(await payments(30)).toEqual([
    { part: 0, kind: 'settlement', from_address: CONTRACT, to_address: PROVIDER, asset: ASSET, amount: '3900' },
    { part: 1, kind: 'fee', from_address: CONTRACT, to_address: OWNER, asset: ASSET, amount: '100' },
  ])
})

test('settled without a fee, or as a breach: what is zero is no payment', async () => {
  await apply(database.sql, market, factsOf([created(31), settled(31, { fee: 0n, net: 4000n })], 50))
  expect((await payments(31)).map(({ kind }) => kind)).toEqual(['settlement'])
  await apply(database.sql, market, factsOf([settled(31, { outcome: 'sla_breach', fee: 0n, net: 0n })], 60))
  expect(await payments(31)).toHaveLength(1)
  expect((await changes(31)).at(-1)).toMatchObject({ outcome: 'sla_breach', amount: '4000' })
})

test.each(['completed', 'cancelled', 'expired'] as const)('%s: the rest goes back to the consumer', async (kind) => {
  const dealId = nextDeal()
  const ended = state({ status: kind === 'cancelled' ? 'Cancelled' : 'Completed', paidIn: 9n, refunded: 9n })
  const statement = { event: `deal_${kind}`, ...key(dealId), refund: 9n, state: ended } as Statement
  await apply(database.sql, market, factsOf([created(dealId), statement], 100 * dealId))
  expect(await read(dealId)).toMatchObject({ refunded: '9', balance: '0' })
  expect((await changes(dealId)).at(-1)).toMatchObject({ kind, amount: '9' })
  expect(await payments(dealId)).toMatchObject([{ kind: 'refund', from_address: CONTRACT, to_address: CONSUMER }])
})

test('usage and service are reports, and changes of the deal', async () => {
  const after = state({ status: 'Funded', unpaidStorageMb: 2n ** 64n - 1n, slaAvgLatencyMs: 100 })
  const sla = (slaAvgLatencyMs: number, slaAvgUptimePct: number) =>
    ({ event: 'deal_sla_reported', ...key(50), slaAvgLatencyMs, slaAvgUptimePct, state: after }) as const
  const usage = {
    event: 'deal_usage_reported',
    ...key(50),
    storageMb: 2n ** 64n - 1n,
    egressMb: 0n,
    state: after,
  } as const
  const reports = [usage, sla(100, 99_000_000), sla(101, 99_000_000), sla(100, 98_999_999)]
  await apply(database.sql, market, factsOf([created(50), ...reports], 80))
  const { sql } = database
  expect(await sql`select storage_mb, egress_mb, ledger from usage_report where deal_id = 50`).toEqual([
    { storage_mb: '18446744073709551615', egress_mb: '0', ledger: 81 },
  ])
  expect(await sql`select latency_ms, uptime_pct, breach from sla_report where deal_id = 50 order by toid`).toEqual([
    { latency_ms: 100n, uptime_pct: 99_000_000n, breach: false },
    { latency_ms: 101n, uptime_pct: 99_000_000n, breach: true },
    { latency_ms: 100n, uptime_pct: 98_999_999n, breach: true },
  ])
  expect((await changes(50)).map(({ kind }) => kind)).toEqual([
    ...['created', 'usage_reported', 'sla_reported', 'sla_reported', 'sla_reported'],
  ])
})

test('a report of a period is usage and service in one, and the deal knows how far it was reported', async () => {
  const [periodStart, periodEnd] = [1_700_000_000n, 1_700_003_600n]
  const report: Statement = {
    ...{ event: 'deal_period_reported', ...key(51), periodStart, periodEnd, storageMb: 5n, egressMb: 6n },
    ...{ slaAvgLatencyMs: 101, slaAvgUptimePct: 99_000_000, state: state({ status: 'Funded', periodEnd }) },
  }
  await apply(database.sql, market, factsOf([created(51), report], 85))
  const [period_start, period_end] = [periodStart, periodEnd].map((seconds) => new Date(Number(seconds) * 1000))
  const { sql } = database
  expect(await read(51)).toMatchObject({ period_end })
  expect((await changes(51)).at(-1)).toMatchObject({
    ...{ kind: 'period_reported', storage_mb: '5', egress_mb: '6', latency_ms: 101n, period_start, period_end },
  })
  expect(await sql`select storage_mb, period_start, period_end from usage_report where deal_id = 51`).toEqual([
    { storage_mb: '5', period_start, period_end },
  ])
  expect(await sql`select latency_ms, breach from sla_report where deal_id = 51`).toEqual([
    { latency_ms: 101n, breach: true },
  ])
})

test('a dispute stands at the deal while it is open; its decision is split among the parties', async () => {
  const disputed = { event: 'deal_dispute_changed', ...key(52), disputeId: 8 } as const
  const open: Statement = { ...disputed, state: state({ status: 'Funded', disputeId: 8, balance: 9n, paidIn: 9n }) }
  await apply(database.sql, market, factsOf([created(52), open], 186))
  expect(await read(52)).toMatchObject({ dispute_id: 8 })
  const resolved: Statement = {
    ...{ event: 'deal_resolved', ...key(52), disputeId: 8, refund: 5n, net: 4n },
    state: state({ status: 'Completed', paidIn: 9n, paidOut: 4n, refunded: 5n }),
  }
  await apply(database.sql, market, factsOf([resolved], 188))
  expect(await read(52)).toMatchObject({ dispute_id: null, status: 'Completed', paid_out: '4', refunded: '5' })
  expect((await changes(52)).slice(1)).toMatchObject([
    { ...NOTHING, kind: 'dispute_changed', dispute_id: 8 },
    { ...NOTHING, kind: 'resolved', amount: '9', dispute_id: 8 },
  ])
  expect(await payments(52)).toEqual([
    { part: 0, kind: 'split', from_address: CONTRACT, to_address: CONSUMER, asset: ASSET, amount: '5' },
    { part: 1, kind: 'split', from_address: CONTRACT, to_address: PROVIDER, asset: ASSET, amount: '4' },
  ])
  expect(await database.sql`select distinct dispute_id from payment where deal_id = 52`).toEqual([{ dispute_id: 8 }])
})

test('a deal whose creation lies in a gap has no row, but its history and its payments, without a token', async () => {
  const sla = {
    event: 'deal_sla_reported',
    ...key(60),
    slaAvgLatencyMs: 1,
    slaAvgUptimePct: 1,
    state: state(),
  } as const
  await apply(database.sql, market, factsOf([settled(60, {}), sla], 90))
  expect(await read(60)).toBeUndefined()
  expect((await changes(60)).map(({ kind }) => kind)).toEqual(['settled', 'sla_reported'])
  expect(await payments(60)).toMatchObject([{ asset: null }, { asset: null }])
  expect(await database.sql`select breach from sla_report where deal_id = 60`).toEqual([{ breach: null }])
})

test('the database refuses a deal whose sums disagree', async () => {
  const write = database.sql`update deal set balance = balance + 1 where deal_id = 1`
  await expect(write).rejects.toMatchObject({ code: '23514', constraint_name: 'deal_money_is_conserved' })
})
