import type { MarketView } from '../market-view.ts'
import { type Data, integer, variant } from './value.ts'

export interface DealView {
  readonly consumer: string
  readonly provider: string
  readonly dealId: number
  readonly bucketId: number
  readonly asset: string
  readonly status: string
  readonly balance: bigint
  readonly paidIn: bigint
  readonly unpaidStorageMb: bigint
  readonly latencyTarget: number
  readonly uptimeTarget: number
  readonly priceStorage: bigint
  readonly priceEgress: bigint
  readonly agreedStorageMb: bigint
  readonly agreedEgressMb: bigint
  readonly durationSecs: bigint
  readonly createdTs: bigint
  readonly startTs: bigint
  /** End of the last reported period, unix seconds; 0 before the first. */
  readonly periodEnd: bigint
  /** 0: no dispute is open. */
  readonly disputeId: number
}

export const createDeal = (view: MarketView, [consumer, provider, id]: readonly unknown[], data: Data) => {
  const terms = data.terms as Data
  view.deals.set(Number(id), {
    consumer: String(consumer),
    provider: String(provider),
    dealId: Number(id),
    bucketId: Number(data.bucket_id),
    asset: String(terms.asset),
    latencyTarget: Number(terms.sla_avg_latency_ms),
    uptimeTarget: Number(terms.sla_avg_uptime_pct),
    priceStorage: integer(terms.price_per_gb_storage),
    priceEgress: integer(terms.price_per_gb_egress),
    agreedStorageMb: integer(terms.agreed_storage_mb),
    agreedEgressMb: integer(terms.agreed_egress_mb),
    durationSecs: integer(terms.duration_secs),
    createdTs: integer(terms.created_ts),
    ...stateOf(data),
  })
}

export const updateDeal = (view: MarketView, topics: readonly unknown[], data: Data) => {
  const deal = view.deals.get(Number(topics[2]))
  if (deal !== undefined) view.deals.set(deal.dealId, { ...deal, ...stateOf(data) })
}

const stateOf = (data: Data) => {
  const state = data.state as Data
  return {
    status: variant(state.status),
    balance: integer(state.balance),
    paidIn: integer(state.paid_in),
    unpaidStorageMb: integer(state.unpaid_storage_mb),
    startTs: integer(state.start_ts),
    periodEnd: integer(state.period_end),
    disputeId: Number(state.dispute_id),
  }
}
