/** GeneralizedTransactionSet: what a ledger's transactions are, before any is applied. */

import { BASE_FEE } from './fees.ts'
import { sha256 } from './hash.ts'
import type { Transaction } from './transaction.ts'
import { array, concat, int32, int64, optional } from './xdr-bytes.ts'

export interface TransactionSet {
  /** GeneralizedTransactionSet */
  xdr: Uint8Array
  hash: Uint8Array
  /** Classic transactions in the order they came, then Soroban ones. */
  applyOrder: Transaction[]
}

/** Within the set transactions are sorted by the hash of their envelope. */
const sortedEnvelopes = (transactions: readonly Transaction[]): Uint8Array[] =>
  [...transactions].sort((a, b) => Buffer.compare(a.envelopeHash, b.envelopeHash)).map(({ envelope }) => envelope)

export const createTransactionSet = (
  previousLedgerHash: Uint8Array,
  transactions: readonly Transaction[],
): TransactionSet => {
  const classic = transactions.filter(({ soroban }) => !soroban)
  const soroban = transactions.filter((transaction) => transaction.soroban)
  const xdr = concat([int32(1), previousLedgerHash, array([classicPhase(classic), sorobanPhase(soroban)])])
  return { xdr, hash: sha256(xdr), applyOrder: [...classic, ...soroban] }
}

const baseFee = optional(int64(BASE_FEE))

/** One component of transactions that may be charged less than they offer; none when empty. */
const classicPhase = (transactions: readonly Transaction[]): Uint8Array => {
  const component = concat([int32(0), baseFee, array(sortedEnvelopes(transactions))])
  return concat([int32(0), array(transactions.length === 0 ? [] : [component])])
}

/** One stage of one cluster: nothing runs in parallel here. */
const sorobanPhase = (transactions: readonly Transaction[]): Uint8Array => {
  if (transactions.length === 0) return concat([int32(1), optional(null), array([])])
  const cluster = array(sortedEnvelopes(transactions))
  return concat([int32(1), baseFee, array([array([cluster])])])
}
