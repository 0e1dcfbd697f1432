/** When a transaction may be applied: time bounds, ledger bounds, and the age of its source's sequence number. */
import type { xdr } from '@stellar/stellar-sdk'
import { sequenceUse } from './accounts.ts'
import type { TransactionCode } from './results.ts'

/** The ledger a transaction would be part of. */
export interface LedgerPoint {
  sequence: number
  /** Unix seconds. */
  closeTime: bigint
}

const timeBounds = (cond: xdr.Preconditions): xdr.TimeBounds | null => {
  if (cond.type === 'precondTime') return cond.timeBounds
  return cond.type === 'precondV2' ? cond.v2.timeBounds : null
}

/**
 * @param latest when it would be applied at the latest, as far as one can know
 * @returns the refusal, or null
 */
export const boundsProblem = (cond: xdr.Preconditions, ledger: LedgerPoint, latest: bigint): TransactionCode | null => {
  const times = timeBounds(cond)
  const ledgers = cond.type === 'precondV2' ? cond.v2.ledgerBounds : null
  if (times !== null && times.minTime > ledger.closeTime) return 'txTooEarly'
  if (ledgers !== null && ledgers.minLedger > ledger.sequence) return 'txTooEarly'
  if (times !== null && times.maxTime !== 0n && times.maxTime < latest) return 'txTooLate'
  if (ledgers !== null && ledgers.maxLedger !== 0 && ledgers.maxLedger <= ledger.sequence) return 'txTooLate'
  return null
}

/** Whether the source used its sequence number too recently for this transaction. */
export const isTooYoung = (cond: xdr.Preconditions, source: xdr.AccountEntry, ledger: LedgerPoint): boolean => {
  if (cond.type !== 'precondV2') return false
  const { minSeqAge, minSeqLedgerGap } = cond.v2
  const use = sequenceUse(source)
  return ledger.closeTime - use.time < minSeqAge || ledger.sequence - use.ledger < minSeqLedgerGap
}

/** The least sequence number the source may have; null: exactly one less than the transaction's. */
export const minimumSequence = (cond: xdr.Preconditions): bigint | null =>
  cond.type === 'precondV2' ? cond.v2.minSeqNum : null

/** Signers that have to sign besides. */
export const extraSigners = (cond: xdr.Preconditions): readonly xdr.SignerKey[] =>
  cond.type === 'precondV2' ? cond.v2.extraSigners : []
