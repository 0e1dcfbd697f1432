/** One transaction in its turn: sequence number, signatures, operations. Its fee has been taken before. */
import type { xdr } from '@stellar/stellar-sdk'
import { loadAccount, storeAccount, withSequence, withSigners } from './accounts.ts'
import { entryChanges } from './entry-changes.ts'
import { computeResourceFee } from './fees.ts'
import { sameBytes } from './hash.ts'
import type { AccountKey } from './keys.ts'
import type { LedgerContext, OperationOutcome } from './operations/context.ts'
import { applyOperation, operationProblem } from './operations/dispatch.ts'
import { HostFailure } from './operations/invoke-host-function.ts'
import { type Outcome, outerResult } from './results.ts'
import { createSignatureChecker, type SignatureChecker } from './signatures.ts'
import { createLayer, type Ground, type Layer } from './state.ts'
import { operationSource, type Transaction } from './transaction.ts'
import type { MetaParts } from './transaction-meta.ts'
import { signatureRefusal, sourceRefusal, untouchedResult, type ValidationContext } from './validate.ts'

/** What a transaction did. */
export interface Applied {
  outcome: Outcome
  /** Everything of the meta but the fee events. */
  meta: Omit<MetaParts, 'events'>
  /** Stroops of the declared resource fee that were not used. */
  refund: bigint
}

/** @param ground the ledger being closed; changes of a failed transaction do not reach it */
export const applyTransaction = (
  transaction: Transaction,
  ground: Ground,
  context: LedgerContext,
  seed: Uint8Array,
): Applied => {
  const changesBefore = feeSourceChanges(transaction, ground)
  const before = createLayer(ground)
  const checker = createSignatureChecker(transaction.innerHash, transaction.signatures)
  const refused = prepare(transaction, before, context, checker)
  changesBefore.push(...entryChanges(before))
  before.commit()
  const run = refused ? { outcome: refused, operations: [] } : applyOperations(transaction, ground, context, seed)
  return summarise(transaction, run, changesBefore, context)
}

/** A fee bump writes its fee source once more, unchanged. */
const feeSourceChanges = (transaction: Transaction, ground: Ground): Uint8Array[] => {
  if (transaction.feeBump === null) return []
  const layer = createLayer(ground)
  const account = loadAccount(layer, transaction.feeSource)
  if (account === undefined) return []
  storeAccount(layer, withoutSigner(account, Buffer.from(transaction.hash, 'hex')) ?? account)
  const changes = entryChanges(layer)
  layer.commit()
  return changes
}

/** Uses up the sequence number and one-time signers, and checks again what transactions before it may have changed. */
const prepare = (
  transaction: Transaction,
  layer: Layer,
  context: LedgerContext,
  checker: SignatureChecker,
): Outcome | null => {
  const { host, settings, ledger } = context
  const validation: ValidationContext = { entries: layer, host, settings, ledger, latestCloseTime: ledger.closeTime }
  const refused = sourceRefusal(transaction, validation, checker, 'paid')
  if (refused?.code === 'txNoAccount' || refused?.code === 'txBadSeq') return refused
  const source = loadAccount(layer, transaction.source)!
  storeAccount(layer, withSequence(source, transaction.inner.seqNum, ledger))
  const signatures = refused ?? operationSignatures(transaction, layer, checker)
  removeOneTimeSigners(transaction, layer)
  return signatures
}

const operationSignatures = (transaction: Transaction, layer: Layer, checker: SignatureChecker): Outcome | null => {
  const { operations } = transaction.inner
  const refusals = operations.map((operation) => signatureRefusal(transaction, operation, layer, checker))
  if (refusals.some((refusal) => refusal !== null)) {
    const results = refusals.map((refusal, i) => refusal ?? untouchedResult(operations[i]!.body))
    return { code: 'txFailed', operations: results }
  }
  return checker.allUsed() ? null : { code: 'txBadAuthExtra', operations: [] }
}

const removeOneTimeSigners = (transaction: Transaction, layer: Layer): void => {
  const sources = transaction.inner.operations.map((operation) => operationSource(transaction, operation))
  for (const source of [transaction.source, ...sources]) {
    const account = loadAccount(layer, source)
    const next = account && withoutSigner(account, transaction.innerHash)
    if (next) storeAccount(layer, next)
  }
}

const withoutSigner = (account: xdr.AccountEntry, hash: Uint8Array): xdr.AccountEntry | null => {
  const isOther = ({ key }: xdr.Signer) =>
    key.type !== 'signerKeyTypePreAuthTx' || !sameBytes(key.preAuthTx.toBytes(), hash)
  const others = account.signers.filter(isOther)
  return others.length < account.signers.length ? withSigners(account, others) : null
}

interface AppliedOperation {
  outcome: OperationOutcome
  changes: Uint8Array[]
}

interface Run {
  outcome: Outcome
  operations: AppliedOperation[]
}

/** A failure of the host undoes the whole transaction. */
const applyOperations = (transaction: Transaction, ground: Ground, context: LedgerContext, seed: Uint8Array): Run => {
  try {
    return applyAll(transaction, ground, context, seed)
  } catch (error) {
    if (error instanceof HostFailure) return { outcome: { code: 'txInternalError', operations: [] }, operations: [] }
    throw error
  }
}

/** All operations run, also after one has failed: each gets its result. */
const applyAll = (transaction: Transaction, ground: Ground, context: LedgerContext, seed: Uint8Array): Run => {
  const whole = createLayer(ground)
  const operations = transaction.inner.operations.map((operation): AppliedOperation => {
    const layer = createLayer(whole)
    const source = operationSource(transaction, operation)
    const outcome = applyOne(operation, { ...context, transaction, source, layer, seed })
    if (!outcome.successful) return { outcome, changes: [] }
    const changes = entryChanges(layer, outcome.soroban?.restores)
    layer.commit()
    return { outcome, changes }
  })
  const successful = operations.every(({ outcome }) => outcome.successful)
  if (successful) whole.commit()
  const results = operations.map(({ outcome }) => outcome.result)
  return { outcome: { code: successful ? 'txSuccess' : 'txFailed', operations: results }, operations }
}

const applyOne = (
  operation: xdr.Operation,
  context: LedgerContext & { transaction: Transaction; source: AccountKey; layer: Layer; seed: Uint8Array },
): OperationOutcome => {
  const { source, transaction, settings, layer } = context
  if (loadAccount(layer, source) === undefined) return { successful: false, result: outerResult('opNoAccount') }
  const problem = operationProblem(operation.body, source, transaction, settings)
  if (problem === null) return applyOperation(operation.body, context)
  const nothing = { returnValue: null, refundableFee: 0n, rentFee: 0n, restores: new Map() }
  const soroban = { ...nothing, diagnostics: problem.diagnostics }
  return { successful: false, result: problem.result, ...(transaction.soroban && { soroban }) }
}

const summarise = (
  transaction: Transaction,
  { outcome, operations }: Run,
  changesBefore: Uint8Array[],
  { host }: LedgerContext,
): Applied => {
  const successful = outcome.code === 'txSuccess'
  const soroban = operations[0]?.outcome.soroban
  const done = successful ? operations : []
  const meta = {
    changesBefore,
    operations: done.map(({ outcome: { events = [] }, changes }) => ({ changes, events })),
    diagnostics: soroban?.diagnostics ?? [],
    soroban: null,
  }
  if (!transaction.soroban) return { outcome, meta, refund: 0n }
  const { nonRefundable } = computeResourceFee(host, transaction, 0)
  const refundable = (successful && soroban?.refundableFee) || 0n
  const rent = (successful && soroban?.rentFee) || 0n
  const returnValue = (successful && soroban?.returnValue) || null
  const refund = transaction.sorobanData!.resourceFee - nonRefundable - refundable
  return { outcome, meta: { ...meta, soroban: { fees: { nonRefundable, refundable, rent }, returnValue } }, refund }
}
