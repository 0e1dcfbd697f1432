/** The history of deals: each event, what it moved, and the state after it. */

import type { DealStatus } from './deal.ts'
import { DEAL_RECORD_COLUMNS, type DealRecordFilter, type DealRecordRow, dealRecordConditions } from './deal-record.ts'
import { given } from './fragment.ts'
import type { Noun } from './noun.ts'
import { PLACE, RECORD_IDENTITY, type RecordOrder } from './record.ts'

export const DEAL_CHANGE_KINDS = [
  'created',
  'accepted',
  'rejected',
  'withdrawn',
  'timed_out',
  'funded',
  'deposited',
  'usage_reported',
  'sla_reported',
  'period_reported',
  'settled',
  'completed',
  'cancelled',
  'expired',
  'dispute_changed',
  'resolved',
  'deleted',
] as const

export type DealChangeKind = (typeof DEAL_CHANGE_KINDS)[number]

export interface DealChangeRow extends DealRecordRow {
  kind: DealChangeKind
  status: DealStatus
  outcome: 'paid' | 'partial' | 'sla_breach' | null
  amount: string | null
  fee: string | null
  balance: string
  storageMb: string | null
  egressMb: string | null
  latencyMs: bigint | null
  uptimePct: bigint | null
  periodStart: Date | null
  periodEnd: Date | null
  disputeId: number | null
}

export interface DealChangeFilter extends DealRecordFilter {
  readonly kinds?: readonly DealChangeKind[] | null | undefined
}

/** What leads to the deal, whose asset its amounts are in. */
const OF_DEAL = ['consumer', 'provider', 'dealId'] as const

export const dealChanges: Noun<DealChangeRow, DealChangeFilter, RecordOrder> = {
  table: 'deal_change',
  columns: {
    ...DEAL_RECORD_COLUMNS,
    kind: 'kind',
    status: 'status',
    outcome: 'outcome',
    amount: 'amount',
    fee: 'fee',
    balance: 'balance',
    storageMb: 'storage_mb',
    egressMb: 'egress_mb',
    latencyMs: 'latency_ms',
    uptimePct: 'uptime_pct',
    periodStart: 'period_start',
    periodEnd: 'period_end',
    disputeId: 'dispute_id',
  },
  identity: RECORD_IDENTITY,
  orders: { POSITION: [] },
  tail: PLACE,
  needs: { amount: ['amount', ...OF_DEAL], fee: ['fee', ...OF_DEAL], dispute: ['disputeId'] },
  conditions: (sql, filter, market) => [
    ...dealRecordConditions(sql, 'deal_change', filter, market),
    ...given(filter.kinds, (list) => sql`deal_change.kind = any(${[...list]}::text[])`),
  ],
}
