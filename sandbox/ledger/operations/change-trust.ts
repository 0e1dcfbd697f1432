/** ChangeTrust: makes, changes and removes a trustline. Liquidity pools are not part of this network. */
import { xdr } from '@stellar/stellar-sdk'
import { changed, loadAccount, storeAccount, subEntryRefusal } from '../accounts.ts'
import { sameBytes } from '../hash.ts'
import { type AccountKey, publicKey, trustlineKey } from '../keys.ts'
import { innerResult, outerResult } from '../results.ts'
import { issuerOf, isValidAsset, loadTrustline, storeTrustline } from '../trustlines.ts'
import type { OperationContext, OperationOutcome } from './context.ts'

const Code = xdr.ChangeTrustResultCode
const AUTH_REQUIRED = 1
const ACCOUNT_CLAWBACK_ENABLED = 8
const LINE_AUTHORIZED = 1
const LINE_CLAWBACK_ENABLED = 4

const result = (code: xdr.ChangeTrustResultCode): Uint8Array => innerResult('changeTrust', code.value)
const failed = (code: xdr.ChangeTrustResultCode): OperationOutcome => ({ successful: false, result: result(code) })
const succeeded = (): OperationOutcome => ({ successful: true, result: result(Code.changeTrustSuccess) })

export const checkChangeTrust = ({ line, limit }: xdr.ChangeTrustOp, source: AccountKey): Uint8Array | null => {
  const issuer = issuerOf(line)
  const isWrong = limit < 0n || issuer === undefined || !isValidAsset(line) || sameBytes(issuer, source)
  return isWrong ? result(Code.changeTrustMalformed) : null
}

export const applyChangeTrust = (operation: xdr.ChangeTrustOp, context: OperationContext): OperationOutcome => {
  const asset = xdr.TrustLineAsset.fromXdr(operation.line.toXdr())
  const line = loadTrustline(context.layer, context.source, asset)
  if (line === undefined) return addLine(asset, operation.limit, context)
  if (operation.limit < line.balance) return failed(Code.changeTrustInvalidLimit)
  return operation.limit === 0n ? removeLine(asset, context) : changeLine(line, operation.limit, context)
}

const addLine = (asset: xdr.TrustLineAsset, limit: bigint, context: OperationContext): OperationOutcome => {
  const { layer, source } = context
  if (limit === 0n) return failed(Code.changeTrustInvalidLimit)
  const issuer = loadAccount(layer, issuerOf(asset)!)
  if (issuer === undefined) return failed(Code.changeTrustNoIssuer)
  const account = loadAccount(layer, source)!
  const refusal = subEntryRefusal(account)
  if (refusal === 'low reserve') return failed(Code.changeTrustLowReserve)
  if (refusal === 'too many') return { successful: false, result: outerResult('opTooManySubentries') }
  const authorized = (issuer.flags & AUTH_REQUIRED) === 0 ? LINE_AUTHORIZED : 0
  const clawback = (issuer.flags & ACCOUNT_CLAWBACK_ENABLED) === 0 ? 0 : LINE_CLAWBACK_ENABLED
  const ext = xdr.TrustLineEntryExt.v0()
  const flags = authorized | clawback
  storeTrustline(layer, new xdr.TrustLineEntry({ accountId: publicKey(source), asset, balance: 0n, limit, flags, ext }))
  storeAccount(layer, changed(account, { numSubEntries: account.numSubEntries + 1 }))
  return succeeded()
}

const removeLine = (asset: xdr.TrustLineAsset, { layer, source }: OperationContext): OperationOutcome => {
  const account = loadAccount(layer, source)!
  storeAccount(layer, changed(account, { numSubEntries: account.numSubEntries - 1 }))
  layer.remove(trustlineKey(source, asset))
  return succeeded()
}

const changeLine = (line: xdr.TrustLineEntry, limit: bigint, { layer }: OperationContext): OperationOutcome => {
  if (loadAccount(layer, issuerOf(line.asset)!) === undefined) return failed(Code.changeTrustNoIssuer)
  storeTrustline(layer, new xdr.TrustLineEntry({ ...line, limit }))
  return succeeded()
}
