/** Facts about an account that rents storage. */

/** A consumer after an event. */
export interface ConsumerState {
  readonly description: string
  /** Ledger seconds. */
  readonly registeredTs: bigint
  /** Ledger seconds. */
  readonly lastUpdateTs: bigint
  /** 0 to 100. */
  readonly reputation: number
}

export interface ConsumerFact extends ConsumerState {
  readonly event: 'consumer_registered' | 'consumer_updated' | 'consumer_deleted'
  readonly consumer: string
}
