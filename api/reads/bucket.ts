/** Storage offers. */
import type { Sql } from '../../prisma/client.ts'
import { type CertifiedFilter, certifiedConditions } from './certification.ts'
import { containing, type Fragment, given } from './fragment.ts'
import { isOpen, type MarketState } from './market.ts'
import type { Noun } from './noun.ts'
import { providers } from './provider.ts'
import type { Relation } from './related.ts'

export type BucketStatus = 'Active' | 'Inactive' | 'Deleted'

export interface BucketRow {
  marketId: number
  provider: string
  bucketId: number
  name: string
  region: string
  country: string
  fbBucketId: string
  apiCompatibility: string
  accessScope: string
  tags: string[]
  pricePerGbStorage: string
  pricePerGbEgress: string
  slaAvgLatencyMs: bigint
  slaAvgUptimePct: bigint
  maxStorageGb: bigint
  maxEgressGb: bigint
  encryptionAtRest: boolean
  encryptionInTransit: boolean
  objectLocking: boolean
  versioningEnabled: boolean
  locked: boolean
  status: BucketStatus
  createdAt: Date
  providerReputation: number
  providerDeleted: boolean
  unitMb: string
  unitsFree: number
  unitsReserved: number
  unitsInUse: number
  unitsMaintenance: number
  unitsDecommissioning: number
  unitsDecommissioned: number
  freeMb: string
}

export interface BucketFilter extends CertifiedFilter {
  readonly search?: string | null | undefined
  readonly contains?: string | null | undefined
  readonly providers?: readonly string[] | null | undefined
  readonly regions?: readonly string[] | null | undefined
  readonly countries?: readonly string[] | null | undefined
  readonly apiCompatibility?: readonly string[] | null | undefined
  readonly tags?: readonly string[] | null | undefined
  readonly pricePerGbStorageMax?: bigint | null | undefined
  readonly pricePerGbEgressMax?: bigint | null | undefined
  readonly slaAvgLatencyMsMax?: number | null | undefined
  readonly slaAvgUptimePctMin?: number | null | undefined
  readonly maxStorageGbMin?: number | null | undefined
  readonly providerReputationMin?: number | null | undefined
  readonly statuses?: readonly BucketStatus[] | null | undefined
  readonly locked?: boolean | null | undefined
  readonly available?: boolean | null | undefined
  readonly unitsFreeMin?: number | null | undefined
  readonly freeMbMin?: bigint | null | undefined
  readonly createdAfter?: Date | null | undefined
  readonly createdBefore?: Date | null | undefined
}

export type BucketOrder =
  | 'CREATED_AT'
  | 'NAME'
  | 'REGION'
  | 'COUNTRY'
  | 'API_COMPATIBILITY'
  | 'STATUS'
  | 'PRICE_STORAGE'
  | 'PRICE_EGRESS'
  | 'LATENCY'
  | 'UPTIME'
  | 'REPUTATION'
  | 'UNITS_FREE'
  | 'FREE_MB'

const AVAILABILITY = [
  'unitMb',
  'unitsFree',
  'unitsReserved',
  'unitsInUse',
  'unitsMaintenance',
  'unitsDecommissioning',
  'unitsDecommissioned',
  'freeMb',
] as const

/** What a person looks for when no status is named: offers that still exist. */
const LISTED: readonly BucketStatus[] = ['Active', 'Inactive']

export const buckets: Noun<BucketRow, BucketFilter, BucketOrder> = {
  table: 'bucket',
  columns: {
    marketId: 'market_id',
    provider: 'provider',
    bucketId: 'bucket_id',
    name: 'name',
    region: 'region',
    country: 'country',
    fbBucketId: 'fb_bucket_id',
    apiCompatibility: 'api_compatibility',
    accessScope: 'access_scope',
    tags: 'tags',
    pricePerGbStorage: 'price_per_gb_storage',
    pricePerGbEgress: 'price_per_gb_egress',
    slaAvgLatencyMs: 'sla_avg_latency_ms',
    slaAvgUptimePct: 'sla_avg_uptime_pct',
    maxStorageGb: 'max_storage_gb',
    maxEgressGb: 'max_egress_gb',
    encryptionAtRest: 'encryption_at_rest',
    encryptionInTransit: 'encryption_in_transit',
    objectLocking: 'object_locking',
    versioningEnabled: 'versioning_enabled',
    locked: 'locked',
    status: 'status',
    createdAt: 'created_at',
    providerReputation: 'provider_reputation',
    providerDeleted: 'provider_deleted',
    unitMb: 'unit_mb',
    unitsFree: 'units_free',
    unitsReserved: 'units_reserved',
    unitsInUse: 'units_in_use',
    unitsMaintenance: 'units_maintenance',
    unitsDecommissioning: 'units_decommissioning',
    unitsDecommissioned: 'units_decommissioned',
    freeMb: 'free_mb',
  },
  identity: [
    { property: 'marketId', type: 'int4' },
    { property: 'provider', type: 'text' },
    { property: 'bucketId', type: 'int4' },
  ],
  orders: {
    CREATED_AT: [{ property: 'createdAt', type: 'timestamptz' }],
    NAME: [{ property: 'name', type: 'text' }],
    REGION: [{ property: 'region', type: 'text' }],
    COUNTRY: [{ property: 'country', type: 'text' }],
    API_COMPATIBILITY: [{ property: 'apiCompatibility', type: 'text' }],
    STATUS: [{ property: 'status', type: 'text' }],
    PRICE_STORAGE: [{ property: 'pricePerGbStorage', type: 'numeric' }],
    PRICE_EGRESS: [{ property: 'pricePerGbEgress', type: 'numeric' }],
    LATENCY: [{ property: 'slaAvgLatencyMs', type: 'int8' }],
    UPTIME: [{ property: 'slaAvgUptimePct', type: 'int8' }],
    REPUTATION: [{ property: 'providerReputation', type: 'int4' }],
    UNITS_FREE: [{ property: 'unitsFree', type: 'int4' }],
    FREE_MB: [{ property: 'freeMb', type: 'numeric' }],
  },
  tail: [
    { property: 'provider', type: 'text' },
    { property: 'bucketId', type: 'int4' },
  ],
  joins: {
    provider: { noun: providers, on: 'provider.market_id = bucket.market_id and provider.address = bucket.provider' },
  },
  steady: {
    createdAfter: 'CREATED_AT',
    createdBefore: 'CREATED_AT',
    pricePerGbStorageMax: 'PRICE_STORAGE',
    pricePerGbEgressMax: 'PRICE_EGRESS',
    slaAvgLatencyMsMax: 'LATENCY',
    slaAvgUptimePctMin: 'UPTIME',
    providerReputationMin: 'REPUTATION',
    unitsFreeMin: 'UNITS_FREE',
    freeMbMin: 'FREE_MB',
  },
  needs: {
    __typename: [],
    id: [],
    market: [],
    provider: [],
    providerAddress: [],
    deals: [],
    slaUptimePercent: ['slaAvgUptimePct'],
    available: ['status', 'locked', 'unitMb', 'unitsFree', 'providerDeleted'],
    availability: [...AVAILABILITY],
    units: [],
    streams: [],
  },
  conditions: (sql, filter, market) => [
    sql`bucket.status = any(${[...(filter.statuses ?? LISTED)]}::text[])`,
    ...(filter.statuses == null ? [sql`not bucket.provider_deleted`] : []),
    ...given(filter.search, (words) => sql`bucket.search @@ websearch_to_tsquery('simple', ${words})`),
    ...given(filter.contains, (part) => sql`bucket.search_text like ${containing(part.toLowerCase())}`),
    ...given(filter.providers, (list) => sql`bucket.provider = any(${[...list]}::text[])`),
    ...given(filter.regions, (list) => sql`bucket.region = any(${[...list]}::text[])`),
    ...given(filter.countries, (list) => sql`bucket.country = any(${[...list]}::text[])`),
    ...given(filter.apiCompatibility, (list) => sql`bucket.api_compatibility = any(${[...list]}::text[])`),
    ...given(filter.tags, (list) => sql`bucket.tags @> ${[...list]}::text[]`),
    ...given(filter.pricePerGbStorageMax, (max) => sql`bucket.price_per_gb_storage <= ${String(max)}::numeric`),
    ...given(filter.pricePerGbEgressMax, (max) => sql`bucket.price_per_gb_egress <= ${String(max)}::numeric`),
    ...given(filter.slaAvgLatencyMsMax, (max) => sql`bucket.sla_avg_latency_ms <= ${max}`),
    ...given(filter.slaAvgUptimePctMin, (min) => sql`bucket.sla_avg_uptime_pct >= ${min}`),
    ...given(filter.maxStorageGbMin, (min) => sql`bucket.max_storage_gb >= ${min}`),
    ...given(filter.providerReputationMin, (min) => sql`bucket.provider_reputation >= ${min}`),
    ...given(filter.locked, (locked) => sql`bucket.locked = ${locked}`),
    ...given(filter.available, (available) => (available ? isFree(sql, market) : sql`not (${isFree(sql, market)})`)),
    ...given(filter.unitsFreeMin, (min) => sql`bucket.units_free >= ${min}`),
    ...given(filter.freeMbMin, (min) => sql`bucket.free_mb >= ${String(min)}::numeric`),
    ...certifiedConditions(sql, 'bucket.provider', 'provider', filter, market),
    ...given(filter.createdAfter, (time) => sql`bucket.created_at >= ${time}`),
    ...given(filter.createdBefore, (time) => sql`bucket.created_at < ${time}`),
  ],
}

/**
 * Whether a deal on it could be proposed and accepted now, by the rules of the contract: the market is open, its provider
 * is registered, and the bucket is not deleted, not locked or held, and has a free unit where it has units at all.
 * `isFree` is the same in SQL.
 */
export const isAvailable = (row: BucketRow, market: MarketState): boolean =>
  isOpen(market) &&
  row.status === 'Active' &&
  !row.providerDeleted &&
  !row.locked &&
  (row.unitMb === '0' || row.unitsFree > 0)

const isFree = (sql: Sql, market: MarketState): Fragment =>
  isOpen(market)
    ? sql`bucket.status = 'Active' and not bucket.provider_deleted and not bucket.locked
        and (bucket.unit_mb = 0 or bucket.units_free > 0)`
    : sql`false`

export const BUCKETS_OF_PROVIDER: Relation<BucketRow> = [
  { property: 'marketId', type: 'int4' },
  { property: 'provider', type: 'text' },
]
