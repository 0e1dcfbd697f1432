/** CreateAccount: a new account, paid by the source. */
import { xdr } from '@stellar/stellar-sdk'
import {
  availableBalance,
  changed,
  loadAccount,
  minimumBalance,
  newAccount,
  startingSequence,
  storeAccount,
} from '../accounts.ts'
import { movementEvent } from '../events.ts'
import { sameBytes } from '../hash.ts'
import type { AccountKey } from '../keys.ts'
import { innerResult } from '../results.ts'
import type { OperationContext, OperationOutcome } from './context.ts'

const Code = xdr.CreateAccountResultCode
const result = (code: xdr.CreateAccountResultCode): Uint8Array => innerResult('createAccount', code.value)
const failed = (code: xdr.CreateAccountResultCode): OperationOutcome => ({ successful: false, result: result(code) })

export const checkCreateAccount = (operation: xdr.CreateAccountOp, source: AccountKey): Uint8Array | null =>
  operation.startingBalance < 0n || sameBytes(operation.destination.ed25519.toBytes(), source)
    ? result(Code.createAccountMalformed)
    : null

export const applyCreateAccount = (operation: xdr.CreateAccountOp, context: OperationContext): OperationOutcome => {
  const { layer, ledger, source } = context
  const [destination, amount] = [operation.destination.ed25519.toBytes(), operation.startingBalance]
  if (loadAccount(layer, destination) !== undefined) return failed(Code.createAccountAlreadyExist)
  if (amount < minimumBalance(0)) return failed(Code.createAccountLowReserve)
  const payer = loadAccount(layer, source)!
  if (availableBalance(payer) < amount) return failed(Code.createAccountUnderfunded)
  storeAccount(layer, changed(payer, { balance: payer.balance - amount }))
  storeAccount(layer, newAccount(destination, amount, startingSequence(ledger.sequence)))
  const event = movementEvent({
    asset: context.assetContract(xdr.Asset.assetTypeNative()),
    from: source,
    to: xdr.MuxedAccount.keyTypeEd25519(destination),
    toKey: destination,
    amount,
    memo: context.transaction.inner.memo,
  })
  return { successful: true, result: result(Code.createAccountSuccess), events: [event] }
}
