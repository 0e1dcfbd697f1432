/** ManageData: a named value of up to 64 bytes on an account. */
import { xdr } from '@stellar/stellar-sdk'
import { changed, loadAccount, storeAccount, subEntryRefusal, wrapEntry } from '../accounts.ts'
import { dataKey, keyText, publicKey } from '../keys.ts'
import { innerResult, outerResult } from '../results.ts'
import type { OperationContext, OperationOutcome } from './context.ts'

const Code = xdr.ManageDataResultCode
const result = (code: xdr.ManageDataResultCode): Uint8Array => innerResult('manageData', code.value)
const failed = (code: xdr.ManageDataResultCode): OperationOutcome => ({ successful: false, result: result(code) })

export const checkManageData = ({ dataName }: xdr.ManageDataOp): Uint8Array | null => {
  const isText = dataName.bytes.every((byte) => byte >= 0x20 && byte <= 0x7e)
  return dataName.bytes.length === 0 || !isText ? result(Code.manageDataInvalidName) : null
}

export const applyManageData = (operation: xdr.ManageDataOp, context: OperationContext): OperationOutcome => {
  const { layer, source } = context
  const key = dataKey(source, operation.dataName)
  const isThere = layer.get(keyText(key)) !== undefined
  const failure = operation.dataValue === null ? remove(key, isThere, context) : makeRoom(isThere, context)
  if (failure !== null) return failure
  if (operation.dataValue !== null) {
    const entry = new xdr.DataEntry({
      accountId: publicKey(source),
      dataName: operation.dataName,
      dataValue: operation.dataValue,
      ext: xdr.DataEntryExt.v0(),
    })
    layer.put(key, wrapEntry(xdr.LedgerEntryData.data(entry)))
  }
  return { successful: true, result: result(Code.manageDataSuccess) }
}

const remove = (key: Uint8Array, isThere: boolean, context: OperationContext): OperationOutcome | null => {
  if (!isThere) return failed(Code.manageDataNameNotFound)
  context.layer.remove(key)
  countSubEntry(context, -1)
  return null
}

const makeRoom = (isThere: boolean, context: OperationContext): OperationOutcome | null => {
  if (isThere) return null
  const refusal = subEntryRefusal(loadAccount(context.layer, context.source)!)
  if (refusal === 'low reserve') return failed(Code.manageDataLowReserve)
  if (refusal === 'too many') return { successful: false, result: outerResult('opTooManySubentries') }
  countSubEntry(context, 1)
  return null
}

const countSubEntry = ({ layer, source }: OperationContext, step: 1 | -1): void => {
  const account = loadAccount(layer, source)!
  storeAccount(layer, changed(account, { numSubEntries: account.numSubEntries + step }))
}
