/** Hashes of evidence that parties brought to disputes. */
import { given, oneOf } from './fragment.ts'
import type { Noun } from './noun.ts'
import {
  type PartiesRecordFilter,
  PLACE,
  partiesRecordConditions,
  RECORD_COLUMNS,
  RECORD_IDENTITY,
  type RecordOrder,
  type RecordRow,
} from './record.ts'
import type { Relation } from './related.ts'

export interface DisputeEvidenceRow extends RecordRow {
  consumer: string
  provider: string
  disputeId: number
  party: string
  evidenceHash: string
}

export interface DisputeEvidenceFilter extends PartiesRecordFilter {
  readonly disputeId?: number | null | undefined
  readonly parties?: readonly string[] | null | undefined
}

export const disputeEvidence: Noun<DisputeEvidenceRow, DisputeEvidenceFilter, RecordOrder> = {
  table: 'dispute_evidence',
  columns: {
    ...RECORD_COLUMNS,
    consumer: 'consumer',
    provider: 'provider',
    disputeId: 'dispute_id',
    party: 'party',
    evidenceHash: 'evidence_hash',
  },
  identity: RECORD_IDENTITY,
  orders: { POSITION: [] },
  tail: PLACE,
  conditions: (sql, filter, market) => [
    ...partiesRecordConditions(sql, 'dispute_evidence', filter, market),
    ...given(filter.disputeId, (id) => sql`dispute_evidence.dispute_id = ${id}`),
    ...given(filter.parties, (list) => oneOf(sql, 'dispute_evidence.party', list)),
  ],
}

export const EVIDENCE_OF_DISPUTE: Relation<DisputeEvidenceRow> = [
  { property: 'marketId', type: 'int4' },
  { property: 'disputeId', type: 'int4' },
]
