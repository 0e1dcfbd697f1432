/** Movements of tokens, each with its reason. */

import { DEAL_RECORD_COLUMNS, type DealRecordFilter, dealRecordConditions } from './deal-record.ts'
import { given } from './fragment.ts'
import type { Noun } from './noun.ts'
import { PLACE, RECORD_IDENTITY, type RecordOrder, type RecordRow } from './record.ts'
import type { Relation } from './related.ts'

export type PaymentKind =
  | 'funding'
  | 'deposit'
  | 'settlement'
  | 'fee'
  | 'refund'
  | 'collateral'
  | 'chunk'
  | 'tip'
  | 'slash'
  | 'collateral_return'
  | 'split'
  | 'claim'
  | 'sweep'

export interface PaymentRow extends RecordRow {
  /** What it is about: a deal or a stream, with their parties; neither for a claim or a sweep. */
  consumer: string | null
  provider: string | null
  dealId: number | null
  streamId: number | null
  /** The dispute whose decision it carries out. */
  disputeId: number | null
  part: number
  kind: PaymentKind
  from: string
  to: string
  asset: string | null
  amount: string
  /** The token refused to move it: the contract owes it to `to`. */
  credited: boolean
  /** Whose credit a claim takes. */
  creditor: string | null
}

/** The sum of payments for one reason in one asset. */
export interface PaymentTotalRow {
  kind: PaymentKind
  asset: string | null
  count: number
  /** Of all of them, those that became credits included. */
  sum: string
  /** Of those that the token refused to move, and that became credits. */
  credited: string
}

export interface PaymentFilter extends DealRecordFilter {
  readonly streamId?: number | null | undefined
  readonly disputeId?: number | null | undefined
  readonly kinds?: readonly PaymentKind[] | null | undefined
  readonly party?: string | null | undefined
  readonly from?: string | null | undefined
  readonly to?: string | null | undefined
  readonly assets?: readonly string[] | null | undefined
  readonly amountMin?: bigint | null | undefined
  readonly credited?: boolean | null | undefined
  readonly creditor?: string | null | undefined
}

export const payments: Noun<PaymentRow, PaymentFilter, RecordOrder> = {
  table: 'payment',
  columns: {
    ...DEAL_RECORD_COLUMNS,
    streamId: 'stream_id',
    disputeId: 'dispute_id',
    part: 'part',
    kind: 'kind',
    from: 'from_address',
    to: 'to_address',
    asset: 'asset',
    amount: 'amount',
    credited: 'credited',
    creditor: 'creditor',
  },
  identity: [...RECORD_IDENTITY, { property: 'part', type: 'int4' }],
  orders: { POSITION: [] },
  tail: [...PLACE, { property: 'part', type: 'int4' }],
  needs: { amount: ['amount', 'asset'], creditorAddress: ['creditor'] },
  totals: {
    select: `payment.kind, payment.asset, count(*)::int as count, sum(payment.amount)::text as sum,
      coalesce(sum(payment.amount) filter (where payment.credited), 0)::text as credited`,
    by: 'payment.kind, payment.asset',
  },
  conditions: (sql, filter, market) => [
    ...dealRecordConditions(sql, 'payment', filter, market),
    ...given(filter.streamId, (id) => sql`payment.stream_id = ${id}`),
    ...given(filter.disputeId, (id) => sql`payment.dispute_id = ${id}`),
    ...given(filter.kinds, (list) => sql`payment.kind = any(${[...list]}::text[])`),
    ...given(filter.party, (party) => sql`(payment.from_address = ${party} or payment.to_address = ${party})`),
    ...given(filter.from, (from) => sql`payment.from_address = ${from}`),
    ...given(filter.to, (to) => sql`payment.to_address = ${to}`),
    ...given(filter.assets, (list) => sql`payment.asset = any(${[...list]}::text[])`),
    ...given(filter.amountMin, (min) => sql`payment.amount >= ${String(min)}::numeric`),
    ...given(filter.credited, (credited) => (credited ? sql`payment.credited` : sql`not payment.credited`)),
    ...given(filter.creditor, (creditor) => sql`payment.creditor = ${creditor}`),
  ],
}

const MARKET = { property: 'marketId', type: 'int4' } as const

export const PAYMENTS_OF_CONSUMER: Relation<PaymentRow> = [MARKET, { property: 'consumer', type: 'text' }]
export const PAYMENTS_OF_PROVIDER: Relation<PaymentRow> = [MARKET, { property: 'provider', type: 'text' }]
