/** The steps of reputations. */

import { DEAL_RECORD_COLUMNS, type DealRecordFilter, type DealRecordRow, dealRecordConditions } from './deal-record.ts'
import { given } from './fragment.ts'
import type { Noun } from './noun.ts'
import { PLACE, RECORD_IDENTITY, type RecordOrder } from './record.ts'
import type { Relation } from './related.ts'

export type PartyRole = 'provider' | 'consumer'
export type ReputationReason = 'settled' | 'underpaid' | 'sla_breach' | 'completed' | 'finished' | 'slashed'

export interface ReputationChangeRow extends Omit<DealRecordRow, 'dealId'> {
  /** What it is about: a deal or a stream. */
  dealId: number | null
  streamId: number | null
  party: string
  role: PartyRole
  previous: number
  reputation: number
  reason: ReputationReason
}

export interface ReputationChangeFilter extends DealRecordFilter {
  readonly streamId?: number | null | undefined
  readonly party?: string | null | undefined
  readonly role?: PartyRole | null | undefined
  readonly reasons?: readonly ReputationReason[] | null | undefined
}

export const reputationChanges: Noun<ReputationChangeRow, ReputationChangeFilter, RecordOrder> = {
  table: 'reputation_change',
  columns: {
    ...DEAL_RECORD_COLUMNS,
    streamId: 'stream_id',
    party: 'party',
    role: 'role',
    previous: 'previous',
    reputation: 'reputation',
    reason: 'reason',
  },
  identity: RECORD_IDENTITY,
  orders: { POSITION: [] },
  tail: PLACE,
  conditions: (sql, filter, market) => [
    ...dealRecordConditions(sql, 'reputation_change', filter, market),
    ...given(filter.streamId, (id) => sql`reputation_change.stream_id = ${id}`),
    ...given(filter.party, (party) => sql`reputation_change.party = ${party}`),
    ...given(filter.role, (role) => sql`reputation_change.role = ${role}`),
    ...given(filter.reasons, (list) => sql`reputation_change.reason = any(${[...list]}::text[])`),
  ],
}

export const REPUTATION_OF_PARTY: Relation<ReputationChangeRow> = [
  { property: 'marketId', type: 'int4' },
  { property: 'party', type: 'text' },
  { property: 'role', type: 'text' },
]
