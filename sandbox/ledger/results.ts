/** TransactionResult and OperationResult as bytes. */
import { xdr } from '@stellar/stellar-sdk'
import type { Transaction } from './transaction.ts'
import { array, concat, int32, int64 } from './xdr-bytes.ts'

const RESULT_CODES = xdr.TransactionResultCode
/** By name, such as `txBadSeq`. */
export type TransactionCode = {
  [Name in keyof typeof RESULT_CODES]: (typeof RESULT_CODES)[Name] extends xdr.TransactionResultCode ? Name : never
}[keyof typeof RESULT_CODES] &
  string

const codeNumber = (code: TransactionCode): number => (RESULT_CODES[code] as xdr.TransactionResultCode).value

/** Result of an operation that ran: its type's own code. @param rest what follows the code (an invocation's hash) */
export const innerResult = (type: xdr.OperationBody['type'], code: number, ...rest: Uint8Array[]): Uint8Array => {
  const operation = xdr.OperationType[type as keyof typeof xdr.OperationType] as unknown as xdr.OperationType
  return concat([int32(0), int32(operation.value), int32(code), ...rest])
}

/** Result of an operation that did not run: opBadAuth and the like. */
export const outerResult = (code: 'opBadAuth' | 'opNoAccount' | 'opNotSupported' | 'opTooManySubentries'): Uint8Array =>
  int32(xdr.OperationResultCode[code].value)

/** What a transaction came to. */
export interface Outcome {
  code: TransactionCode
  /** OperationResult each; only with txSuccess and txFailed. */
  operations: readonly Uint8Array[]
  /** The code is the fee bump's own and not the inner transaction's. */
  outer?: boolean
}

/** TransactionResult. @param feeCharged stroops */
export const encodeResult = (transaction: Transaction, outcome: Outcome, feeCharged: bigint): Uint8Array => {
  const plain = concat([int64(feeCharged), resultBody(outcome), int32(0)])
  if (transaction.feeBump === null || outcome.outer) return plain
  const bump = outcome.code === 'txSuccess' ? 'txFeeBumpInnerSuccess' : 'txFeeBumpInnerFailed'
  const inner = concat([int64(0n), resultBody(outcome), int32(0)])
  return concat([int64(feeCharged), int32(codeNumber(bump)), transaction.innerHash, inner, int32(0)])
}

const resultBody = ({ code, operations }: Outcome): Uint8Array =>
  code === 'txSuccess' || code === 'txFailed'
    ? concat([int32(codeNumber(code)), array(operations)])
    : int32(codeNumber(code))
