/** The history of credits: a row for each that grew, and for each claim. */
import type { Transaction } from '../../prisma/client.ts'
import type { Fact, FactOf } from '../decode/fact.ts'
import type { CreditFact } from '../decode/facts/credit.ts'
import { placeColumns } from './moment.ts'
import { insertNew, PLACE, type Row, table } from './table.ts'

const CREDIT_CHANGE = table({
  name: 'credit_change',
  key: ['toid', 'event_index'],
  columns: {
    ...PLACE,
    ...{ party: 'text', asset: 'text', kind: 'text', amount: 'numeric', credit: 'numeric', to_address: 'text' },
  },
})

export const TABLE = CREDIT_CHANGE.name

export type Rows = Row<typeof CREDIT_CHANGE>[]

export const empty = (): Rows => []

export const collect = (rows: Rows, fact: Fact) => {
  if (fact.event === 'credit_added' || fact.event === 'credit_claimed') rows.push(changeOf(fact))
}

export const write = (tx: Transaction, marketId: number, rows: Rows) => insertNew(tx, CREDIT_CHANGE, marketId, rows)

const changeOf = (fact: FactOf<CreditFact>): Row<typeof CREDIT_CHANGE> => ({
  ...placeColumns(fact.position),
  party: fact.party,
  asset: fact.asset,
  kind: fact.event === 'credit_added' ? 'added' : 'claimed',
  amount: fact.amount,
  credit: fact.credit,
  to_address: fact.event === 'credit_claimed' ? fact.to : null,
})
