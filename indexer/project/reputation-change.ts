/** The history of reputations: a row for each step. */
import type { Transaction } from '../../prisma/client.ts'
import type { Fact } from '../decode/fact.ts'
import { numberOrNone, placeColumns } from './moment.ts'
import { insertNew, PLACE, type Row, table } from './table.ts'

const REPUTATION_CHANGE = table({
  name: 'reputation_change',
  key: ['toid', 'event_index'],
  columns: {
    ...PLACE,
    party: 'text',
    role: 'text',
    previous: 'int',
    reputation: 'int',
    reason: 'text',
    consumer: 'text',
    provider: 'text',
    deal_id: 'int',
    stream_id: 'int',
  },
})

export const TABLE = REPUTATION_CHANGE.name

export type Rows = Row<typeof REPUTATION_CHANGE>[]

export const empty = (): Rows => []

export const collect = (rows: Rows, fact: Fact) => {
  if (fact.event !== 'reputation_changed') return
  const { party, role, previous, reputation, reason, consumer, provider, dealId, streamId, position } = fact
  const change = { party, role, previous, reputation, reason }
  const about = { consumer, provider, deal_id: numberOrNone(dealId), stream_id: numberOrNone(streamId) }
  rows.push({ ...placeColumns(position), ...change, ...about })
}

export const write = (tx: Transaction, marketId: number, rows: Rows) => insertNew(tx, REPUTATION_CHANGE, marketId, rows)
