/** Disagreements about deals and streams, and how they ended. */
import { given, oneOf } from './fragment.ts'
import type { Noun } from './noun.ts'
import type { Relation } from './related.ts'

export type DisputeStatus = 'Open' | 'Resolved' | 'Withdrawn' | 'Lapsed'

export interface DisputeRow {
  marketId: number
  disputeId: number
  consumer: string
  provider: string
  dealId: number | null
  streamId: number | null
  openedBy: string
  reason: string
  reasonHash: string
  status: DisputeStatus
  consumerAmount: string | null
  providerAmount: string | null
  evidenceCount: number
  openedAt: Date
  deadlineAt: Date
  closedAt: Date | null
  updatedAt: Date
}

export interface DisputeFilter {
  readonly party?: string | null | undefined
  readonly consumers?: readonly string[] | null | undefined
  readonly providers?: readonly string[] | null | undefined
  readonly dealId?: number | null | undefined
  readonly streamId?: number | null | undefined
  readonly openedBy?: string | null | undefined
  readonly statuses?: readonly DisputeStatus[] | null | undefined
  readonly openedAfter?: Date | null | undefined
  readonly openedBefore?: Date | null | undefined
  readonly deadlineBefore?: Date | null | undefined
}

export type DisputeOrder = 'DISPUTE_ID' | 'OPENED_AT' | 'UPDATED_AT' | 'DEADLINE'

export const disputes: Noun<DisputeRow, DisputeFilter, DisputeOrder> = {
  table: 'dispute',
  columns: {
    marketId: 'market_id',
    disputeId: 'dispute_id',
    consumer: 'consumer',
    provider: 'provider',
    dealId: 'deal_id',
    streamId: 'stream_id',
    openedBy: 'opened_by',
    reason: 'reason',
    reasonHash: 'reason_hash',
    status: 'status',
    consumerAmount: 'consumer_amount',
    providerAmount: 'provider_amount',
    evidenceCount: 'evidence_count',
    openedAt: 'opened_at',
    deadlineAt: 'deadline_at',
    closedAt: 'closed_at',
    updatedAt: 'updated_at',
  },
  identity: [
    { property: 'marketId', type: 'int4' },
    { property: 'disputeId', type: 'int4' },
  ],
  orders: {
    DISPUTE_ID: [],
    OPENED_AT: [{ property: 'openedAt', type: 'timestamptz' }],
    UPDATED_AT: [{ property: 'updatedAt', type: 'timestamptz' }],
    DEADLINE: [{ property: 'deadlineAt', type: 'timestamptz' }],
  },
  tail: [{ property: 'disputeId', type: 'int4' }],
  // What it is about says which asset its amounts are in.
  needs: {
    consumerAmount: ['consumerAmount', 'consumer', 'provider', 'dealId', 'streamId'],
    providerAmount: ['providerAmount', 'consumer', 'provider', 'dealId', 'streamId'],
  },
  conditions: (sql, filter) => [
    ...given(filter.party, (party) => sql`(dispute.consumer = ${party} or dispute.provider = ${party})`),
    ...given(filter.consumers, (list) => oneOf(sql, 'dispute.consumer', list)),
    ...given(filter.providers, (list) => oneOf(sql, 'dispute.provider', list)),
    ...given(filter.dealId, (id) => sql`dispute.deal_id = ${id}`),
    ...given(filter.streamId, (id) => sql`dispute.stream_id = ${id}`),
    ...given(filter.openedBy, (address) => sql`dispute.opened_by = ${address}`),
    ...given(filter.statuses, (list) => oneOf(sql, 'dispute.status', list)),
    ...given(filter.openedAfter, (time) => sql`dispute.opened_at >= ${time}`),
    ...given(filter.openedBefore, (time) => sql`dispute.opened_at < ${time}`),
    ...given(filter.deadlineBefore, (time) => sql`dispute.deadline_at < ${time}`),
  ],
}

const MARKET = { property: 'marketId', type: 'int4' } as const

export const DISPUTES_OF_CONSUMER: Relation<DisputeRow> = [MARKET, { property: 'consumer', type: 'text' }]
export const DISPUTES_OF_PROVIDER: Relation<DisputeRow> = [MARKET, { property: 'provider', type: 'text' }]
export const DISPUTES_OF_DEAL: Relation<DisputeRow> = [MARKET, { property: 'dealId', type: 'int4' }]
export const DISPUTES_OF_STREAM: Relation<DisputeRow> = [MARKET, { property: 'streamId', type: 'int4' }]
