/** Facts about a streaming payment: its frozen terms, and its state after each event. */

export type StreamStatus = 'Open' | 'Active' | 'Finished' | 'Withdrawn' | 'Slashed' | 'Resolved'

/** What was agreed when it was opened and never changes. */
export interface StreamTerms {
  /** Contract address of the token. */
  readonly asset: string
  /** Uncompressed secp256k1 key, hex. */
  readonly attestor: string
  /** Token units, fee included. */
  readonly chunkAmount: bigint
  /** Token units, for whoever brings the proof. */
  readonly chunkTip: bigint
  readonly chunks: number
  /** Token units that the provider locks. */
  readonly collateral: bigint
  /** Ledger seconds. */
  readonly createdTs: bigint
  /** Ledger seconds; any number. */
  readonly deadlineTs: bigint
  /** Basis points. */
  readonly feeBps: number
  readonly proofSetId: bigint
}

/**
 * A stream after an event; paidIn = paidOut + fees + tips + refunded + balance, and
 * collateralPaid = collateral + collateralReturned + collateralSlashed.
 */
export interface StreamState {
  readonly status: StreamStatus
  readonly balance: bigint
  readonly paidIn: bigint
  /** What the provider received. */
  readonly paidOut: bigint
  readonly fees: bigint
  readonly tips: bigint
  readonly refunded: bigint
  /** Held now. */
  readonly collateral: bigint
  readonly collateralPaid: bigint
  readonly collateralReturned: bigint
  readonly collateralSlashed: bigint
  /** Chunks. */
  readonly released: number
  /** Ledger seconds; 0: not accepted. */
  readonly acceptedTs: bigint
  /** Ledger seconds; any number. */
  readonly deadlineTs: bigint
  /** 0: none is open. */
  readonly disputeId: number
}

/** Which stream, and its state after the event. */
export interface StreamKeyAndState {
  readonly consumer: string
  readonly provider: string
  readonly streamId: number
  readonly state: StreamState
}

export interface StreamOpened extends StreamKeyAndState {
  readonly event: 'stream_opened'
  readonly bucketId: number
  readonly terms: StreamTerms
}

/** The provider locked the collateral. */
export interface StreamAccepted extends StreamKeyAndState {
  readonly event: 'stream_accepted'
}

export interface StreamWithdrawn extends StreamKeyAndState {
  readonly event: 'stream_withdrawn'
  readonly refund: bigint
}

/** A chunk that a proof released. */
export interface ReleasedChunk {
  /** From 0. */
  readonly chunk: number
  /** Hex. */
  readonly root: string
  /** Ledger seconds, as the attestor signed them. */
  readonly timestamp: bigint
}

export interface ChunksReleased extends StreamKeyAndState {
  readonly event: 'chunks_released'
  readonly chunks: readonly ReleasedChunk[]
  readonly gross: bigint
  readonly fee: bigint
  readonly net: bigint
  readonly feeRecipient: string
  /** Who gets the tip; null: it stays in the balance. */
  readonly relayer: string | null
  /** Of all chunks together. */
  readonly tip: bigint
}

export interface StreamEnded extends StreamKeyAndState {
  readonly event: 'stream_slashed' | 'stream_finished'
  /** Slashed: to the consumer; finished: back to the provider. */
  readonly collateral: bigint
  /** What was not released, to the consumer. */
  readonly refund: bigint
}

/** A dispute about it was opened, withdrawn, or lapsed. */
export interface StreamDisputeChanged extends StreamKeyAndState {
  readonly event: 'stream_dispute_changed'
  readonly disputeId: number
}

/** The arbiter split what was held, collateral included. */
export interface StreamResolved extends StreamKeyAndState {
  readonly event: 'stream_resolved'
  readonly disputeId: number
  /** To the provider. */
  readonly net: bigint
  /** To the consumer. */
  readonly refund: bigint
}

export type StreamFact =
  | StreamOpened
  | StreamAccepted
  | StreamWithdrawn
  | ChunksReleased
  | StreamEnded
  | StreamDisputeChanged
  | StreamResolved
