import type { MarketView } from '../market-view.ts'
import { type Data, integer, variant } from './value.ts'

export interface BucketView {
  readonly provider: string
  readonly bucketId: number
  readonly name: string
  readonly locked: boolean
  readonly status: string
  readonly pricePerGbStorage: bigint
}

/** A data unit of a bucket. */
export interface UnitView {
  readonly unitId: number
  readonly status: string
}

/** The units that a provider committed to a bucket. */
export interface UnitsView {
  readonly provider: string
  readonly bucketId: number
  readonly unitMb: bigint
  readonly free: number
  readonly units: ReadonlyMap<number, UnitView>
}

export const bucketKey = (provider: string, bucketId: number) => `${provider}/${bucketId}`

export const applyBucket = (view: MarketView, data: Data) => {
  const bucket = data.bucket as Data
  const provider = String(bucket.provider_id)
  const bucketId = Number(bucket.bucket_id)
  view.buckets.set(bucketKey(provider, bucketId), {
    provider,
    bucketId,
    name: String(bucket.name),
    locked: Boolean(bucket.locked),
    status: variant(bucket.status),
    pricePerGbStorage: integer(bucket.price_per_gb_storage),
  })
}

/** units_committed brings free ones, units_changed names those that changed. */
export const applyUnits = (view: MarketView, [provider, id]: readonly unknown[], data: Data) => {
  const key = bucketKey(String(provider), Number(id))
  const counts = data.counts as Data
  const status = 'status' in data ? variant(data.status) : 'Free'
  const ids = 'units' in data ? (data.units as number[]) : committed(data)
  const units = new Map(view.units.get(key)?.units)
  for (const unitId of ids) units.set(unitId, { unitId, status })
  view.units.set(key, {
    provider: String(provider),
    bucketId: Number(id),
    unitMb: integer(counts.unit_mb),
    free: Number(counts.free),
    units,
  })
}

const committed = (data: Data) => Array.from({ length: Number(data.count) }, (_, i) => Number(data.first_unit_id) + i)
