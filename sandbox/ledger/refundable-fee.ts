/** Whether the refundable part of the resource fee covers rent and events; order and texts are stellar-core's. */
import { errorEvent } from './diagnostics.ts'
import { computeResourceFee } from './fees.ts'
import type { OperationContext } from './operations/context.ts'

export type RefundableUse = { used: bigint } | { problem: Uint8Array }

const TEXT = 'refundable resource fee was not sufficient to cover the'

/** @returns stroops used, or the DiagnosticEvent that says what is missing */
export const useRefundableFee = (context: OperationContext, eventBytes: number, rentFee: bigint): RefundableUse => {
  const { host, transaction } = context
  const { nonRefundable, refundable } = computeResourceFee(host, transaction, eventBytes)
  const most = transaction.sorobanData!.resourceFee - nonRefundable
  if (rentFee > most) {
    return { problem: errorEvent('Budget', 'ExceededLimit', `${TEXT} ledger storage rent: {} > {}`, [rentFee, most]) }
  }
  if (rentFee + refundable > most) {
    const text = `${TEXT} events fee after paying for ledger storage rent: {} > {}`
    return { problem: errorEvent('Budget', 'ExceededLimit', text, [refundable, most - rentFee]) }
  }
  return { used: rentFee + refundable }
}
