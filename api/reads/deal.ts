/** Contracts between a consumer and a provider: frozen terms, and the state after the last event. */
import { buckets } from './bucket.ts'
import { consumers } from './consumer.ts'
import { given } from './fragment.ts'
import type { Noun } from './noun.ts'
import { providers } from './provider.ts'
import type { Relation } from './related.ts'

export type DealStatus =
  | 'Pending'
  | 'Accepted'
  | 'Funded'
  | 'Completed'
  | 'Cancelled'
  | 'BreachedConsumer'
  | 'BreachedProvider'

export interface DealRow {
  marketId: number
  consumer: string
  provider: string
  dealId: number
  bucketId: number
  status: DealStatus
  deleted: boolean
  fbRepoId: string
  asset: string | null
  feeBps: number
  pricePerGbStorage: string
  pricePerGbEgress: string
  termLatencyMs: bigint
  termUptimePct: bigint
  durationSecs: string
  agreedStorageMb: string
  agreedEgressMb: string
  apiCompatibility: string
  createdAt: Date
  balance: string
  paidIn: string
  paidOut: string
  fees: string
  refunded: string
  slashed: string
  unpaidStorageMb: string
  unpaidEgressMb: string
  paidStorageMb: string
  paidEgressMb: string
  slashStorageMb: string
  slashEgressMb: string
  slaAvgLatencyMs: bigint
  slaAvgUptimePct: bigint
  startedAt: Date | null
  lastSettledAt: Date | null
  periodEnd: Date | null
  disputeId: number | null
  updatedAt: Date
}

export interface DealFilter {
  readonly party?: string | null | undefined
  readonly consumers?: readonly string[] | null | undefined
  readonly providers?: readonly string[] | null | undefined
  readonly bucketId?: number | null | undefined
  readonly statuses?: readonly DealStatus[] | null | undefined
  readonly assets?: readonly string[] | null | undefined
  readonly createdAfter?: Date | null | undefined
  readonly createdBefore?: Date | null | undefined
  readonly updatedAfter?: Date | null | undefined
  readonly updatedBefore?: Date | null | undefined
  readonly disputed?: boolean | null | undefined
  readonly deleted?: boolean | null | undefined
}

export type DealOrder = 'DEAL_ID' | 'CREATED_AT' | 'UPDATED_AT' | 'BALANCE'

export const deals: Noun<DealRow, DealFilter, DealOrder> = {
  table: 'deal',
  columns: {
    marketId: 'market_id',
    consumer: 'consumer',
    provider: 'provider',
    dealId: 'deal_id',
    bucketId: 'bucket_id',
    status: 'status',
    deleted: 'deleted',
    fbRepoId: 'fb_repo_id',
    asset: 'asset',
    feeBps: 'fee_bps',
    pricePerGbStorage: 'price_per_gb_storage',
    pricePerGbEgress: 'price_per_gb_egress',
    termLatencyMs: 'term_latency_ms',
    termUptimePct: 'term_uptime_pct',
    durationSecs: 'duration_secs',
    agreedStorageMb: 'agreed_storage_mb',
    agreedEgressMb: 'agreed_egress_mb',
    apiCompatibility: 'api_compatibility',
    createdAt: 'created_at',
    balance: 'balance',
    paidIn: 'paid_in',
    paidOut: 'paid_out',
    fees: 'fees',
    refunded: 'refunded',
    slashed: 'slashed',
    unpaidStorageMb: 'unpaid_storage_mb',
    unpaidEgressMb: 'unpaid_egress_mb',
    paidStorageMb: 'paid_storage_mb',
    paidEgressMb: 'paid_egress_mb',
    slashStorageMb: 'slash_storage_mb',
    slashEgressMb: 'slash_egress_mb',
    slaAvgLatencyMs: 'sla_avg_latency_ms',
    slaAvgUptimePct: 'sla_avg_uptime_pct',
    startedAt: 'started_at',
    lastSettledAt: 'last_settled_at',
    periodEnd: 'period_end',
    disputeId: 'dispute_id',
    updatedAt: 'updated_at',
  },
  identity: [
    { property: 'marketId', type: 'int4' },
    { property: 'consumer', type: 'text' },
    { property: 'provider', type: 'text' },
    { property: 'dealId', type: 'int4' },
  ],
  orders: {
    DEAL_ID: [],
    CREATED_AT: [{ property: 'createdAt', type: 'timestamptz' }],
    UPDATED_AT: [{ property: 'updatedAt', type: 'timestamptz' }],
    BALANCE: [{ property: 'balance', type: 'numeric' }],
  },
  tail: [
    { property: 'dealId', type: 'int4' },
    { property: 'consumer', type: 'text' },
    { property: 'provider', type: 'text' },
  ],
  joins: {
    consumer: { noun: consumers, on: 'consumer.market_id = deal.market_id and consumer.address = deal.consumer' },
    provider: { noun: providers, on: 'provider.market_id = deal.market_id and provider.address = deal.provider' },
    bucket: {
      noun: buckets,
      on: 'bucket.market_id = deal.market_id and bucket.provider = deal.provider and bucket.bucket_id = deal.bucket_id',
    },
  },
  conditions: (sql, filter) => [
    ...given(filter.deleted, (deleted) => sql`deal.deleted = ${deleted}`),
    ...given(filter.disputed, (disputed) =>
      disputed ? sql`deal.dispute_id is not null` : sql`deal.dispute_id is null`,
    ),
    ...given(filter.party, (party) => sql`(deal.consumer = ${party} or deal.provider = ${party})`),
    ...given(filter.consumers, (list) => sql`deal.consumer = any(${[...list]}::text[])`),
    ...given(filter.providers, (list) => sql`deal.provider = any(${[...list]}::text[])`),
    ...given(filter.bucketId, (id) => sql`deal.bucket_id = ${id}`),
    ...given(filter.statuses, (list) => sql`deal.status = any(${[...list]}::text[])`),
    ...given(filter.assets, (list) => sql`deal.asset = any(${[...list]}::text[])`),
    ...given(filter.createdAfter, (time) => sql`deal.created_at >= ${time}`),
    ...given(filter.createdBefore, (time) => sql`deal.created_at < ${time}`),
    ...given(filter.updatedAfter, (time) => sql`deal.updated_at >= ${time}`),
    ...given(filter.updatedBefore, (time) => sql`deal.updated_at < ${time}`),
  ],
}

const MARKET = { property: 'marketId', type: 'int4' } as const

export const DEALS_OF_CONSUMER: Relation<DealRow> = [MARKET, { property: 'consumer', type: 'text' }]
export const DEALS_OF_PROVIDER: Relation<DealRow> = [MARKET, { property: 'provider', type: 'text' }]
export const DEALS_OF_BUCKET: Relation<DealRow> = [...DEALS_OF_PROVIDER, { property: 'bucketId', type: 'int4' }]
