/** What the oracle does: reports the usage and the service of running deals by periods, and settles them. */

import type { Call } from '../call.ts'
import type { Cast } from '../cast.ts'
import type { Chance } from '../chance.ts'
import type { MarketView } from '../market-view.ts'
import type { DealView } from '../view/deal.ts'

const METERED = ['Funded', 'BreachedProvider']

/**
 * Reports on some of the running deals.
 * @param calls most calls that fit into this round: the oracle has one transaction a ledger
 */
export const oracleTurn = (cast: Cast, view: MarketView, chance: Chance, calls: number): Call[] => {
  const running = [...view.deals.values()].filter(
    ({ status, disputeId }) => METERED.includes(status) && disputeId === 0,
  )
  const first = chance.between(0, Math.max(0, running.length - 1))
  return running
    .map((_, index) => running[(first + index) % running.length]!)
    .flatMap((deal) => reportOn(cast, deal, view.now, chance))
    .slice(0, calls)
}

/** What was reported is settled the next time; a period is at least an hour. */
const reportOn = (cast: Cast, deal: DealView, now: bigint, chance: Chance): Call[] => {
  if (deal.unpaidStorageMb > 0n && chance.percent(70)) return [call(cast, deal, 'pay_pending_consumption', {})]
  if (chance.percent(8)) return [call(cast, deal, 'update_deal_sla', service(cast, deal, chance))]
  if (chance.percent(8)) return [call(cast, deal, 'update_deal_consumption', usage(deal, chance))]
  const from = deal.periodEnd > 0n ? deal.periodEnd : deal.startTs
  if (now - from < SHORTEST_PERIOD) return []
  const period = { period_start: from, period_end: now }
  return [call(cast, deal, 'report_usage', { ...period, ...usage(deal, chance), ...service(cast, deal, chance) })]
}

const SHORTEST_PERIOD = 60n

/** A tenth of what was agreed, give or take. */
const usage = (deal: DealView, chance: Chance) => ({
  storage_mb: (deal.agreedStorageMb * BigInt(chance.between(4, 16))) / 100n + 1n,
  egress_mb: (deal.agreedEgressMb * BigInt(chance.between(2, 18))) / 100n,
})

/** Within the promise as often as the provider is reliable. */
const service = (cast: Cast, deal: DealView, chance: Chance) => {
  const profile = cast.providers.find(({ keypair }) => keypair.publicKey() === deal.provider)
  const kept = chance.percent(profile?.reliability ?? 95)
  return {
    sla_avg_latency_ms: kept
      ? Math.floor((deal.latencyTarget * chance.between(55, 100)) / 100)
      : deal.latencyTarget + chance.between(10, 400),
    sla_avg_uptime_pct: Math.min(100_000_000, deal.uptimeTarget + (kept ? chance.between(0, 5_000) : -100_000)),
  }
}

const call = (cast: Cast, deal: DealView, name: string, args: Record<string, unknown>): Call => ({
  signer: cast.oracle,
  function: name,
  args: { provider_id: deal.provider, consumer_id: deal.consumer, deal_id: deal.dealId, ...args },
})
