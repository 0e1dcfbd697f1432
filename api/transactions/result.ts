/** The network's verdict on a transaction, named as the protocol names it. Pure. */
import { xdr } from '@stellar/stellar-sdk'
import { protocolName } from './names.ts'
import type { Reason } from './reason.ts'

/** A decoded TransactionResult. */
export interface Verdict {
  readonly success: boolean
  /** Outermost first, e.g. `txFEE_BUMP_INNER_FAILED`, `txFAILED`, `INVOKE_HOST_FUNCTION_TRAPPED`. */
  readonly codes: readonly string[]
  /** Stroops. */
  readonly feeCharged: bigint
}

/** Reads a TransactionResult; only the two codes of success count as success. */
export const readVerdict = (base64: string): Verdict => {
  const { result, feeCharged } = xdr.TransactionResult.fromXdr(base64, 'base64')
  return {
    success: result.type === 'txSuccess' || result.type === 'txFeeBumpInnerSuccess',
    codes: codesOf(result).map(protocolName),
    feeCharged,
  }
}

const codesOf = (result: xdr.TransactionResultResult | xdr.InnerTransactionResultResult): string[] => {
  if (result.type === 'txFeeBumpInnerFailed' || result.type === 'txFeeBumpInnerSuccess')
    return [result.type, ...codesOf(result.value.result.result)]
  if (result.type !== 'txFailed') return [result.type]
  const failed = result.value.find((operation) => !succeeded(operation))
  return failed ? [result.type, operationCode(failed)] : [result.type]
}

const operationCode = (operation: xdr.OperationResult) =>
  operation.type === 'opInner' ? operation.value.value.type : operation.type

const succeeded = (operation: xdr.OperationResult) =>
  operation.type === 'opInner' && operation.value.value.type.endsWith('Success')

/** What to do about the codes that wallets meet. */
const NEXT_STEPS: Readonly<Record<string, string>> = {
  txTOO_LATE: 'Its time is over: build the transaction again and sign it sooner.',
  txTOO_EARLY: 'Its time has not come yet.',
  txBAD_SEQ: 'Another transaction of this account came first: build it again.',
  txBAD_AUTH: 'Signatures are missing, wrong, or for another network: sign with the account that is its source.',
  txBAD_AUTH_EXTRA: 'It carries a signature that nobody asked for: sign with the needed keys only.',
  txINSUFFICIENT_BALANCE: 'The account cannot pay the fee and keep its reserve: send it XLM.',
  txNO_ACCOUNT: 'The source account does not exist on this network: fund it first.',
  txINSUFFICIENT_FEE: 'The fee is too low at present: build it again with a higher inclusionFee.',
  txSOROBAN_INVALID: 'Its declared resources or resource fee do not fit: build it again, unchanged.',
  txMALFORMED: 'It is not well-formed for this network: build it again, unchanged.',
  INVOKE_HOST_FUNCTION_TRAPPED: 'The contract, or the network under it, refused the call.',
  INVOKE_HOST_FUNCTION_RESOURCE_LIMIT_EXCEEDED:
    'The state changed since it was built and it now needs more: build it again.',
  INVOKE_HOST_FUNCTION_ENTRY_ARCHIVED:
    'An entry was archived since it was built: build it again, so that it restores the entry.',
  INVOKE_HOST_FUNCTION_INSUFFICIENT_REFUNDABLE_FEE: 'Rent or events cost more than when it was built: build it again.',
  opBAD_AUTH: 'An account that one of its operations needs has not signed with enough weight.',
  opNO_ACCOUNT: 'The account of one of its operations does not exist on this network.',
}

/** A verdict's reason without the contract's word on it. */
export const reasonOfVerdict = ({ codes }: Verdict): Reason => {
  const name = codes.at(-1) ?? 'unknown'
  const step = codes.toReversed().flatMap((code) => NEXT_STEPS[code] ?? [])[0]
  return {
    code: 'TRANSACTION_FAILED',
    name,
    number: null,
    contractId: null,
    message: `${codes.join(', ')}: ${step ?? 'the network refused the transaction.'}`,
  }
}
