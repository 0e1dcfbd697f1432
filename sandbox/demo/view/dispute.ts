import type { MarketView } from '../market-view.ts'
import { type Data, integer, variant } from './value.ts'

export interface DisputeView {
  readonly disputeId: number
  readonly consumer: string
  readonly provider: string
  /** Deal or Stream, and its number. */
  readonly subject: string
  readonly subjectId: number
  readonly openedBy: string
  readonly status: string
  readonly deadlineTs: bigint
  readonly evidence: number
}

export const openDispute = (view: MarketView, [consumer, provider, id]: readonly unknown[], data: Data) => {
  view.disputes.set(Number(id), {
    disputeId: Number(id),
    consumer: String(consumer),
    provider: String(provider),
    subject: variant(data.subject),
    subjectId: Number(data.subject_id),
    openedBy: String(data.opened_by),
    ...stateOf(data),
  })
}

export const updateDispute = (view: MarketView, topics: readonly unknown[], data: Data) => {
  const dispute = view.disputes.get(Number(topics[2]))
  if (dispute !== undefined) view.disputes.set(dispute.disputeId, { ...dispute, ...stateOf(data) })
}

const stateOf = (data: Data) => {
  const state = data.state as Data
  return {
    status: variant(state.status),
    deadlineTs: integer(state.deadline_ts),
    evidence: Number(state.evidence_count),
  }
}
