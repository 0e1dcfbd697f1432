/** Streams: terms from their opening, state from their last event. */
import type { Transaction } from '../../prisma/client.ts'
import { type Fact, type FactOf, streamChangeOf } from '../decode/fact.ts'
import type { StreamFact, StreamOpened } from '../decode/facts/stream.ts'
import { numberOrNone, positionColumns, time, timeOrLast, timeOrNever } from './moment.ts'
import { POSITION, type Row, table, updateNewer, upsertNewer } from './table.ts'

const STATE = table({
  name: 'stream',
  key: ['stream_id'],
  columns: {
    stream_id: 'int',
    status: 'text',
    balance: 'numeric',
    paid_in: 'numeric',
    paid_out: 'numeric',
    fees: 'numeric',
    tips: 'numeric',
    refunded: 'numeric',
    collateral: 'numeric',
    collateral_paid: 'numeric',
    collateral_returned: 'numeric',
    collateral_slashed: 'numeric',
    released: 'int',
    accepted_at: 'timestamptz',
    deadline_at: 'timestamptz',
    dispute_id: 'int',
    updated_at: 'timestamptz',
    ...POSITION,
  },
})

const STREAM = table({
  name: 'stream',
  key: STATE.key,
  columns: {
    ...STATE.columns,
    consumer: 'text',
    provider: 'text',
    bucket_id: 'int',
    asset: 'text',
    fee_bps: 'int',
    attestor: 'text',
    proof_set_id: 'numeric',
    chunks: 'int',
    chunk_amount: 'numeric',
    chunk_tip: 'numeric',
    term_collateral: 'numeric',
    term_deadline_at: 'timestamptz',
    created_at: 'timestamptz',
  },
})

export const TABLE = STREAM.name

/** By stream: its opening where that is in the batch, and its last event. */
export type Rows = Map<number, { opened: FactOf<StreamOpened> | undefined; last: FactOf<StreamFact> }>

export const empty = (): Rows => new Map()

export const collect = (rows: Rows, fact: Fact) => {
  const last = streamChangeOf(fact)
  if (last === undefined) return
  const opened = last.event === 'stream_opened' ? last : rows.get(last.streamId)?.opened
  rows.set(last.streamId, { opened, last })
}

/** A stream whose opening was never seen (it lies in a gap) has no terms and gets no row. */
export const write = async (tx: Transaction, marketId: number, rows: Rows) => {
  const opened: Row<typeof STREAM>[] = []
  const changed: Row<typeof STATE>[] = []
  for (const { opened: opening, last } of rows.values())
    if (opening === undefined) changed.push(stateOf(last))
    else opened.push({ ...stateOf(last), ...termsOf(opening) })
  await upsertNewer(tx, STREAM, marketId, opened)
  await updateNewer(tx, STATE, marketId, changed)
}

const stateOf = ({ streamId, state, position }: FactOf<StreamFact>): Row<typeof STATE> => ({
  stream_id: streamId,
  status: state.status,
  balance: state.balance,
  paid_in: state.paidIn,
  paid_out: state.paidOut,
  fees: state.fees,
  tips: state.tips,
  refunded: state.refunded,
  collateral: state.collateral,
  collateral_paid: state.collateralPaid,
  collateral_returned: state.collateralReturned,
  collateral_slashed: state.collateralSlashed,
  released: state.released,
  accepted_at: timeOrNever(state.acceptedTs),
  deadline_at: timeOrLast(state.deadlineTs),
  dispute_id: numberOrNone(state.disputeId),
  updated_at: position.closedAt,
  ...positionColumns(position),
})

const termsOf = ({ consumer, provider, bucketId, terms }: StreamOpened) => ({
  consumer,
  provider,
  bucket_id: bucketId,
  asset: terms.asset,
  fee_bps: terms.feeBps,
  attestor: terms.attestor,
  proof_set_id: terms.proofSetId,
  chunks: terms.chunks,
  chunk_amount: terms.chunkAmount,
  chunk_tip: terms.chunkTip,
  term_collateral: terms.collateral,
  term_deadline_at: timeOrLast(terms.deadlineTs),
  created_at: time(terms.createdTs),
})
