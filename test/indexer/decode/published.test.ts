/** Every event that the built contract publishes on a real host, read by the decoder and projected. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { loadContractSpec } from '../../../contract/interface/spec.ts'
import type { RawEvent } from '../../../indexer/chain/event.ts'
import { createDecoder } from '../../../indexer/decode/decode-event.ts'
import { FACT_EVENTS } from '../../../indexer/decode/fact.ts'
import type { Sandbox } from '../../../sandbox/start.ts'
import { startNetwork } from '../../support/network.ts'
import type { PlayedMarket } from '../../support/play/market.ts'
import { type Cast, playWholeMarket } from '../../support/play/whole.ts'
import { createDatabase, type TestDatabase } from '../../support/postgres.ts'
import { apply, createMarket, dump } from '../../support/projected.ts'

let sandbox: Sandbox
let database: TestDatabase
let market: PlayedMarket
let cast: Cast
let events: RawEvent[]

beforeAll(async () => {
  ;[sandbox, database] = await Promise.all([startNetwork(), createDatabase()])
  ;({ market, cast } = await playWholeMarket(sandbox))
  events = await market.published()
  const decode = createDecoder(loadContractSpec())
  const facts = events.map(decode).flatMap((one) => (one.outcome === 'known' ? [one.fact] : []))
  await apply(database.sql, await createMarket(database.sql), facts)
}, 240_000)
afterAll(async () => {
  await Promise.all([sandbox?.close(), database?.close()])
})

test('each of them is known, and none that the interface has is missing', () => {
  const decoded = events.map(createDecoder(loadContractSpec()))
  expect(decoded.filter(({ outcome }) => outcome !== 'known')).toEqual([])
  expect([...new Set(decoded.map(({ name }) => name))].sort()).toEqual([...FACT_EVENTS].sort())
})

test('projected, every table has rows', async () => {
  const [{ id }] = await database.sql<[{ id: number }]>`select id from market`
  expect(Object.entries(await dump(database.sql, id)).filter(([, rows]) => rows.length === 0)).toEqual([])
})

test('the money of every deal adds up, and so do its payments', async () => {
  const deals = await database.sql`
    select d.deal_id, d.status, d.paid_in, coalesce(sum(p.amount) filter (where p.kind in ('funding', 'deposit')), 0) as came,
      d.paid_out + d.fees + d.refunded as left,
      coalesce(sum(p.amount) filter (where p.kind not in ('funding', 'deposit')), 0) as went
    from deal d left join payment p using (market_id, deal_id) group by d.market_id, d.consumer, d.provider, d.deal_id order by 1`
  expect(deals.filter(({ paid_in, came, left, went }) => paid_in !== came || left !== went)).toEqual([])
  expect(new Set(deals.map(({ status }) => status))).toEqual(new Set(['Cancelled', 'Completed', 'Funded']))
})

test('the money and the collateral of every stream add up, and so do its payments', async () => {
  const streams = await database.sql`
    select s.stream_id, s.status, s.paid_in + s.collateral_paid as came_in, s.balance + s.collateral as held,
      coalesce(sum(p.amount) filter (where p.kind in ('funding', 'collateral')), 0) as came,
      coalesce(sum(p.amount) filter (where p.kind not in ('funding', 'collateral')), 0) as went
    from stream s left join payment p using (market_id, stream_id) group by s.market_id, s.stream_id order by 1`
  expect(
    streams.filter(({ came_in, held, came, went }) => came_in !== came || BigInt(came) - BigInt(went) !== BigInt(held)),
  ).toEqual([])
  expect(streams.map(({ status }) => status).sort()).toEqual([
    ...['Active', 'Finished', 'Open', 'Resolved', 'Slashed', 'Slashed', 'Withdrawn'],
  ])
})

/** Of one token: what the rows say that the contract holds, by states and by movements. */
const heldOf = async (asset: string) => {
  const [row] = await database.sql<[{ states: string; movements: string; credits: string }]>`
    select (select coalesce(sum(balance), 0) from deal where asset = ${asset})
        + (select coalesce(sum(balance + collateral), 0) from stream where asset = ${asset})
        + (select coalesce(sum(amount), 0) from credit where asset = ${asset}) as states,
      (select coalesce(sum(case when kind in ('funding', 'deposit', 'collateral') then amount else -amount end), 0)
        from payment where asset = ${asset} and not credited and kind <> 'sweep') as movements,
      (select coalesce(sum(amount), 0) from credit where asset = ${asset}) as credits`
  return row
}

test.each(['native', 'dollar'] as const)(
  'what the contract holds in the %s token is what the rows say',
  async (name) => {
    const asset = cast[name]
    const held = String(await market.call(cast.owner, 'get_held', { asset }))
    const rows = await heldOf(asset)
    expect(BigInt(held)).toBeGreaterThan(0n)
    expect(rows).toMatchObject({ states: held, movements: held })
    expect(BigInt(rows.credits) > 0n).toBe(name === 'dollar')
  },
)
