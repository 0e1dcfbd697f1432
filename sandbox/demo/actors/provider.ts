/** What providers do: register, list, answer deals, change prices, give up on consumers who do not pay. */

import type { Call } from '../call.ts'
import type { DemoProvider } from '../cast.ts'
import { TIERS } from '../catalogue.ts'
import type { Chance } from '../chance.ts'
import type { MarketView } from '../market-view.ts'
import { bucketKey } from '../view/bucket.ts'

/** Buckets that each provider lists at the opening. */
const OPENING_BUCKETS = 5

/** Registers the provider, when he is not yet. */
export const registerProvider = (provider: DemoProvider, view: MarketView): Call[] =>
  view.providers.has(provider.keypair.publicKey())
    ? []
    : [call(provider, 'register_provider', { description: provider.description })]

/** The buckets of the opening that are not listed yet: one per tier, in the provider's regions in turn. */
export const openingBuckets = (provider: DemoProvider, view: MarketView, chance: Chance): Call[] => {
  const listed = [...view.buckets.values()].filter((bucket) => bucket.provider === provider.keypair.publicKey()).length
  return Array.from({ length: Math.max(0, OPENING_BUCKETS - listed) }, (_, i) =>
    listBucket(provider, listed + i, chance),
  )
}

/** A new listing: the tier by its number, price and promise with some variation. */
export const listBucket = (provider: DemoProvider, number: number, chance: Chance): Call => {
  const tier = TIERS[number % TIERS.length]!
  const region = provider.regions[number % provider.regions.length]!
  const level = BigInt(provider.priceLevel * chance.between(90, 110))
  return call(provider, 'create_bucket', {
    name: `${tier.name} ${region}`,
    region,
    fb_bucket_id: `${provider.key}-${number + 1}`,
    api_compatibility: provider.api,
    price_per_gb_storage: (tier.storage * level) / 10_000n,
    price_per_gb_egress: (tier.egress * level) / 10_000n,
    sla_avg_latency_ms: tier.latencyMs + chance.between(0, 20),
    sla_avg_uptime_pct: tier.uptimePct,
  })
}

/** Answers what waits for the provider; now and then lists something new or changes a price. */
export const providerTurn = (provider: DemoProvider, view: MarketView, chance: Chance): Call[] => {
  const address = provider.keypair.publicKey()
  const own = [...view.deals.values()].filter((deal) => deal.provider === address)
  const taken = new Set<number>()
  const answers = own.flatMap(({ consumer, dealId, bucketId, status }) => {
    const deal = { consumer_id: consumer, deal_id: dealId }
    if (status === 'Pending' && chance.percent(70) && !idle(dealId)) {
      // A bucket without units serves one deal at a time: who comes second is rejected.
      const key = bucketKey(address, bucketId)
      const free = !taken.has(bucketId) && view.buckets.get(key)?.locked !== true && view.units.get(key)?.free !== 0
      taken.add(bucketId)
      return [call(provider, free && chance.percent(88) ? 'set_deal_accepted' : 'set_deal_rejected', deal)]
    }
    if (status === 'BreachedConsumer' && chance.percent(5)) return [call(provider, 'set_deal_cancelled', deal)]
    return []
  })
  return [...answers, ...(chance.percent(9) ? [novelty(provider, view, chance)] : [])]
}

/** Some proposals are forgotten on somebody's desk; they time out. */
const idle = (dealId: number) => dealId % 17 === 5

const novelty = (provider: DemoProvider, view: MarketView, chance: Chance): Call => {
  const own = [...view.buckets.values()].filter((bucket) => bucket.provider === provider.keypair.publicKey())
  const bucket = chance.percent(60) ? chance.pick(own.filter(({ status }) => status === 'Active')) : undefined
  if (bucket === undefined) return listBucket(provider, own.length, chance)
  if (chance.percent(20) && !bucket.locked && !view.units.has(bucketKey(bucket.provider, bucket.bucketId)))
    return call(provider, 'delete_bucket', { bucket_id: bucket.bucketId })
  if (chance.percent(20))
    return call(provider, bucket.locked ? 'unlock_bucket' : 'lock_bucket', { bucket_id: bucket.bucketId })
  return call(provider, 'update_bucket_conditions', {
    bucket_id: bucket.bucketId,
    name: undefined,
    region: undefined,
    price_per_gb_storage: (bucket.pricePerGbStorage * BigInt(chance.between(90, 108))) / 100n + 1n,
    price_per_gb_egress: undefined,
    sla_avg_latency_ms: undefined,
    sla_avg_uptime_pct: undefined,
  })
}

const call = (provider: DemoProvider, name: string, args: Record<string, unknown>): Call => ({
  signer: provider.keypair,
  function: name,
  args: { provider_id: provider.keypair.publicKey(), ...args },
})
