/** Facts about what the contract owes because a transfer failed. */

/** Whose, and in which token. */
export interface CreditKey {
  readonly party: string
  /** Contract address of the token. */
  readonly asset: string
}

export interface CreditAdded extends CreditKey {
  readonly event: 'credit_added'
  readonly amount: bigint
  /** Owed after the event. */
  readonly credit: bigint
}

export interface CreditClaimed extends CreditKey {
  readonly event: 'credit_claimed'
  readonly amount: bigint
  /** Owed after the event. */
  readonly credit: bigint
  readonly to: string
}

export type CreditFact = CreditAdded | CreditClaimed
