/** Facts about the reputation of a party. */

export interface ReputationChanged {
  readonly event: 'reputation_changed'
  /** Whose. */
  readonly party: string
  readonly role: 'provider' | 'consumer'
  /** After the change, 0 to 100. */
  readonly reputation: number
  readonly previous: number
  /** settled | underpaid | sla_breach | completed */
  readonly reason: string
  readonly consumer: string
  readonly provider: string
  readonly dealId: number
}

export type ReputationFact = ReputationChanged
