/**
 * Transactions that wait for the next ledger: one for each source account. What is pending may be sent again
 * (DUPLICATE); what was applied lately, and a second one of an account, may be sent later (TRY_AGAIN_LATER).
 */

import { keyText } from './keys.ts'
import type { NetworkSettings } from './network-settings.ts'
import type { Transaction } from './transaction.ts'

export interface Mempool {
  /** What stands in a transaction's way before it is looked at, or null. */
  obstacle(transaction: Transaction, settings: NetworkSettings): 'DUPLICATE' | 'TRY_AGAIN_LATER' | null
  add(transaction: Transaction): void
  size(): number
  /** In the order they came. */
  list(): Transaction[]
  remove(transactions: readonly Transaction[]): void
}

/** @param wasAppliedLately by hash */
export const createMempool = (wasAppliedLately: (hash: string) => boolean): Mempool => {
  const waiting = new Map<string, Transaction>()
  const accounts = new Set<string>()
  return {
    obstacle(transaction, settings) {
      if (waiting.has(transaction.hash)) return 'DUPLICATE'
      const mustWait =
        wasAppliedLately(transaction.hash) ||
        accounts.has(keyText(transaction.source)) ||
        isBeyondLedger(transaction, settings)
      return mustWait ? 'TRY_AGAIN_LATER' : null
    },
    add(transaction) {
      waiting.set(transaction.hash, transaction)
      accounts.add(keyText(transaction.source))
    },
    size: () => waiting.size,
    list: () => [...waiting.values()],
    remove(transactions) {
      for (const { hash, source } of transactions) {
        waiting.delete(hash)
        accounts.delete(keyText(source))
      }
    },
  }
}

/** No ledger could hold it: the queue of a real node does not even look further. */
const isBeyondLedger = ({ sorobanData }: Transaction, { ledgerMaxInstructions }: NetworkSettings): boolean =>
  sorobanData !== null && BigInt(sorobanData.resources.instructions) > ledgerMaxInstructions
