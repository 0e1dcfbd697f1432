/** Facts about an account that offers storage. */

/** A provider after an event. */
export interface ProviderState {
  readonly description: string
  /** Ledger seconds. */
  readonly registeredTs: bigint
  /** Ledger seconds. */
  readonly lastUpdateTs: bigint
  /** 0 to 100. */
  readonly reputation: number
  readonly unitsCount: number
}

export interface ProviderFact extends ProviderState {
  readonly event: 'provider_registered' | 'provider_updated' | 'provider_deleted'
  readonly provider: string
}
