/** The history of roles: a row for each that passed to somebody else, the owner's included. */
import type { Transaction } from '../../prisma/client.ts'
import type { Fact } from '../decode/fact.ts'
import { placeColumns } from './moment.ts'
import { insertNew, PLACE, type Row, table } from './table.ts'

const ROLE_CHANGE = table({
  name: 'role_change',
  key: ['toid', 'event_index'],
  columns: { ...PLACE, role: 'text', holder: 'text', previous: 'text' },
})

export const TABLE = ROLE_CHANGE.name

export type Rows = Row<typeof ROLE_CHANGE>[]

export const empty = (): Rows => []

export const collect = (rows: Rows, fact: Fact) => {
  const change = changeOf(fact)
  if (change !== undefined) rows.push({ ...placeColumns(fact.position), ...change })
}

export const write = (tx: Transaction, marketId: number, rows: Rows) => insertNew(tx, ROLE_CHANGE, marketId, rows)

const changeOf = (fact: Fact) => {
  switch (fact.event) {
    case 'owner_changed':
      return { role: 'owner', holder: fact.owner, previous: fact.previous }
    case 'role_changed':
      return { role: fact.role, holder: fact.holder, previous: fact.previous }
    default:
      return undefined
  }
}
