/** The history of credits: what a token refused, and what was claimed. */
import { given, oneOf } from './fragment.ts'
import type { Noun } from './noun.ts'
import {
  PLACE,
  RECORD_COLUMNS,
  RECORD_IDENTITY,
  type RecordFilter,
  type RecordOrder,
  type RecordRow,
  recordConditions,
} from './record.ts'
import type { Relation } from './related.ts'

export type CreditChangeKind = 'added' | 'claimed'

export interface CreditChangeRow extends RecordRow {
  party: string
  asset: string
  kind: CreditChangeKind
  amount: string
  /** Owed afterwards. */
  credit: string
  /** Who received a claim. */
  to: string | null
}

export interface CreditChangeFilter extends RecordFilter {
  readonly party?: string | null | undefined
  readonly assets?: readonly string[] | null | undefined
  readonly kinds?: readonly CreditChangeKind[] | null | undefined
}

export const creditChanges: Noun<CreditChangeRow, CreditChangeFilter, RecordOrder> = {
  table: 'credit_change',
  columns: {
    ...RECORD_COLUMNS,
    party: 'party',
    asset: 'asset',
    kind: 'kind',
    amount: 'amount',
    credit: 'credit',
    to: 'to_address',
  },
  identity: RECORD_IDENTITY,
  orders: { POSITION: [] },
  tail: PLACE,
  needs: { creditorAddress: ['party'], amount: ['amount', 'asset'], owed: ['credit', 'asset'] },
  conditions: (sql, filter, market) => [
    ...recordConditions(sql, 'credit_change', filter, market),
    ...given(filter.party, (party) => sql`credit_change.party = ${party}`),
    ...given(filter.assets, (list) => oneOf(sql, 'credit_change.asset', list)),
    ...given(filter.kinds, (list) => oneOf(sql, 'credit_change.kind', list)),
  ],
}

export const CHANGES_OF_CREDIT: Relation<CreditChangeRow> = [
  { property: 'marketId', type: 'int4' },
  { property: 'party', type: 'text' },
  { property: 'asset', type: 'text' },
]
