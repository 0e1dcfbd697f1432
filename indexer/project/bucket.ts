/** Storage offers, each event with the whole offer, and beside them the state of their providers and their units. */
import type { Transaction } from '../../prisma/client.ts'
import type { Fact, FactOf } from '../decode/fact.ts'
import type { BucketFact } from '../decode/facts/bucket.ts'
import { positionColumns, time } from './moment.ts'
import { POSITION, type Row, table, upsertNewer } from './table.ts'

const BUCKET = table({
  name: 'bucket',
  key: ['provider', 'bucket_id'],
  columns: {
    provider: 'text',
    bucket_id: 'int',
    name: 'text',
    region: 'text',
    country: 'text',
    fb_bucket_id: 'text',
    api_compatibility: 'text',
    access_scope: 'text',
    tags: 'text[]',
    price_per_gb_storage: 'numeric',
    price_per_gb_egress: 'numeric',
    sla_avg_latency_ms: 'bigint',
    sla_avg_uptime_pct: 'bigint',
    max_storage_gb: 'bigint',
    max_egress_gb: 'bigint',
    encryption_at_rest: 'boolean',
    encryption_in_transit: 'boolean',
    object_locking: 'boolean',
    versioning_enabled: 'boolean',
    locked: 'boolean',
    status: 'text',
    created_at: 'timestamptz',
    ...POSITION,
  },
  computed: {
    provider_reputation: `coalesce(
      (select p.reputation from provider p where p.market_id = $1::int and p.address = x.provider), 0)`,
    provider_deleted: `coalesce(
      (select p.deleted from provider p where p.market_id = $1::int and p.address = x.provider), false)`,
  },
})

export const TABLE = BUCKET.name

/** Last state by bucket, the providers whose reputation or registration may have changed, the buckets whose units may. */
export interface Rows {
  readonly states: Map<string, Row<typeof BUCKET>>
  readonly providers: Set<string>
  readonly counted: Map<string, { readonly provider: string; readonly bucketId: number }>
}

export const empty = (): Rows => ({ states: new Map(), providers: new Set(), counted: new Map() })

export const collect = (rows: Rows, fact: Fact) => {
  switch (fact.event) {
    case 'bucket_created':
    case 'bucket_updated':
    case 'bucket_locked':
    case 'bucket_unlocked':
    case 'bucket_deleted':
      rows.states.set(`${fact.bucketId} ${fact.provider}`, rowOf(fact))
      rows.counted.set(`${fact.bucketId} ${fact.provider}`, fact)
      break
    case 'units_committed':
    case 'units_changed':
      rows.counted.set(`${fact.bucketId} ${fact.provider}`, fact)
      break
    case 'provider_registered':
    case 'provider_updated':
    case 'provider_deleted':
      rows.providers.add(fact.provider)
      break
    case 'reputation_changed':
      if (fact.role === 'provider') rows.providers.add(fact.party)
  }
}

/** Runs after the providers and unit counts are written: both are taken from there, never from an event. */
export const write = async (tx: Transaction, marketId: number, { states, providers, counted }: Rows) => {
  await upsertNewer(tx, BUCKET, marketId, [...states.values()])
  if (providers.size > 0) await takeProviders(tx, marketId, [...providers])
  if (counted.size > 0) await takeCounts(tx, marketId, [...counted.values()])
}

const takeProviders = async (tx: Transaction, marketId: number, providers: string[]) => {
  const statement = `update bucket b set provider_reputation = p.reputation, provider_deleted = p.deleted
    from unnest($2::text[]) as x(address) join provider p on p.market_id = $1::int and p.address = x.address
    where b.market_id = $1::int and b.provider = x.address 
      and (b.provider_reputation, b.provider_deleted) <> (p.reputation, p.deleted)`
  await tx.unsafe(statement, [marketId, providers])
}

const takeCounts = async (
  tx: Transaction,
  marketId: number,
  buckets: readonly { readonly provider: string; readonly bucketId: number }[],
) => {
  const statement = `update bucket b set ${COUNTS.map((name) => `${columnOf(name)} = c.${name}`).join()}
    from unnest($2::text[], $3::int[]) as x(provider, bucket_id)
    join unit_counts c on c.market_id = $1::int and c.provider = x.provider and c.bucket_id = x.bucket_id
    where b.market_id = $1::int and b.provider = x.provider and b.bucket_id = x.bucket_id
      and (${COUNTS.map((name) => `b.${columnOf(name)}`).join()}) <> (${COUNTS.map((name) => `c.${name}`).join()})`
  await tx.unsafe(statement, [marketId, buckets.map((each) => each.provider), buckets.map((each) => each.bucketId)])
}

const COUNTS = ['unit_mb', 'free', 'reserved', 'in_use', 'maintenance', 'decommissioning', 'decommissioned'] as const

const columnOf = (name: (typeof COUNTS)[number]) => (name === 'unit_mb' ? name : `units_${name}`)

const rowOf = ({ event, provider, bucketId, bucket, position }: FactOf<BucketFact>): Row<typeof BUCKET> => ({
  provider,
  bucket_id: bucketId,
  name: bucket.name,
  region: bucket.region,
  country: bucket.country,
  fb_bucket_id: bucket.fbBucketId,
  api_compatibility: bucket.apiCompatibility,
  access_scope: bucket.accessScope,
  tags: bucket.tags,
  price_per_gb_storage: bucket.pricePerGbStorage,
  price_per_gb_egress: bucket.pricePerGbEgress,
  sla_avg_latency_ms: bucket.slaAvgLatencyMs,
  sla_avg_uptime_pct: bucket.slaAvgUptimePct,
  max_storage_gb: bucket.maxStorageGb,
  max_egress_gb: bucket.maxEgressGb,
  encryption_at_rest: bucket.encryptionAtRest,
  encryption_in_transit: bucket.encryptionInTransit,
  object_locking: bucket.objectLocking,
  versioning_enabled: bucket.versioningEnabled,
  locked: bucket.locked,
  status: event === 'bucket_deleted' ? 'Deleted' : bucket.status,
  created_at: time(bucket.createdTs),
  ...positionColumns(position),
})
