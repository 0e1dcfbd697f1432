/** Deals on a bucket without units, each ending in another way; and the parties that leave again. */
import type { Keypair } from '@stellar/stellar-sdk'
import type { PlayedMarket } from './market.ts'
import type { Cast } from './whole.ts'

const DAY = 86_400n
const WEEK = 7n * DAY
export const OFFER = {
  ...{ name: 'b', region: 'eu', fb_bucket_id: 'f', api_compatibility: 's3' },
  ...{
    price_per_gb_storage: 1000n,
    price_per_gb_egress: 500n,
    sla_avg_latency_ms: 100,
    sla_avg_uptime_pct: 99_000_000,
  },
}
const TERMS = {
  fb_repo_id: 'r',
  duration_secs: DAY,
  agreed_storage_mb: 1n,
  agreed_egress_mb: 1n,
  api_compatibility: 's3',
}

/** Creates, accepts and funds deals between two parties on a bucket. */
export const dealer = ({ call }: PlayedMarket, provider: Keypair, consumer: Keypair, bucket_id: number) => {
  const both = { provider_id: provider.publicKey(), consumer_id: consumer.publicKey() }
  const key = (deal_id: number) => ({ ...both, deal_id })
  const create = async (more: object = {}) =>
    (await call(consumer, 'asset' in more ? 'create_deal_with_asset' : 'create_deal', {
      ...both,
      ...{ bucket_id, ...TERMS, ...more },
    })) as number
  const fund = async (id: number) => {
    await call(provider, 'set_deal_accepted', key(id))
    await call(consumer, 'set_deal_funded', { ...key(id), amount_usd: 10_000n, fb_repo_id: 'r2' })
    return id
  }
  return { key, create, fund }
}

export const playDeals = async (market: PlayedMarket, { owner, provider, consumer, dollar }: Cast) => {
  const { call, pass, now } = market
  const p = { provider_id: provider.publicKey() }
  await call(provider, 'create_bucket', { ...p, ...OFFER })
  const bucket = { ...p, bucket_id: 1 }
  await call(provider, 'update_bucket_basic', { ...bucket, name: 'c', region: undefined, country: 'CH' })
  await call(provider, 'lock_bucket', bucket)
  await call(provider, 'unlock_bucket', bucket)

  const { key, create, fund } = dealer(market, provider, consumer, 1)
  await call(provider, 'set_deal_rejected', key(await create()))
  await call(consumer, 'withdraw_deal', key(await create()))
  const completed = await fund(await create())
  await call(consumer, 'deposit_to_deal', { ...key(completed), amount_usd: 5n })
  await call(owner, 'update_deal_consumption', { ...key(completed), storage_mb: 3072n, egress_mb: 2048n })
  const sla = { sla_avg_latency_ms: 100, sla_avg_uptime_pct: 99_000_000 }
  await call(owner, 'update_deal_sla', { ...key(completed), ...sla })
  await call(owner, 'pay_pending_consumption', key(completed))
  await call(consumer, 'set_deal_completed', key(completed))
  const cancelled = await fund(await create({ asset: dollar }))
  await call(owner, 'update_deal_consumption', { ...key(cancelled), storage_mb: 1_000_000n, egress_mb: 0n })
  await call(owner, 'pay_pending_consumption', key(cancelled))
  await call(provider, 'set_deal_cancelled', key(cancelled))
  const expired = await fund(await create({ asset: dollar }))
  const begun = now()
  pass(DAY)
  const period = { period_start: begun, period_end: begun + 3600n, storage_mb: 1024n, egress_mb: 1024n }
  await call(owner, 'report_usage', { ...key(expired), ...period, ...sla })
  pass(DAY)
  await call(owner, 'expire_deal', key(expired))
  const forgotten = await create()
  pass(WEEK + 60n)
  await call(owner, 'time_out_deal', key(forgotten))
  await call(owner, 'delete_deal', key(forgotten))
  await call(provider, 'delete_bucket', bucket)
}
