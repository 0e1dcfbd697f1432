/** Facts about the reputation of a party. */

export interface ReputationChanged {
  readonly event: 'reputation_changed'
  /** Whose. */
  readonly party: string
  readonly role: 'provider' | 'consumer'
  /** After the change, 0 to 100. */
  readonly reputation: number
  readonly previous: number
  /** settled | underpaid | sla_breach | completed | finished | slashed */
  readonly reason: string
  readonly consumer: string
  readonly provider: string
  /** 0: it is about a stream. */
  readonly dealId: number
  /** 0: it is about a deal. */
  readonly streamId: number
}

export type ReputationFact = ReputationChanged
