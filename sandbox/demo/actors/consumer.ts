/** What consumers do: register, ask for a deal, fund it, top it up, end it. */

import type { Call } from '../call.ts'
import type { Cast, DemoConsumer } from '../cast.ts'
import type { Chance } from '../chance.ts'
import type { MarketView } from '../market-view.ts'
import { bucketKey } from '../view/bucket.ts'
import type { DealView } from '../view/deal.ts'

const OPEN = ['Pending', 'Accepted', 'Funded', 'BreachedConsumer', 'BreachedProvider']
const MB_PER_GB = 1024n
const DAY = 86_400

/** Registers the consumer, when it is not yet. */
export const registerConsumer = (consumer: DemoConsumer, view: MarketView): Call[] =>
  view.consumers.has(consumer.keypair.publicKey())
    ? []
    : [
        {
          signer: consumer.keypair,
          function: 'register_consumer',
          args: { consumer_id: consumer.keypair.publicKey(), description: consumer.description },
        },
      ]

/** The next step of one of the consumer's deals, or a new deal. */
export const consumerTurn = (cast: Cast, consumer: DemoConsumer, view: MarketView, chance: Chance): Call[] => {
  const address = consumer.keypair.publicKey()
  const own = [...view.deals.values()].filter((deal) => deal.consumer === address && OPEN.includes(deal.status))
  const steps = own.filter(({ disputeId }) => disputeId === 0).flatMap((deal) => stepOf(consumer, deal, chance))
  const wantsMore = own.length < 2 && chance.percent(35)
  return [...steps, ...(wantsMore ? openDeal(cast, consumer, view, chance) : [])].slice(0, 1)
}

const stepOf = (consumer: DemoConsumer, deal: DealView, chance: Chance): Call[] => {
  switch (deal.status) {
    case 'Pending':
      return chance.percent(4) ? [call(consumer, deal, 'withdraw_deal', {})] : []
    case 'Accepted':
      return chance.percent(consumer.thrifty ? 10 : 40)
        ? [
            call(consumer, deal, 'set_deal_funded', {
              amount_usd: stake(consumer, deal, chance),
              fb_repo_id: repository(deal),
            }),
          ]
        : []
    case 'BreachedConsumer':
      return chance.percent(consumer.thrifty ? 2 : 45)
        ? [call(consumer, deal, 'deposit_to_deal', { amount_usd: stake(consumer, deal, chance) * 2n })]
        : []
    case 'BreachedProvider':
      return chance.percent(8) ? [call(consumer, deal, 'set_deal_completed', {})] : []
    default:
      return fundedStep(consumer, deal, chance)
  }
}

const fundedStep = (consumer: DemoConsumer, deal: DealView, chance: Chance): Call[] => {
  if (!consumer.thrifty && deal.balance * 5n < deal.paidIn && chance.percent(50))
    return [call(consumer, deal, 'deposit_to_deal', { amount_usd: stake(consumer, deal, chance) })]
  return chance.percent(6) ? [call(consumer, deal, 'set_deal_completed', {})] : []
}

/** Expected cost of the whole deal, give or take; of a thrifty consumer, a small part of it. */
const stake = (consumer: DemoConsumer, deal: DealView, chance: Chance) => {
  const cost =
    (deal.priceStorage * deal.agreedStorageMb + deal.priceEgress * deal.agreedEgressMb) / MB_PER_GB + 1_000_000n
  return (cost * BigInt(consumer.thrifty ? chance.between(2, 6) : chance.between(40, 130))) / 100n + 1n
}

const repository = (deal: DealView) => `repo-${deal.dealId}`

/** Most units that a deal asks of a bucket that has units. */
const MOST_UNITS = 4

const openDeal = (cast: Cast, consumer: DemoConsumer, view: MarketView, chance: Chance): Call[] => {
  const unitsOf = (provider: string, bucketId: number) => view.units.get(bucketKey(provider, bucketId))
  const offers = [...view.buckets.values()].filter(
    ({ status, locked, provider, bucketId }) =>
      status === 'Active' && !locked && unitsOf(provider, bucketId)?.free !== 0,
  )
  const bucket = chance.pick(offers)
  if (bucket === undefined) return []
  const unitMb = unitsOf(bucket.provider, bucket.bucketId)?.unitMb
  const storageMb =
    unitMb === undefined
      ? BigInt(chance.between(20, 2_000)) * MB_PER_GB
      : (unitMb * BigInt(chance.between(20, MOST_UNITS * 100))) / 100n
  const second = cast.secondAsset.contractId(cast.networkPassphrase)
  const inSecond = view.assets.has(second) && chance.percent(20)
  return [
    {
      signer: consumer.keypair,
      function: inSecond ? 'create_deal_with_asset' : 'create_deal',
      args: {
        consumer_id: consumer.keypair.publicKey(),
        provider_id: bucket.provider,
        bucket_id: bucket.bucketId,
        fb_repo_id: '',
        duration_secs: BigInt(chance.between(5, 90) * DAY),
        agreed_storage_mb: storageMb,
        agreed_egress_mb: (storageMb * BigInt(chance.between(1, 30))) / 100n,
        api_compatibility: 'S3',
        ...(inSecond ? { asset: second } : {}),
      },
    },
  ]
}

const call = (consumer: DemoConsumer, deal: DealView, name: string, args: Record<string, unknown>): Call => ({
  signer: consumer.keypair,
  function: name,
  args: {
    consumer_id: consumer.keypair.publicKey(),
    provider_id: deal.provider,
    deal_id: deal.dealId,
    ...args,
  },
})
