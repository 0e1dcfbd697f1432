/** Facts about a dispute: what it is about, and its state after each event. */

export type DisputeStatus = 'Open' | 'Resolved' | 'Withdrawn' | 'Lapsed'

/** A dispute after an event. */
export interface DisputeState {
  readonly status: DisputeStatus
  /** What the arbiter gave the consumer; 0 unless resolved. */
  readonly consumerAmount: bigint
  /** What the arbiter gave the provider; 0 unless resolved. */
  readonly providerAmount: bigint
  readonly evidenceCount: number
  /** Ledger seconds. */
  readonly openedTs: bigint
  /** Ledger seconds. */
  readonly deadlineTs: bigint
  /** Ledger seconds; 0: it is open. */
  readonly closedTs: bigint
}

/** Which dispute, and its state after the event. */
export interface DisputeKeyAndState {
  readonly consumer: string
  readonly provider: string
  readonly disputeId: number
  readonly state: DisputeState
}

export interface DisputeOpened extends DisputeKeyAndState {
  readonly event: 'dispute_opened'
  readonly openedBy: string
  readonly reason: string
  /** Hex. */
  readonly reasonHash: string
  readonly subject: 'Deal' | 'Stream'
  /** Number of the deal or stream. */
  readonly subjectId: number
}

export interface DisputeEvidenceAdded extends DisputeKeyAndState {
  readonly event: 'dispute_evidence_added'
  /** Hex. */
  readonly evidenceHash: string
  readonly party: string
}

export interface DisputeClosed extends DisputeKeyAndState {
  readonly event: 'dispute_resolved' | 'dispute_withdrawn' | 'dispute_lapsed'
}

export type DisputeFact = DisputeOpened | DisputeEvidenceAdded | DisputeClosed
