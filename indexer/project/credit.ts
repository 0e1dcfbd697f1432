/** What the contract owes because a transfer failed: by party and token, what is owed now. */
import type { Transaction } from '../../prisma/client.ts'
import type { Fact, FactOf } from '../decode/fact.ts'
import type { CreditFact } from '../decode/facts/credit.ts'
import { positionColumns } from './moment.ts'
import { POSITION, type Row, table, upsertNewer } from './table.ts'

const CREDIT = table({
  name: 'credit',
  key: ['party', 'asset'],
  columns: { party: 'text', asset: 'text', amount: 'numeric', updated_at: 'timestamptz', ...POSITION },
})

export const TABLE = CREDIT.name

/** Last state by party and token. */
export type Rows = Map<string, Row<typeof CREDIT>>

export const empty = (): Rows => new Map()

export const collect = (rows: Rows, fact: Fact) => {
  if (fact.event === 'credit_added' || fact.event === 'credit_claimed')
    rows.set(`${fact.party} ${fact.asset}`, rowOf(fact))
}

export const write = (tx: Transaction, marketId: number, rows: Rows) =>
  upsertNewer(tx, CREDIT, marketId, [...rows.values()])

const rowOf = ({ party, asset, credit, position }: FactOf<CreditFact>): Row<typeof CREDIT> => ({
  party,
  asset,
  amount: credit,
  updated_at: position.closedAt,
  ...positionColumns(position),
})
