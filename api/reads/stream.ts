/** Payments that flow chunk by chunk, each for a proof that the data is stored: frozen terms, and the state after the last event. */
import type { Sql } from '../../prisma/client.ts'
import { buckets } from './bucket.ts'
import { consumers } from './consumer.ts'
import { type Fragment, given, oneOf } from './fragment.ts'
import type { MarketState } from './market.ts'
import type { Noun } from './noun.ts'
import { providers } from './provider.ts'
import type { Relation } from './related.ts'

export type StreamStatus = 'Open' | 'Active' | 'Finished' | 'Withdrawn' | 'Slashed' | 'Resolved'

export interface StreamRow {
  marketId: number
  streamId: number
  consumer: string
  provider: string
  bucketId: number
  status: StreamStatus
  asset: string
  feeBps: number
  attestor: string
  proofSetId: string
  chunks: number
  chunkAmount: string
  chunkTip: string
  termCollateral: string
  termDeadlineAt: Date
  createdAt: Date
  balance: string
  paidIn: string
  paidOut: string
  fees: string
  tips: string
  refunded: string
  collateral: string
  collateralPaid: string
  collateralReturned: string
  collateralSlashed: string
  released: number
  acceptedAt: Date | null
  deadlineAt: Date
  disputeId: number | null
  updatedAt: Date
}

export interface StreamFilter {
  readonly party?: string | null | undefined
  readonly consumers?: readonly string[] | null | undefined
  readonly providers?: readonly string[] | null | undefined
  readonly bucketId?: number | null | undefined
  readonly statuses?: readonly StreamStatus[] | null | undefined
  readonly assets?: readonly string[] | null | undefined
  readonly proofSetId?: bigint | null | undefined
  readonly disputed?: boolean | null | undefined
  readonly overdue?: boolean | null | undefined
  readonly deadlineAfter?: Date | null | undefined
  readonly deadlineBefore?: Date | null | undefined
  readonly createdAfter?: Date | null | undefined
  readonly createdBefore?: Date | null | undefined
  readonly updatedAfter?: Date | null | undefined
  readonly updatedBefore?: Date | null | undefined
}

export type StreamOrder = 'STREAM_ID' | 'CREATED_AT' | 'UPDATED_AT' | 'DEADLINE' | 'BALANCE'

const TERMS = [
  'asset',
  'feeBps',
  'attestor',
  'proofSetId',
  'chunks',
  'chunkAmount',
  'chunkTip',
  'termCollateral',
  'termDeadlineAt',
] as const

const MONEY = [
  'asset',
  'balance',
  'paidIn',
  'paidOut',
  'fees',
  'tips',
  'refunded',
  'collateral',
  'collateralPaid',
  'collateralReturned',
  'collateralSlashed',
] as const

export const streams: Noun<StreamRow, StreamFilter, StreamOrder> = {
  table: 'stream',
  columns: {
    marketId: 'market_id',
    streamId: 'stream_id',
    consumer: 'consumer',
    provider: 'provider',
    bucketId: 'bucket_id',
    status: 'status',
    asset: 'asset',
    feeBps: 'fee_bps',
    attestor: 'attestor',
    proofSetId: 'proof_set_id',
    chunks: 'chunks',
    chunkAmount: 'chunk_amount',
    chunkTip: 'chunk_tip',
    termCollateral: 'term_collateral',
    termDeadlineAt: 'term_deadline_at',
    createdAt: 'created_at',
    balance: 'balance',
    paidIn: 'paid_in',
    paidOut: 'paid_out',
    fees: 'fees',
    tips: 'tips',
    refunded: 'refunded',
    collateral: 'collateral',
    collateralPaid: 'collateral_paid',
    collateralReturned: 'collateral_returned',
    collateralSlashed: 'collateral_slashed',
    released: 'released',
    acceptedAt: 'accepted_at',
    deadlineAt: 'deadline_at',
    disputeId: 'dispute_id',
    updatedAt: 'updated_at',
  },
  identity: [
    { property: 'marketId', type: 'int4' },
    { property: 'streamId', type: 'int4' },
  ],
  orders: {
    STREAM_ID: [],
    CREATED_AT: [{ property: 'createdAt', type: 'timestamptz' }],
    UPDATED_AT: [{ property: 'updatedAt', type: 'timestamptz' }],
    DEADLINE: [{ property: 'deadlineAt', type: 'timestamptz' }],
    BALANCE: [{ property: 'balance', type: 'numeric' }],
  },
  tail: [{ property: 'streamId', type: 'int4' }],
  joins: {
    consumer: { noun: consumers, on: 'consumer.market_id = stream.market_id and consumer.address = stream.consumer' },
    provider: { noun: providers, on: 'provider.market_id = stream.market_id and provider.address = stream.provider' },
    bucket: {
      noun: buckets,
      on: 'bucket.market_id = stream.market_id and bucket.provider = stream.provider and bucket.bucket_id = stream.bucket_id',
    },
  },
  needs: {
    __typename: [],
    id: [],
    market: [],
    consumer: ['consumer'],
    consumerAddress: ['consumer'],
    provider: ['provider'],
    providerAddress: ['provider'],
    bucket: ['provider', 'bucketId'],
    terms: [...TERMS],
    money: [...MONEY],
    overdue: ['status', 'disputeId', 'released', 'chunks', 'deadlineAt'],
    dispute: ['disputeId'],
    disputes: [],
    history: [],
    releases: [],
    payments: [],
    reputationChanges: [],
  },
  conditions: (sql, filter, market) => [
    ...given(filter.party, (party) => sql`(stream.consumer = ${party} or stream.provider = ${party})`),
    ...given(filter.consumers, (list) => oneOf(sql, 'stream.consumer', list)),
    ...given(filter.providers, (list) => oneOf(sql, 'stream.provider', list)),
    ...given(filter.bucketId, (id) => sql`stream.bucket_id = ${id}`),
    ...given(filter.statuses, (list) => oneOf(sql, 'stream.status', list)),
    ...given(filter.assets, (list) => oneOf(sql, 'stream.asset', list)),
    ...given(filter.proofSetId, (id) => sql`stream.proof_set_id = ${String(id)}::numeric`),
    ...given(filter.disputed, (disputed) =>
      disputed ? sql`stream.dispute_id is not null` : sql`stream.dispute_id is null`,
    ),
    ...given(filter.overdue, (overdue) => (overdue ? isOverdue(sql, market) : sql`not (${isOverdue(sql, market)})`)),
    ...given(filter.deadlineAfter, (time) => sql`stream.deadline_at >= ${time}`),
    ...given(filter.deadlineBefore, (time) => sql`stream.deadline_at < ${time}`),
    ...given(filter.createdAfter, (time) => sql`stream.created_at >= ${time}`),
    ...given(filter.createdBefore, (time) => sql`stream.created_at < ${time}`),
    ...given(filter.updatedAfter, (time) => sql`stream.updated_at >= ${time}`),
    ...given(filter.updatedBefore, (time) => sql`stream.updated_at < ${time}`),
  ],
}

/** Anyone may slash it: its deadline was over when the last ledger of the index closed, and chunks are missing. */
export const isOverdueAt = (row: StreamRow, { position }: MarketState): boolean =>
  row.status === 'Active' &&
  row.disputeId === null &&
  row.released < row.chunks &&
  row.deadlineAt < (position?.closedAt ?? new Date(0))

const isOverdue = (sql: Sql, { position }: MarketState): Fragment =>
  sql`stream.status = 'Active' and stream.dispute_id is null and stream.released < stream.chunks
    and stream.deadline_at < ${position?.closedAt ?? new Date(0)}`

const MARKET = { property: 'marketId', type: 'int4' } as const

export const STREAMS_OF_CONSUMER: Relation<StreamRow> = [MARKET, { property: 'consumer', type: 'text' }]
export const STREAMS_OF_PROVIDER: Relation<StreamRow> = [MARKET, { property: 'provider', type: 'text' }]
export const STREAMS_OF_BUCKET: Relation<StreamRow> = [...STREAMS_OF_PROVIDER, { property: 'bucketId', type: 'int4' }]
