/** Facts about what the certifier vouches for. */

/** A certification after an event. */
export interface CertificationState {
  /** 1 to 100. */
  readonly level: number
  /** Ledger seconds. */
  readonly certifiedTs: bigint
  /** Ledger seconds; any number. */
  readonly validUntil: bigint
  /** Ledger seconds; 0: not revoked. */
  readonly revokedTs: bigint
}

export interface CertificationFact extends CertificationState {
  readonly event: 'certification_granted' | 'certification_revoked'
  /** Who is certified. */
  readonly subject: string
  readonly role: 'provider' | 'service_provider'
  readonly kind: string
}
