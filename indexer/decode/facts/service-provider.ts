/** Facts about an account that offers services around storage. */

/** A service provider after an event. */
export interface ServiceProviderState {
  readonly category: string
  readonly description: string
  /** Ledger seconds. */
  readonly registeredTs: bigint
  /** Ledger seconds. */
  readonly lastUpdateTs: bigint
}

export interface ServiceProviderFact extends ServiceProviderState {
  readonly event: 'service_provider_registered' | 'service_provider_updated' | 'service_provider_deleted'
  readonly serviceProvider: string
}
