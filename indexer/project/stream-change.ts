/** The history of streams: a row for each event that changed one. */
import type { Transaction } from '../../prisma/client.ts'
import { type Fact, streamChangeOf } from '../decode/fact.ts'
import type { StreamFact } from '../decode/facts/stream.ts'
import { placeColumns } from './moment.ts'
import { insertNew, PLACE, type Row, table } from './table.ts'

const STREAM_CHANGE = table({
  name: 'stream_change',
  key: ['toid', 'event_index'],
  columns: {
    ...PLACE,
    consumer: 'text',
    provider: 'text',
    stream_id: 'int',
    kind: 'text',
    status: 'text',
    amount: 'numeric',
    fee: 'numeric',
    tip: 'numeric',
    collateral: 'numeric',
    chunks: 'int',
    released: 'int',
    balance: 'numeric',
    dispute_id: 'int',
  },
})

export const TABLE = STREAM_CHANGE.name

export type Rows = Row<typeof STREAM_CHANGE>[]

export const empty = (): Rows => []

export const collect = (rows: Rows, fact: Fact) => {
  const change = streamChangeOf(fact)
  if (change === undefined) return
  const { consumer, provider, streamId, event, state, position } = change
  rows.push({
    ...placeColumns(position),
    consumer,
    provider,
    stream_id: streamId,
    kind: event.replace('stream_', ''),
    status: state.status,
    released: state.released,
    balance: state.balance,
    ...NOTHING,
    ...movedBy(change),
  })
}

export const write = (tx: Transaction, marketId: number, rows: Rows) => insertNew(tx, STREAM_CHANGE, marketId, rows)

const NOTHING = { amount: null, fee: null, tip: null, collateral: null, chunks: null, dispute_id: null }

/** What the change moved, released or disputed. */
const movedBy = (fact: StreamFact) => {
  switch (fact.event) {
    case 'stream_opened':
      return { amount: fact.state.paidIn }
    case 'stream_accepted':
      return { collateral: fact.state.collateralPaid }
    case 'stream_withdrawn':
      return { amount: fact.refund }
    case 'chunks_released':
      return { amount: fact.gross, fee: fact.fee, tip: fact.tip, chunks: fact.chunks.length }
    case 'stream_slashed':
    case 'stream_finished':
      return { amount: fact.refund, collateral: fact.collateral }
    case 'stream_dispute_changed':
      return { dispute_id: fact.disputeId }
    case 'stream_resolved':
      return { amount: fact.net + fact.refund, dispute_id: fact.disputeId }
  }
}
