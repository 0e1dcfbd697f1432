/** Disputes: what they are about from their opening, state from their last event. */
import type { Transaction } from '../../prisma/client.ts'
import type { Fact, FactOf } from '../decode/fact.ts'
import type { DisputeFact, DisputeOpened } from '../decode/facts/dispute.ts'
import { positionColumns, time, timeOrLast, timeOrNever } from './moment.ts'
import { POSITION, type Row, table, updateNewer, upsertNewer } from './table.ts'

const STATE = table({
  name: 'dispute',
  key: ['dispute_id'],
  columns: {
    dispute_id: 'int',
    status: 'text',
    consumer_amount: 'numeric',
    provider_amount: 'numeric',
    evidence_count: 'int',
    opened_at: 'timestamptz',
    deadline_at: 'timestamptz',
    closed_at: 'timestamptz',
    updated_at: 'timestamptz',
    ...POSITION,
  },
})

const DISPUTE = table({
  name: 'dispute',
  key: STATE.key,
  columns: {
    ...STATE.columns,
    consumer: 'text',
    provider: 'text',
    deal_id: 'int',
    stream_id: 'int',
    opened_by: 'text',
    reason: 'text',
    reason_hash: 'text',
  },
})

export const TABLE = DISPUTE.name

/** By dispute: its opening where that is in the batch, and its last event. */
export type Rows = Map<number, { opened: FactOf<DisputeOpened> | undefined; last: FactOf<DisputeFact> }>

export const empty = (): Rows => new Map()

export const collect = (rows: Rows, fact: Fact) => {
  switch (fact.event) {
    case 'dispute_opened':
      rows.set(fact.disputeId, { opened: fact, last: fact })
      break
    case 'dispute_evidence_added':
    case 'dispute_resolved':
    case 'dispute_withdrawn':
    case 'dispute_lapsed':
      rows.set(fact.disputeId, { opened: rows.get(fact.disputeId)?.opened, last: fact })
  }
}

/** A dispute whose opening was never seen (it lies in a gap) gets no row. */
export const write = async (tx: Transaction, marketId: number, rows: Rows) => {
  const opened: Row<typeof DISPUTE>[] = []
  const changed: Row<typeof STATE>[] = []
  for (const { opened: opening, last } of rows.values())
    if (opening === undefined) changed.push(stateOf(last))
    else opened.push({ ...stateOf(last), ...aboutOf(opening) })
  await upsertNewer(tx, DISPUTE, marketId, opened)
  await updateNewer(tx, STATE, marketId, changed)
}

const stateOf = ({ disputeId, state, position }: FactOf<DisputeFact>): Row<typeof STATE> => ({
  dispute_id: disputeId,
  status: state.status,
  consumer_amount: state.status === 'Resolved' ? state.consumerAmount : null,
  provider_amount: state.status === 'Resolved' ? state.providerAmount : null,
  evidence_count: state.evidenceCount,
  opened_at: time(state.openedTs),
  deadline_at: timeOrLast(state.deadlineTs),
  closed_at: timeOrNever(state.closedTs),
  updated_at: position.closedAt,
  ...positionColumns(position),
})

const aboutOf = ({ consumer, provider, openedBy, reason, reasonHash, subject, subjectId }: DisputeOpened) => ({
  consumer,
  provider,
  deal_id: subject === 'Deal' ? subjectId : null,
  stream_id: subject === 'Stream' ? subjectId : null,
  opened_by: openedBy,
  reason,
  reason_hash: reasonHash,
})
