/** A bucket with units: some kept back, some used by a deal, one that leaves when its deal ends. */
import { dealer, OFFER } from './deals.ts'
import type { PlayedMarket } from './market.ts'
import type { Cast } from './whole.ts'

export const playUnits = async (market: PlayedMarket, { provider, consumer }: Cast) => {
  const { call } = market
  const p = { provider_id: provider.publicKey() }
  await call(provider, 'create_bucket', { ...p, ...OFFER })
  const bucket = { ...p, bucket_id: 2 }
  await call(provider, 'commit_units', { ...bucket, count: 5, unit_mb: 1024n })
  await call(provider, 'set_units_maintenance', { ...bucket, units: [5], maintenance: true })
  const { key, create, fund } = dealer(market, provider, consumer, 2)
  const id = await fund(await create({ agreed_storage_mb: 2500n }))
  await call(provider, 'decommission_units', { ...bucket, units: [1, 5] })
  await call(consumer, 'set_deal_completed', key(id))
}
