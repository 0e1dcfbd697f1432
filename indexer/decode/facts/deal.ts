/** Facts about a deal: its frozen terms, and its state after each event. */

export type DealStatus =
  | 'Pending'
  | 'Accepted'
  | 'Funded'
  | 'Completed'
  | 'Cancelled'
  | 'BreachedConsumer'
  | 'BreachedProvider'

/** What was agreed at creation and never changes. */
export interface DealTerms {
  /** Contract address of the token. */
  readonly asset: string
  /** Basis points. */
  readonly feeBps: number
  /** Token units. */
  readonly pricePerGbStorage: bigint
  /** Token units. */
  readonly pricePerGbEgress: bigint
  readonly slaAvgLatencyMs: number
  /** 100,000,000 is 100 %. */
  readonly slaAvgUptimePct: number
  readonly durationSecs: bigint
  readonly agreedStorageMb: bigint
  readonly agreedEgressMb: bigint
  readonly apiCompatibility: string
  /** Ledger seconds. */
  readonly createdTs: bigint
}

/** A deal after an event; paidIn = paidOut + fees + refunded + balance. */
export interface DealState {
  readonly status: DealStatus
  readonly balance: bigint
  readonly paidIn: bigint
  /** What the provider received. */
  readonly paidOut: bigint
  readonly fees: bigint
  readonly refunded: bigint
  readonly slashed: bigint
  readonly unpaidStorageMb: bigint
  readonly unpaidEgressMb: bigint
  readonly paidStorageMb: bigint
  readonly paidEgressMb: bigint
  readonly slashStorageMb: bigint
  readonly slashEgressMb: bigint
  readonly slaAvgLatencyMs: number
  readonly slaAvgUptimePct: number
  /** Ledger seconds; 0: not started. */
  readonly startTs: bigint
  /** Ledger seconds; 0: never. */
  readonly lastSettledTs: bigint
  /** Ledger seconds through which usage was reported by periods; 0: none was. */
  readonly periodEnd: bigint
  /** 0: none is open. */
  readonly disputeId: number
  readonly fbRepoId: string
}

/** Which deal, and its state after the event. */
export interface DealKeyAndState {
  readonly consumer: string
  readonly provider: string
  readonly dealId: number
  readonly state: DealState
}

export interface DealCreated extends DealKeyAndState {
  readonly event: 'deal_created'
  readonly bucketId: number
  readonly terms: DealTerms
}

/** Nothing moved but the status. */
export interface DealTurned extends DealKeyAndState {
  readonly event: 'deal_accepted' | 'deal_rejected' | 'deal_withdrawn' | 'deal_timed_out' | 'deal_deleted'
}

export interface DealPaidIn extends DealKeyAndState {
  readonly event: 'deal_funded' | 'deal_deposited'
  readonly amount: bigint
}

export interface DealUsageReported extends DealKeyAndState {
  readonly event: 'deal_usage_reported'
  /** Added by this report. */
  readonly storageMb: bigint
  /** Added by this report. */
  readonly egressMb: bigint
}

export interface DealSlaReported extends DealKeyAndState {
  readonly event: 'deal_sla_reported'
  readonly slaAvgLatencyMs: number
  readonly slaAvgUptimePct: number
}

/** Usage and service of a period, in one report. */
export interface DealPeriodReported extends DealKeyAndState {
  readonly event: 'deal_period_reported'
  /** Ledger seconds. */
  readonly periodStart: bigint
  /** Ledger seconds. */
  readonly periodEnd: bigint
  /** Added by this report. */
  readonly storageMb: bigint
  /** Added by this report. */
  readonly egressMb: bigint
  readonly slaAvgLatencyMs: number
  readonly slaAvgUptimePct: number
}

export interface DealSettled extends DealKeyAndState {
  readonly event: 'deal_settled'
  readonly outcome: 'paid' | 'partial' | 'sla_breach'
  readonly gross: bigint
  readonly fee: bigint
  readonly net: bigint
  readonly feeRecipient: string
  /** Settled, or slashed after a breach. */
  readonly storageMb: bigint
  /** Settled, or slashed after a breach. */
  readonly egressMb: bigint
}

export interface DealEnded extends DealKeyAndState {
  readonly event: 'deal_completed' | 'deal_cancelled' | 'deal_expired'
  readonly refund: bigint
}

/** A dispute about it was opened, withdrawn, or lapsed. */
export interface DealDisputeChanged extends DealKeyAndState {
  readonly event: 'deal_dispute_changed'
  readonly disputeId: number
}

/** The arbiter split what was held. */
export interface DealResolved extends DealKeyAndState {
  readonly event: 'deal_resolved'
  readonly disputeId: number
  /** To the provider. */
  readonly net: bigint
  /** To the consumer. */
  readonly refund: bigint
}

/** The event of generation 2, published beside the typed one: nothing is projected from it. */
export interface DealStatusEvent {
  readonly event: 'deal_status_event'
  readonly consumerId: string
  readonly providerId: string
  readonly dealId: number
  readonly status: DealStatus
}

/** Facts that leave a deal in a new state. */
export type DealChangeFact =
  | DealCreated
  | DealTurned
  | DealPaidIn
  | DealUsageReported
  | DealSlaReported
  | DealPeriodReported
  | DealSettled
  | DealEnded
  | DealDisputeChanged
  | DealResolved

export type DealFact = DealChangeFact | DealStatusEvent
