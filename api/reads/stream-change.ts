/** The history of streams: each event, what it moved, and the state after it. */
import { given, oneOf } from './fragment.ts'
import type { Noun } from './noun.ts'
import { PLACE, RECORD_IDENTITY, type RecordOrder } from './record.ts'
import type { StreamStatus } from './stream.ts'
import {
  STREAM_RECORD_COLUMNS,
  type StreamRecordFilter,
  type StreamRecordRow,
  streamRecordConditions,
} from './stream-record.ts'

export type StreamChangeKind =
  | 'opened'
  | 'accepted'
  | 'withdrawn'
  | 'chunks_released'
  | 'slashed'
  | 'finished'
  | 'dispute_changed'
  | 'resolved'

export interface StreamChangeRow extends StreamRecordRow {
  kind: StreamChangeKind
  status: StreamStatus
  amount: string | null
  fee: string | null
  tip: string | null
  collateral: string | null
  chunks: number | null
  released: number
  balance: string
  disputeId: number | null
}

export interface StreamChangeFilter extends StreamRecordFilter {
  readonly kinds?: readonly StreamChangeKind[] | null | undefined
}

export const streamChanges: Noun<StreamChangeRow, StreamChangeFilter, RecordOrder> = {
  table: 'stream_change',
  columns: {
    ...STREAM_RECORD_COLUMNS,
    kind: 'kind',
    status: 'status',
    amount: 'amount',
    fee: 'fee',
    tip: 'tip',
    collateral: 'collateral',
    chunks: 'chunks',
    released: 'released',
    balance: 'balance',
    disputeId: 'dispute_id',
  },
  identity: RECORD_IDENTITY,
  orders: { POSITION: [] },
  tail: PLACE,
  // The stream says which asset its amounts are in.
  needs: {
    amount: ['amount', 'streamId'],
    fee: ['fee', 'streamId'],
    tip: ['tip', 'streamId'],
    collateral: ['collateral', 'streamId'],
    dispute: ['disputeId'],
  },
  conditions: (sql, filter, market) => [
    ...streamRecordConditions(sql, 'stream_change', filter, market),
    ...given(filter.kinds, (list) => oneOf(sql, 'stream_change.kind', list)),
  ],
}
