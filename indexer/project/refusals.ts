/**
 * Payouts that a token refused. The contract publishes `credit_added` where the transfer failed, before the event of the
 * call whose payout it was: a payout of the same operation to the same party, of the same amount, is the refused one.
 */
import type { Position } from '../decode/fact.ts'
import type { CreditAdded } from '../decode/facts/credit.ts'
import type { Movement } from './movement.ts'

/** Refusals of the current operation that no payout has taken yet. Facts come in chain order, and an operation is never split. */
export interface Refusals {
  add(fact: CreditAdded & { readonly position: Position }): void
  /** Whether a movement was refused; each refusal belongs to one movement. */
  take(position: Position, movement: Pick<Movement, 'to_address' | 'amount'>): boolean
}

export const createRefusals = (): Refusals => {
  let operation: bigint | undefined
  let open: { readonly party: string; readonly amount: bigint }[] = []
  return {
    add: ({ party, amount, position }) => {
      if (position.toid !== operation) open = []
      operation = position.toid
      open.push({ party, amount })
    },
    take: (position, movement) => {
      if (position.toid !== operation) return false
      const found = open.findIndex(({ party, amount }) => party === movement.to_address && amount === movement.amount)
      if (found >= 0) open.splice(found, 1)
      return found >= 0
    },
  }
}
