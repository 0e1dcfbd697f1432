/** Payment of lumens or of an issued asset; the issuer's own payments make and destroy the asset. */
import { xdr } from '@stellar/stellar-sdk'
import { availableBalance, changed, loadAccount, MAX_AMOUNT, storeAccount } from '../accounts.ts'
import { movementEvent } from '../events.ts'
import { sameBytes } from '../hash.ts'
import { type AccountKey, muxedAccountKey } from '../keys.ts'
import { innerResult } from '../results.ts'
import { isAuthorized, issuerOf, isValidAsset, loadTrustline, storeTrustline, trustlineAsset } from '../trustlines.ts'
import type { OperationContext, OperationOutcome } from './context.ts'

const Code = xdr.PaymentResultCode
const result = (code: xdr.PaymentResultCode): Uint8Array => innerResult('payment', code.value)

/** A failure, or null: the step succeeded. */
type Step = xdr.PaymentResultCode | null

export const checkPayment = ({ amount, asset }: xdr.PaymentOp): Uint8Array | null =>
  amount <= 0n || !isValidAsset(asset) ? result(Code.paymentMalformed) : null

export const applyPayment = (operation: xdr.PaymentOp, context: OperationContext): OperationOutcome => {
  const { asset, amount } = operation
  const { source } = context
  const destination = muxedAccountKey(operation.destination)
  const isToOneself = asset.type === 'assetTypeNative' && sameBytes(source, destination)
  const failure = isToOneself ? null : move(operation, destination, context)
  if (failure !== null) return { successful: false, result: result(failure) }
  const event = movementEvent({
    asset: context.assetContract(asset),
    from: source,
    to: operation.destination,
    toKey: destination,
    amount,
    memo: context.transaction.inner.memo,
  })
  return { successful: true, result: result(Code.paymentSuccess), events: [event] }
}

/** The destination first, then the source: that is which failure is reported. */
const move = ({ asset, amount }: xdr.PaymentOp, destination: AccountKey, context: OperationContext): Step => {
  const issuer = issuerOf(asset)
  if (issuer === undefined) return addLumens(destination, amount, context) ?? takeLumens(amount, context)
  const isReturned = sameBytes(issuer, destination)
  if (!isReturned && loadAccount(context.layer, destination) === undefined) return Code.paymentNoDestination
  const added = isReturned ? null : addCredit(destination, asset, amount, context)
  return added ?? (sameBytes(issuer, context.source) ? null : takeCredit(asset, amount, context))
}

const addLumens = (destination: AccountKey, amount: bigint, { layer }: OperationContext): Step => {
  const account = loadAccount(layer, destination)
  if (account === undefined) return Code.paymentNoDestination
  if (account.balance + amount > MAX_AMOUNT) return Code.paymentLineFull
  storeAccount(layer, changed(account, { balance: account.balance + amount }))
  return null
}

const takeLumens = (amount: bigint, { layer, source }: OperationContext): Step => {
  const account = loadAccount(layer, source)!
  if (availableBalance(account) < amount) return Code.paymentUnderfunded
  storeAccount(layer, changed(account, { balance: account.balance - amount }))
  return null
}

const addCredit = (destination: AccountKey, asset: xdr.Asset, amount: bigint, { layer }: OperationContext): Step => {
  const line = loadTrustline(layer, destination, trustlineAsset(asset))
  if (line === undefined) return Code.paymentNoTrust
  if (!isAuthorized(line)) return Code.paymentNotAuthorized
  if (line.balance + amount > line.limit) return Code.paymentLineFull
  storeTrustline(layer, new xdr.TrustLineEntry({ ...line, balance: line.balance + amount }))
  return null
}

const takeCredit = (asset: xdr.Asset, amount: bigint, { layer, source }: OperationContext): Step => {
  const line = loadTrustline(layer, source, trustlineAsset(asset))
  if (line === undefined) return Code.paymentSrcNoTrust
  if (!isAuthorized(line)) return Code.paymentSrcNotAuthorized
  if (line.balance < amount) return Code.paymentUnderfunded
  storeTrustline(layer, new xdr.TrustLineEntry({ ...line, balance: line.balance - amount }))
  return null
}
