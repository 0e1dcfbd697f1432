/**
 * Whether a transaction may be applied: the checks of stellar-core's TransactionFrame and FeeBumpTransactionFrame, in
 * their order, since the first failure is the answer. The same checks run when a transaction is submitted, when a ledger
 * is put together, and once more when its turn comes (another transaction may have changed its accounts meanwhile).
 */
import type { xdr } from '@stellar/stellar-sdk'
import type { Host } from '../host/host.ts'
import { availableBalance, loadAccount, startingSequence, threshold } from './accounts.ts'
import { minimumInclusionFee } from './fees.ts'
import type { NetworkSettings } from './network-settings.ts'
import { operationProblem, operationThreshold } from './operations/dispatch.ts'
import { boundsProblem, extraSigners, isTooYoung, type LedgerPoint, minimumSequence } from './preconditions.ts'
import { innerResult, type Outcome, outerResult, type TransactionCode } from './results.ts'
import { createSignatureChecker, type SignatureChecker } from './signatures.ts'
import { sorobanProblem } from './soroban-limits.ts'
import type { Entries } from './state.ts'
import { inclusionFee, isSorobanOperation, offeredFee, operationSource, type Transaction } from './transaction.ts'

export interface ValidationContext {
  entries: Entries
  host: Host
  settings: NetworkSettings
  /** The ledger the transaction would be part of, with the earliest close time it can have. */
  ledger: LedgerPoint
  /** The latest close time to reckon with: what is too late by then is refused. */
  latestCloseTime: bigint
}

/** Why a transaction is refused. */
export interface Refusal extends Outcome {
  /** DiagnosticEvent each */
  diagnostics: Uint8Array[]
}

const MAX_RESOURCE_FEE = 2n ** 50n

const refusal = (code: TransactionCode, ...diagnostics: Uint8Array[]): Refusal => ({
  code,
  operations: [],
  diagnostics,
})
const outerRefusal = (code: TransactionCode): Refusal => ({ ...refusal(code), outer: true })

/** Everything that can be said before fees are taken. @returns null when the transaction is fine */
export const validate = (transaction: Transaction, context: ValidationContext): Refusal | null => {
  if (!hasValidFees(transaction)) return outerRefusal('txMalformed')
  const bump = feeBumpRefusal(transaction, context)
  if (bump !== null) return bump
  const checker = createSignatureChecker(transaction.innerHash, transaction.signatures)
  return (
    earlyRefusal(transaction, context) ??
    sourceRefusal(transaction, context, checker, 'charge') ??
    operationsRefusal(transaction, context, checker) ??
    (checker.allUsed() ? null : refusal('txBadAuthExtra'))
  )
}

/** A Soroban transaction without its resources has no fee that could be computed. */
const hasValidFees = ({ soroban, sorobanData, feeBump }: Transaction): boolean => {
  if (feeBump !== null && feeBump.fee < 0n) return false
  if (!soroban) return true
  return sorobanData !== null && sorobanData.resourceFee >= 0n && sorobanData.resourceFee <= MAX_RESOURCE_FEE
}

const feeBumpRefusal = (transaction: Transaction, { entries }: ValidationContext): Refusal | null => {
  const { feeBump } = transaction
  if (feeBump === null) return null
  const least = minimumInclusionFee(transaction)
  const inner = { ...transaction, feeBump: null }
  const [innerFee, innerLeast] = [inclusionFee(inner), minimumInclusionFee(inner)]
  const isCheaper = innerFee >= 0n && inclusionFee(transaction) * innerLeast < innerFee * least
  if (inclusionFee(transaction) < least || isCheaper) return outerRefusal('txInsufficientFee')
  if (innerFee < 0n && !transaction.soroban) return outerRefusal('txFeeBumpInnerFailed')
  const payer = loadAccount(entries, feeBump.source)
  if (payer === undefined) return outerRefusal('txNoAccount')
  const checker = createSignatureChecker(feeBump.hash, feeBump.signatures)
  if (!checker.reaches(payer, threshold(payer, 'low'))) return outerRefusal('txBadAuth')
  if (availableBalance(payer) < feeBump.fee) return outerRefusal('txInsufficientBalance')
  return checker.allUsed() ? null : outerRefusal('txBadAuthExtra')
}

/** What does not depend on the source account. */
const earlyRefusal = (transaction: Transaction, context: ValidationContext): Refusal | null => {
  const { inner, soroban, feeBump } = transaction
  if (inner.operations.length === 0) return refusal('txMissingOperation')
  const isMixed = soroban && (inner.operations.length !== 1 || !inner.operations.every(isSorobanOperation))
  if (isMixed || (!soroban && inner.ext.type !== 'v0')) return refusal('txMalformed')
  if (hasRepeatedExtraSigner(inner.cond)) return refusal('txMalformed')
  const problem = soroban ? sorobanProblem(transaction, context.host, context.settings) : null
  if (problem !== null) return refusal('txSorobanInvalid', problem)
  const bounds = boundsProblem(inner.cond, context.ledger, context.latestCloseTime)
  if (bounds !== null) return refusal(bounds)
  const isCheap = feeBump === null && inclusionFee(transaction) < minimumInclusionFee(transaction)
  return isCheap ? refusal('txInsufficientFee') : null
}

const hasRepeatedExtraSigner = (cond: xdr.Preconditions): boolean => {
  const keys = extraSigners(cond).map((key) => key.toXdr('base64'))
  return new Set(keys).size < keys.length
}

/** @param fee `charge`: the fee is still to be paid; `paid`: it is, or somebody else pays it */
export const sourceRefusal = (
  transaction: Transaction,
  { entries, ledger }: ValidationContext,
  checker: SignatureChecker,
  fee: 'charge' | 'paid',
): Refusal | null => {
  const { inner, source, feeBump } = transaction
  const account = loadAccount(entries, source)
  if (account === undefined) return refusal('txNoAccount')
  if (isBadSequence(transaction, account, ledger)) return refusal('txBadSeq')
  if (isTooYoung(inner.cond, account, ledger)) return refusal('txBadMinSeqAgeOrGap')
  const areExtraThere = extraSigners(inner.cond).every((key) => checker.isSignedByKey(key))
  if (!checker.reaches(account, threshold(account, 'low')) || !areExtraThere) return refusal('txBadAuth')
  const due = fee === 'charge' ? offeredFee(transaction) : 0n
  return feeBump === null && availableBalance(account) < due ? refusal('txInsufficientBalance') : null
}

const isBadSequence = ({ inner }: Transaction, account: xdr.AccountEntry, ledger: LedgerPoint): boolean => {
  if (inner.seqNum === startingSequence(ledger.sequence)) return true
  const least = minimumSequence(inner.cond)
  if (least !== null) return account.seqNum < least || account.seqNum >= inner.seqNum
  return account.seqNum + 1n !== inner.seqNum
}

/** Whether an operation's source signed with enough weight; the result of its refusal, or null. */
export const signatureRefusal = (
  transaction: Transaction,
  operation: xdr.Operation,
  entries: Entries,
  checker: SignatureChecker,
): Uint8Array | null => {
  const source = operationSource(transaction, operation)
  const account = loadAccount(entries, source)
  if (account === undefined) {
    if (operation.sourceAccount === null) return outerResult('opNoAccount')
    return checker.isSignedBy(source) ? null : outerResult('opBadAuth')
  }
  const needed = threshold(account, operationThreshold(operation.body))
  return checker.reaches(account, needed) ? null : outerResult('opBadAuth')
}

/** The first operation that is refused; the others are reported as if they had succeeded. */
const operationsRefusal = (
  transaction: Transaction,
  { entries, settings }: ValidationContext,
  checker: SignatureChecker,
): Refusal | null => {
  const { operations } = transaction.inner
  for (const [index, operation] of operations.entries()) {
    const source = operationSource(transaction, operation)
    const signature = signatureRefusal(transaction, operation, entries, checker)
    const problem =
      signature === null
        ? operationProblem(operation.body, source, transaction, settings)
        : { result: signature, diagnostics: [] }
    if (problem === null) continue
    const results = operations.map(({ body }, i) => (i === index ? problem.result : untouchedResult(body)))
    return { code: 'txFailed', operations: results, diagnostics: problem.diagnostics }
  }
  return null
}

/** The result of an operation that was not looked at: its type's success. */
export const untouchedResult = ({ type }: xdr.OperationBody): Uint8Array =>
  type === 'invokeHostFunction' ? innerResult(type, 0, new Uint8Array(32)) : innerResult(type, 0)
