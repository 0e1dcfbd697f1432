/** What a market owes parties because a transfer to them failed. */
import { given, oneOf } from './fragment.ts'
import type { Noun } from './noun.ts'
import type { Relation } from './related.ts'

export interface CreditRow {
  marketId: number
  party: string
  asset: string
  amount: string
  updatedAt: Date
}

export interface CreditFilter {
  readonly party?: string | null | undefined
  readonly assets?: readonly string[] | null | undefined
  readonly owed?: boolean | null | undefined
  readonly amountMin?: bigint | null | undefined
}

export type CreditOrder = 'PARTY' | 'AMOUNT' | 'UPDATED_AT'

export const credits: Noun<CreditRow, CreditFilter, CreditOrder> = {
  table: 'credit',
  columns: {
    marketId: 'market_id',
    party: 'party',
    asset: 'asset',
    amount: 'amount',
    updatedAt: 'updated_at',
  },
  identity: [
    { property: 'marketId', type: 'int4' },
    { property: 'party', type: 'text' },
    { property: 'asset', type: 'text' },
  ],
  orders: {
    PARTY: [],
    AMOUNT: [{ property: 'amount', type: 'numeric' }],
    UPDATED_AT: [{ property: 'updatedAt', type: 'timestamptz' }],
  },
  tail: [
    { property: 'party', type: 'text' },
    { property: 'asset', type: 'text' },
  ],
  conditions: (sql, filter) => [
    ...given(filter.party, (party) => sql`credit.party = ${party}`),
    ...given(filter.assets, (list) => oneOf(sql, 'credit.asset', list)),
    ...given(filter.owed, (owed) => (owed ? sql`credit.amount > 0` : sql`credit.amount = 0`)),
    ...given(filter.amountMin, (min) => sql`credit.amount >= ${String(min)}::numeric`),
  ],
}

export const CREDITS_OF_PARTY: Relation<CreditRow> = [
  { property: 'marketId', type: 'int4' },
  { property: 'party', type: 'text' },
]
