/** Counts and sums of a whole market, all from one snapshot of the database, with the ledger they hold at. */
import type { Sql } from '../../prisma/client.ts'
import type { BucketStatus } from './bucket.ts'
import { isValid } from './certification.ts'
import type { DealStatus } from './deal.ts'
import type { DisputeStatus } from './dispute.ts'
import { text } from './fragment.ts'
import type { MarketState } from './market.ts'
import type { PaymentTotalRow } from './payment.ts'
import type { StreamStatus } from './stream.ts'
import type { UnitStatus } from './unit.ts'

export interface DealSumRow {
  asset: string | null
  paidIn: string
  paidOut: string
  fees: string
  refunded: string
  held: string
  slashed: string
}

export interface StreamSumRow {
  asset: string | null
  paidIn: string
  paidOut: string
  fees: string
  tips: string
  refunded: string
  held: string
  collateralPaid: string
  collateralReturned: string
  collateralSlashed: string
  collateralHeld: string
}

/** What is owed to parties in an asset. */
export interface CreditSumRow {
  asset: string
  owed: string
}

/** How many are in a state. */
interface StatusCount<Status> {
  status: Status
  count: number
}

export interface MarketTotals {
  ledger: number
  providers: number
  serviceProviders: number
  consumers: number
  certifications: number
  events: number
  /** Events that could not be decoded: what they changed is in no sum. */
  quarantined: number
  chunksReleased: string
  buckets: StatusCount<BucketStatus>[]
  units: StatusCount<UnitStatus>[]
  deals: StatusCount<DealStatus>[]
  streams: StatusCount<StreamStatus>[]
  disputes: StatusCount<DisputeStatus>[]
  payments: PaymentTotalRow[]
  sums: DealSumRow[]
  streamSums: StreamSumRow[]
  creditSums: CreditSumRow[]
}

/** Reads all totals in one statement, so that they belong together. Sums are texts: JSON numbers would round them. */
export const readMarketTotals = async (sql: Sql, market: MarketState): Promise<MarketTotals> => {
  const { id } = market
  const byStatus = (table: string) => sql`(select coalesce(json_agg(t), '[]') from (
    select status, count(*)::int as count from ${text(sql, table)} where market_id = ${id} group by status order by status) t)`
  const [row] = await sql<[MarketTotals]>`
    select
      coalesce((select ledger from watermark where market_id = ${id}), 0) as ledger,
      (select count(*)::int from provider where market_id = ${id} and not deleted) as providers,
      (select count(*)::int from service_provider where market_id = ${id} and not deleted) as "serviceProviders",
      (select count(*)::int from certification where market_id = ${id} and ${isValid(sql, market)}) as certifications,
      (select count(*)::int from consumer where market_id = ${id} and not deleted) as consumers,
      (select count(*)::int from raw_event where market_id = ${id}) as events,
      (select count(*)::int from quarantine where market_id = ${id}) as quarantined,
      (select coalesce(sum(released), 0)::text from stream where market_id = ${id}) as "chunksReleased",
      ${byStatus('bucket')} as buckets, ${byStatus('unit')} as units, ${byStatus('deal')} as deals,
      ${byStatus('stream')} as streams, ${byStatus('dispute')} as disputes,
      (select coalesce(json_agg(t), '[]') from (
        select kind, asset, count(*)::int as count, sum(amount)::text as sum,
          coalesce(sum(amount) filter (where credited), 0)::text as credited from payment
        where market_id = ${id} group by kind, asset order by kind, asset) t) as payments,
      (select coalesce(json_agg(t), '[]') from (
        select asset, sum(paid_in)::text as "paidIn", sum(paid_out)::text as "paidOut", sum(fees)::text as fees,
          sum(refunded)::text as refunded, sum(balance)::text as held, sum(slashed)::text as slashed
        from deal where market_id = ${id} group by asset order by asset) t) as sums,
      (select coalesce(json_agg(t), '[]') from (
        select asset, sum(paid_in)::text as "paidIn", sum(paid_out)::text as "paidOut", sum(fees)::text as fees,
          sum(tips)::text as tips, sum(refunded)::text as refunded, sum(balance)::text as held,
          sum(collateral_paid)::text as "collateralPaid", sum(collateral_returned)::text as "collateralReturned",
          sum(collateral_slashed)::text as "collateralSlashed", sum(collateral)::text as "collateralHeld"
        from stream where market_id = ${id} group by asset order by asset) t) as "streamSums",
      (select coalesce(json_agg(t), '[]') from (
        select asset, sum(amount)::text as owed from credit
        where market_id = ${id} and amount > 0 group by asset order by asset) t) as "creditSums"`
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
