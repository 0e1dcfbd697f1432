/** Counts and sums of a whole market, all from one snapshot of the database, with the ledger they hold at. */
import type { Sql } from '../../prisma/client.ts'
import type { BucketStatus } from './bucket.ts'
import type { DealStatus } from './deal.ts'
import type { MarketState } from './market.ts'
import type { PaymentTotalRow } from './payment.ts'

export interface DealSumRow {
  asset: string | null
  paidIn: string
  paidOut: string
  fees: string
  refunded: string
  held: string
  slashed: string
}

export interface MarketTotals {
  ledger: number
  providers: number
  consumers: number
  events: number
  buckets: { status: BucketStatus; count: number }[]
  deals: { status: DealStatus; count: number }[]
  payments: PaymentTotalRow[]
  sums: DealSumRow[]
}

/** Reads all totals in one statement, so that they belong together. Sums are texts: JSON numbers would round them. */
export const readMarketTotals = async (sql: Sql, { id }: MarketState): Promise<MarketTotals> => {
  const [row] = await sql<[MarketTotals]>`
    select
      coalesce((select ledger from watermark where market_id = ${id}), 0) as ledger,
      (select count(*)::int from provider where market_id = ${id} and not deleted) as providers,
      (select count(*)::int from consumer where market_id = ${id} and not deleted) as consumers,
      (select count(*)::int from raw_event where market_id = ${id}) as events,
      (select coalesce(json_agg(t), '[]') from (select status, count(*)::int as count from bucket
        where market_id = ${id} group by status order by status) t) as buckets,
      (select coalesce(json_agg(t), '[]') from (select status, count(*)::int as count from deal
        where market_id = ${id} group by status order by status) t) as deals,
      (select coalesce(json_agg(t), '[]') from (
        select kind, asset, count(*)::int as count, sum(amount)::text as sum from payment
        where market_id = ${id} group by kind, asset order by kind, asset) t) as payments,
      (select coalesce(json_agg(t), '[]') from (
        select asset, sum(paid_in)::text as "paidIn", sum(paid_out)::text as "paidOut", sum(fees)::text as fees,
          sum(refunded)::text as refunded, sum(balance)::text as held, sum(slashed)::text as slashed
        from deal where market_id = ${id} group by asset order by asset) t) as sums`
  return row
}

/** Totals per market, read again only after the index has moved on. */
export interface MarketTotalsCache {
  of(market: MarketState): Promise<MarketTotals>
}

export const createMarketTotalsCache = (sql: Sql): MarketTotalsCache => {
  const known = new Map<number, { ledger: number; totals: Promise<MarketTotals> }>()
  return {
    of: (market) => {
      const ledger = market.position?.ledger ?? 0
      const remembered = known.get(market.id)
      if (remembered && remembered.ledger >= ledger) return remembered.totals
      const totals = readMarketTotals(sql, market)
      known.set(market.id, { ledger, totals })
      totals.catch(() => known.delete(market.id))
      return totals
    },
  }
}
