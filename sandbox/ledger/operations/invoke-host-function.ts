/**
 * InvokeHostFunction: the host runs the contract, the ledger does what stellar-core's InvokeHostFunctionOpFrame does
 * around it: entries in, limits, entries out, events, fees. Limits found after the host succeeded undo what it did.
 */
import { xdr } from '@stellar/stellar-sdk'
import type { EntryChange, InvokeOutcome } from '../../host/apply.ts'
import { HostCallError, HostTrap } from '../../host/instance.ts'
import { BASE_RESERVE } from '../accounts.ts'
import { errorEvent, hostFailedEvent, type Metrics, metricEvents, noMetrics } from '../diagnostics.ts'
import { entrySizeProblem } from '../entry-limits.ts'
import { sha256 } from '../hash.ts'
import { accountId, isContractCode } from '../keys.ts'
import { useRefundableFee } from '../refundable-fee.ts'
import { innerResult } from '../results.ts'
import { isValidAsset } from '../trustlines.ts'
import { array } from '../xdr-bytes.ts'
import type { OperationContext, OperationOutcome, OperationProblem } from './context.ts'
import { type Footprint, readFootprint } from './footprint.ts'

const Code = xdr.InvokeHostFunctionResultCode
const result = (code: xdr.InvokeHostFunctionResultCode, ...rest: Uint8Array[]): Uint8Array =>
  innerResult('invokeHostFunction', code.value, ...rest)

type Succeeded = Extract<InvokeOutcome, { status: 'ok' }>
type Failure = { code: xdr.InvokeHostFunctionResultCode; diagnostics: Uint8Array[] }

const limitExceeded = (...diagnostics: Uint8Array[]): Failure => ({
  code: Code.invokeHostFunctionResourceLimitExceeded,
  diagnostics,
})
const overLimit = (text: string, value: number, limit: number): Failure =>
  limitExceeded(errorEvent('Budget', 'ExceededLimit', text, [value, limit]))

/** What can be said without the ledger. */
export const checkInvokeHostFunction = (
  { hostFunction }: xdr.InvokeHostFunctionOp,
  maxContractSizeBytes: number,
): OperationProblem | null => {
  // The real node leaves the result at its default: success, with a hash of zeros.
  const problem = (diagnostic: Uint8Array): OperationProblem => ({
    result: result(Code.invokeHostFunctionSuccess, new Uint8Array(32)),
    diagnostics: [diagnostic],
  })
  if (hostFunction.type === 'hostFunctionTypeUploadContractWasm' && hostFunction.wasm.length > maxContractSizeBytes) {
    const text = 'uploaded Wasm size exceeds network config maximum contract size'
    return problem(errorEvent('Budget', 'ExceededLimit', text, [hostFunction.wasm.length, maxContractSizeBytes]))
  }
  if (hostFunction.type === 'hostFunctionTypeCreateContract') {
    const preimage = hostFunction.createContract.contractIdPreimage
    if (preimage.type === 'contractIdPreimageFromAsset' && !isValidAsset(preimage.fromAsset)) {
      return problem(errorEvent('Value', 'InvalidInput', 'invalid asset to create contract from'))
    }
  }
  return null
}

export const applyInvokeHostFunction = (
  operation: xdr.InvokeHostFunctionOp,
  context: OperationContext,
): OperationOutcome => {
  const metrics = noMetrics()
  const diagnostics: Uint8Array[] = []
  const outcome = invoke(operation, context, metrics, diagnostics)
  const successful = !('code' in outcome)
  diagnostics.push(...(successful ? [] : outcome.diagnostics), ...metricEvents(metrics, successful))
  const nothing = { returnValue: null, refundableFee: 0n, rentFee: 0n, restores: new Map() }
  if (!successful) return { successful, result: result(outcome.code), soroban: { ...nothing, diagnostics } }
  const { host, used, restores } = outcome
  const hash = sha256(host.returnValue, array(host.contractEvents)) // of InvokeHostFunctionSuccessPreImage
  return {
    successful,
    result: result(Code.invokeHostFunctionSuccess, hash),
    events: host.contractEvents,
    soroban: {
      returnValue: host.returnValue,
      refundableFee: used,
      rentFee: host.rentFee,
      diagnostics,
      restores,
    },
  }
}

const invoke = (
  operation: xdr.InvokeHostFunctionOp,
  context: OperationContext,
  metrics: Metrics,
  diagnostics: Uint8Array[],
): Failure | { host: Succeeded; used: bigint; restores: Footprint['restores'] } => {
  const footprint = readFootprint(context, metrics)
  if ('failure' in footprint) {
    const { failure, diagnostic } = footprint
    if (failure === 'resource limit') return limitExceeded(diagnostic)
    return { code: Code.invokeHostFunctionEntryArchived, diagnostics: [diagnostic] }
  }
  const host = callHost(operation, footprint, context)
  metrics.cpu_insn = host.instructions
  metrics.mem_byte = host.memoryBytes
  diagnostics.push(...host.diagnosticEvents)
  if (host.status !== 'ok') return hostFailure(host, context)
  const failure = recordChanges(host.changes, footprint, context, metrics) ?? countEvents(host, context, metrics)
  if (failure !== null) return failure
  const use = useRefundableFee(context, metrics.emit_event_byte, host.rentFee)
  if ('problem' in use) {
    return { code: Code.invokeHostFunctionInsufficientRefundableFee, diagnostics: [use.problem] }
  }
  return { host, used: use.used, restores: footprint.restores }
}

/** The host itself failed, not the contract: the transaction ends with txInternalError. */
export class HostFailure extends Error {
  override readonly name = 'HostFailure'
}

const callHost = (
  operation: xdr.InvokeHostFunctionOp,
  footprint: Footprint,
  context: OperationContext,
): Exclude<InvokeOutcome, { status: 'internal' }> => {
  try {
    const outcome = applyInHost(operation, footprint, context)
    if (outcome.status !== 'internal') return outcome as Exclude<InvokeOutcome, { status: 'internal' }>
    throw new HostFailure(outcome.error)
  } catch (cause) {
    if (cause instanceof HostTrap || cause instanceof HostCallError) throw new HostFailure(cause.message, { cause })
    throw cause
  }
}

const applyInHost = (
  operation: xdr.InvokeHostFunctionOp,
  footprint: Footprint,
  { host, transaction, source, ledger, networkId, seed }: OperationContext,
): InvokeOutcome =>
  host.applyInvoke({
    ledger: { ...ledger, networkId, baseReserve: BASE_RESERVE },
    hostFunction: operation.hostFunction.toXdr(),
    resources: transaction.sorobanData!.resources.toXdr(),
    restored: footprint.restored,
    source: accountId(source),
    auth: operation.auth.map((entry) => entry.toXdr()),
    entries: footprint.entries,
    seed,
    diagnostics: true,
  })

const hostFailure = (host: Exclude<InvokeOutcome, Succeeded>, context: OperationContext): Failure => {
  const failed = hostFailedEvent(host.error)
  const { instructions } = context.transaction.sorobanData!.resources
  if (host.instructions > instructions) {
    const limit = overLimit('operation instructions exceeds amount specified', host.instructions, instructions)
    return limitExceeded(failed, ...limit.diagnostics)
  }
  const { txMemoryLimit } = context.settings
  if (host.memoryBytes > txMemoryLimit) {
    const text = 'operation memory usage exceeds network config limit'
    return limitExceeded(failed, ...overLimit(text, host.memoryBytes, txMemoryLimit).diagnostics)
  }
  return { code: Code.invokeHostFunctionTrapped, diagnostics: [failed] }
}

/** Entries come back for every read-write key, changed or not; one that does not come back was removed. */
const recordChanges = (
  changes: readonly EntryChange[],
  footprint: Footprint,
  context: OperationContext,
  metrics: Metrics,
): Failure | null => {
  for (const change of changes) {
    const failure = change.entry === null ? null : countWrite(change.key, change.entry, context, metrics)
    if (failure !== null) return failure
    record(change, footprint, context)
  }
  return null
}

const record = (change: EntryChange, footprint: Footprint, { layer }: OperationContext): void => {
  const { key, entry, lifetime, readOnly } = change
  const text = Buffer.from(key).toString('base64')
  const until = Math.max(lifetime?.until ?? 0, footprint.restores.get(text)?.liveUntil ?? 0)
  if (entry !== null) layer.put(key, entry, until)
  else if (readOnly && lifetime !== null && lifetime.until > lifetime.from) layer.extend(key, lifetime.until)
  else if (!readOnly && layer.get(text) !== undefined) layer.remove(key)
}

const countWrite = (
  key: Uint8Array,
  entry: Uint8Array,
  { settings, transaction }: OperationContext,
  metrics: Metrics,
): Failure | null => {
  const problem = entrySizeProblem(key, entry.length, settings)
  if (problem !== null) return limitExceeded(problem)
  const kind = isContractCode(key) ? 'code' : 'data'
  metrics.write_entry++
  metrics.ledger_write_byte += entry.length
  metrics[`write_${kind}_byte`] += entry.length
  metrics.max_rw_key_byte = Math.max(metrics.max_rw_key_byte, key.length)
  metrics[`max_rw_${kind}_byte`] = Math.max(metrics[`max_rw_${kind}_byte`], entry.length)
  const { writeBytes } = transaction.sorobanData!.resources
  if (metrics.ledger_write_byte <= writeBytes) return null
  return overLimit('operation byte-write resources exceeds amount specified', metrics.ledger_write_byte, writeBytes)
}

const countEvents = (host: Succeeded, { settings }: OperationContext, metrics: Metrics): Failure | null => {
  const limit = settings.txMaxEventsSizeBytes
  for (const { length } of host.contractEvents) {
    metrics.emit_event++
    metrics.emit_event_byte += length
    metrics.max_emit_event_byte = Math.max(metrics.max_emit_event_byte, length)
    if (metrics.emit_event_byte > limit) {
      return overLimit('total events size exceeds network config maximum', metrics.emit_event_byte, limit)
    }
  }
  metrics.emit_event_byte += host.returnValue.length
  if (metrics.emit_event_byte <= limit) return null
  return overLimit('return value pushes events size above network config maximum', metrics.emit_event_byte, limit)
}
