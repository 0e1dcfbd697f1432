/** What the network's verdict on a transaction means for the call behind it. Pure. */
import { xdr } from '@stellar/stellar-sdk'
import { Obstacle, type ObstacleKind } from './obstacle.ts'
import { CallRefused } from './outcome.ts'

/** The code that decided, as the protocol spells it: `txBAD_SEQ`, `INVOKE_HOST_FUNCTION_TRAPPED`. @param base64 TransactionResult */
export const codeOf = (base64: string): string => {
  const { result } = xdr.TransactionResult.fromXdr(base64, 'base64')
  return protocolName(innermost(result))
}

/** Whether the transaction did what it was built for. @param base64 TransactionResult */
export const isSuccess = (base64: string): boolean => {
  const { result } = xdr.TransactionResult.fromXdr(base64, 'base64')
  return result.type === 'txSuccess' || result.type === 'txFeeBumpInnerSuccess'
}

const innermost = (result: xdr.TransactionResultResult | xdr.InnerTransactionResultResult): string => {
  if (result.type === 'txFeeBumpInnerFailed' || result.type === 'txFeeBumpInnerSuccess')
    return innermost(result.value.result.result)
  const [operation] = result.type === 'txFailed' ? result.value : []
  if (operation === undefined) return result.type
  return operation.type === 'opInner' ? operation.value.value.type : operation.type
}

const protocolName = (name: string): string => {
  const [, prefix = '', rest = name] = /^(tx|op)?(.*)$/.exec(name) ?? []
  return prefix + rest.replace(/(?<=[a-z0-9])(?=[A-Z])/g, '_').toUpperCase()
}

/** Codes after which another attempt may succeed; any other is final. */
const PASSING: Readonly<Record<string, ObstacleKind>> = {
  txBAD_SEQ: 'sequence',
  txTOO_LATE: 'expired',
  txINSUFFICIENT_FEE: 'fee',
  txNO_ACCOUNT: 'account',
  txSOROBAN_INVALID: 'race',
  txINTERNAL_ERROR: 'race',
  INVOKE_HOST_FUNCTION_TRAPPED: 'race',
  INVOKE_HOST_FUNCTION_RESOURCE_LIMIT_EXCEEDED: 'race',
  INVOKE_HOST_FUNCTION_ENTRY_ARCHIVED: 'race',
  INVOKE_HOST_FUNCTION_INSUFFICIENT_REFUNDABLE_FEE: 'race',
}

/** What a person has to do before the call can succeed. */
const NEXT_STEPS: Readonly<Record<string, string>> = {
  txINSUFFICIENT_BALANCE: 'send it XLM: it cannot pay the fee and keep its reserve',
  txBAD_AUTH: 'check that the keys and the network passphrase belong together',
  opBAD_AUTH: 'check that the keys and the network passphrase belong together',
}

/** What a code means for a transaction of this channel. */
export const verdictOn = (
  code: string,
  channel: string,
  place: { hash: string; ledger?: number },
): Obstacle | CallRefused => {
  const kind = PASSING[code]
  if (kind !== undefined) return new Obstacle(kind, `${code} for ${place.hash} of ${channel}`)
  const step = NEXT_STEPS[code] ?? 'this is not expected: look at the transaction'
  return new CallRefused(code, `the network answers ${code} to a transaction of ${channel}: ${step}`, place)
}
