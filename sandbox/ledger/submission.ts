/** The way of an envelope into the next ledger: checked when it comes, and again when the ledger is put together. */
import type { Chain } from './chain.ts'
import type { CloseTimes } from './close-times.ts'
import { reportedFee } from './fees.ts'
import { createMempool } from './mempool.ts'
import type { Submission } from './network.ts'
import { encodeResult } from './results.ts'
import { parseTransaction, type Transaction } from './transaction.ts'
import { type Refusal, validate } from './validate.ts'

/** Ledgers for which a transaction that was applied is answered with "try again later". */
const REMEMBERED_LEDGERS = 10

export interface Submissions {
  /** @throws InvalidEnvelope */
  submit(envelope: Uint8Array): Submission
  pending(): number
  /** Hands over what waits: what has become invalid meanwhile is dropped. */
  take(closeTime: bigint): Transaction[]
}

export const createSubmissions = (chain: Chain, times: CloseTimes): Submissions => {
  const { state, store, context } = chain
  const mempool = createMempool((hash) => {
    const found = store.transaction(hash)
    return found !== undefined && found.ledger > chain.latest().sequence - REMEMBERED_LEDGERS
  })
  const check = (transaction: Transaction, closeTime: bigint, latestCloseTime: bigint): Refusal | null => {
    const ledger = { sequence: chain.latest().sequence + 1, closeTime }
    return validate(transaction, { ...context, entries: state, ledger, latestCloseTime })
  }
  return {
    submit(envelope) {
      const transaction = parseTransaction(envelope, context.networkId)
      const { hash } = transaction
      const obstacle = mempool.obstacle(transaction, context.settings)
      if (obstacle !== null) return { status: obstacle, hash }
      const latest = chain.latest()
      const refusal = check(transaction, latest.closeTime, times.expected(latest))
      if (refusal !== null) return refused(transaction, refusal)
      mempool.add(transaction)
      return { status: 'PENDING', hash }
    },
    pending: () => mempool.size(),
    take(closeTime) {
      const waiting = mempool.list()
      mempool.remove(waiting)
      return waiting.filter((transaction) => check(transaction, closeTime, closeTime) === null)
    },
  }
}

/** Where no fee can be computed, none is reported. */
const refused = (transaction: Transaction, refusal: Refusal): Submission => {
  const hasNoFee = refusal.code === 'txMalformed' && refusal.outer === true
  const result = encodeResult(transaction, refusal, hasNoFee ? 0n : reportedFee(transaction))
  return { status: 'ERROR', hash: transaction.hash, result, diagnosticEvents: refusal.diagnostics }
}
