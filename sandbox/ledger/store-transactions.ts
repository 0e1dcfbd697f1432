/** Transactions as rows. */
import type { AppliedTransaction } from './network.ts'
import { bytes, type Row, type Values } from './store-columns.ts'

/** In the order of the columns of the insert statement. */
export const transactionRow = (transaction: AppliedTransaction): Values => [
  transaction.ledger,
  transaction.position,
  transaction.hash,
  transaction.innerHash,
  transaction.closeTime,
  transaction.successful ? 1 : 0,
  transaction.envelope,
  transaction.result,
  transaction.meta,
  transaction.feeChanges,
  transaction.postFeeChanges,
]

export const readTransaction = (row: Row | undefined): AppliedTransaction | undefined =>
  row && {
    hash: String(row.hash),
    innerHash: row.inner_hash === null ? null : String(row.inner_hash),
    ledger: Number(row.ledger),
    position: Number(row.position),
    closeTime: BigInt(row.close_time as number),
    successful: row.successful === 1,
    envelope: bytes(row.envelope),
    result: bytes(row.result),
    meta: bytes(row.meta),
    feeChanges: bytes(row.fee_changes),
    postFeeChanges: bytes(row.post_fee_changes),
  }
