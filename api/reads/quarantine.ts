/** Events that could not be decoded, with the reason. */
import { given } from './fragment.ts'
import type { Noun } from './noun.ts'
import { PLACE, RECORD_COLUMNS, RECORD_IDENTITY, type RecordOrder, type RecordRow } from './record.ts'

export interface QuarantineRow extends Omit<RecordRow, 'closedAt' | 'txHash'> {
  reason: string
}

export interface QuarantineFilter {
  readonly ledgerFrom?: number | null | undefined
  readonly ledgerTo?: number | null | undefined
}

const { closedAt: _, txHash: __, ...columns } = RECORD_COLUMNS

export const quarantine: Noun<QuarantineRow, QuarantineFilter, RecordOrder> = {
  table: 'quarantine',
  columns: { ...columns, reason: 'reason' },
  identity: RECORD_IDENTITY,
  orders: { POSITION: [] },
  tail: PLACE,
  conditions: (sql, filter) => [
    ...given(filter.ledgerFrom, (ledger) => sql`quarantine.ledger >= ${ledger}`),
    ...given(filter.ledgerTo, (ledger) => sql`quarantine.ledger <= ${ledger}`),
  ],
}
