/** SetOptions: signers, thresholds, flags, home domain. */
import { xdr } from '@stellar/stellar-sdk'
import { changed, loadAccount, storeAccount, subEntryRefusal, type Threshold, withSigners } from '../accounts.ts'
import { sameBytes } from '../hash.ts'
import type { AccountKey } from '../keys.ts'
import { innerResult, outerResult } from '../results.ts'
import type { OperationContext, OperationOutcome } from './context.ts'

const Code = xdr.SetOptionsResultCode
const MAX_SIGNERS = 20
const MAX_WEIGHT = 255
const [REVOCABLE, IMMUTABLE, CLAWBACK_ENABLED, ALL_FLAGS] = [2, 4, 8, 15]

const result = (code: xdr.SetOptionsResultCode): Uint8Array => innerResult('setOptions', code.value)
const failed = (code: xdr.SetOptionsResultCode): OperationOutcome => ({ successful: false, result: result(code) })

/** Who may sign is changed with high weight only. */
export const setOptionsThreshold = (operation: xdr.SetOptionsOp): Threshold => {
  const { masterWeight, lowThreshold, medThreshold, highThreshold, signer } = operation
  const touchesSigning = [masterWeight, lowThreshold, medThreshold, highThreshold, signer].some((v) => v !== null)
  return touchesSigning ? 'high' : 'medium'
}

export const checkSetOptions = (operation: xdr.SetOptionsOp, source: AccountKey): Uint8Array | null => {
  const [set, clear] = [operation.setFlags ?? 0, operation.clearFlags ?? 0]
  if ((set | clear) & ~ALL_FLAGS) return result(Code.setOptionsUnknownFlag)
  if (set & clear) return result(Code.setOptionsBadFlags)
  const weights = [operation.masterWeight, operation.lowThreshold, operation.medThreshold, operation.highThreshold]
  if (weights.some((weight) => weight !== null && weight > MAX_WEIGHT)) {
    return result(Code.setOptionsThresholdOutOfRange)
  }
  if (operation.signer !== null && isBadSigner(operation.signer, source)) return result(Code.setOptionsBadSigner)
  const domain = operation.homeDomain?.bytes
  return domain?.some((byte) => byte < 0x20 || byte > 0x7e) ? result(Code.setOptionsInvalidHomeDomain) : null
}

const isBadSigner = ({ key, weight }: xdr.Signer, source: AccountKey): boolean => {
  if (weight > MAX_WEIGHT) return true
  if (key.type === 'signerKeyTypeEd25519') return sameBytes(key.ed25519.toBytes(), source)
  return key.type === 'signerKeyTypeEd25519SignedPayload' && key.ed25519SignedPayload.payload.length === 0
}

export const applySetOptions = (operation: xdr.SetOptionsOp, context: OperationContext): OperationOutcome => {
  const { layer, source } = context
  const account = loadAccount(layer, source)!
  const { inflationDest } = operation
  if (inflationDest !== null && loadAccount(layer, inflationDest.ed25519.toBytes()) === undefined) {
    return failed(Code.setOptionsInvalidInflation)
  }
  const flags = newFlags(account, operation)
  if (typeof flags !== 'number') return failed(flags)
  const next = changed(account, {
    flags,
    thresholds: newThresholds(account, operation),
    homeDomain: operation.homeDomain ?? account.homeDomain,
    inflationDest: inflationDest ?? account.inflationDest,
  })
  const signed = operation.signer === null ? next : applySigner(next, operation.signer)
  if (signed instanceof Uint8Array) return { successful: false, result: signed }
  storeAccount(layer, signed)
  return { successful: true, result: result(Code.setOptionsSuccess) }
}

const newFlags = (account: xdr.AccountEntry, operation: xdr.SetOptionsOp): number | xdr.SetOptionsResultCode => {
  const { setFlags, clearFlags } = operation
  if (setFlags === null && clearFlags === null) return account.flags
  const isTouched = ((setFlags ?? 0) | (clearFlags ?? 0)) & ALL_FLAGS
  if (isTouched && account.flags & IMMUTABLE) return Code.setOptionsCantChange
  const flags = (account.flags & ~(clearFlags ?? 0)) | (setFlags ?? 0)
  const needsRevocable = flags & CLAWBACK_ENABLED && !(flags & REVOCABLE)
  return needsRevocable ? Code.setOptionsAuthRevocableRequired : flags
}

const newThresholds = (account: xdr.AccountEntry, operation: xdr.SetOptionsOp): xdr.Thresholds => {
  const given = [operation.masterWeight, operation.lowThreshold, operation.medThreshold, operation.highThreshold]
  return new xdr.Thresholds(account.thresholds.toBytes().map((old, i) => given[i] ?? old))
}

/** Signers are sorted by key. @returns the account, or the result of the failure */
const applySigner = (account: xdr.AccountEntry, signer: xdr.Signer): xdr.AccountEntry | Uint8Array => {
  const key = signer.key.toXdr()
  const others = account.signers.filter((other) => !sameBytes(other.key.toXdr(), key))
  const isKnown = others.length < account.signers.length
  if (signer.weight === 0) return isKnown ? withSigners(account, others) : account
  if (!isKnown) {
    if (others.length >= MAX_SIGNERS) return result(Code.setOptionsTooManySigners)
    const refusal = subEntryRefusal(account)
    if (refusal === 'low reserve') return result(Code.setOptionsLowReserve)
    if (refusal === 'too many') return outerResult('opTooManySubentries')
  }
  const signers = [...others, signer].sort((a, b) => Buffer.compare(a.key.toXdr(), b.key.toXdr()))
  return withSigners(account, signers)
}
