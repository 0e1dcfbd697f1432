/** RestoreFootprint: archived entries of the read-write footprint live again; live and missing ones are passed over. */
import { xdr } from '@stellar/stellar-sdk'
import type { RentChange } from '../../host/fees.ts'
import { errorEvent } from '../diagnostics.ts'
import { entrySizeProblem } from '../entry-limits.ts'
import { isPersistent, keyText } from '../keys.ts'
import { useRefundableFee } from '../refundable-fee.ts'
import { innerResult } from '../results.ts'
import type { StateEntry } from '../state.ts'
import type { OperationContext, OperationOutcome, OperationProblem } from './context.ts'

const Code = xdr.RestoreFootprintResultCode
const result = (code: xdr.RestoreFootprintResultCode): Uint8Array => innerResult('restoreFootprint', code.value)

export const checkRestoreFootprint = (footprint: xdr.LedgerFootprint): OperationProblem | null => {
  const malformed = (text: string): OperationProblem => ({
    result: result(Code.restoreFootprintMalformed),
    diagnostics: [errorEvent('Storage', 'InvalidInput', text)],
  })
  if (footprint.readOnly.length > 0) {
    return malformed('read-only footprint must be empty for RestoreFootprint operation')
  }
  const arePersistent = footprint.readWrite.every((key) => isPersistent(key.toXdr()))
  return arePersistent ? null : malformed('only persistent Soroban entries can be restored')
}

export const applyRestoreFootprint = (context: OperationContext): OperationOutcome => {
  const { layer, ledger, host, settings } = context
  const liveUntil = ledger.sequence + settings.archival.minPersistentTtl - 1
  const archived = archivedEntries(context)
  const problem = sizeProblem(archived, context)
  if (problem !== null) return failure(Code.restoreFootprintResourceLimitExceeded, problem)
  const changes = archived.map(({ key, entry }): RentChange => {
    const newSize = host.entrySizeForRent(entry)
    return { key, oldSize: 0, newSize, oldLiveUntil: 0, newLiveUntil: liveUntil }
  })
  const rentFee = host.rentFee(ledger.sequence, changes)
  const use = useRefundableFee(context, 0, rentFee)
  if ('problem' in use) return failure(Code.restoreFootprintInsufficientRefundableFee, use.problem)
  const restores = new Map(archived.map((before) => [keyText(before.key), { before, liveUntil }]))
  for (const { key, entry, evicted } of archived) {
    if (evicted) layer.put(key, entry, liveUntil)
    else layer.extend(key, liveUntil)
  }
  return {
    successful: true,
    result: result(Code.restoreFootprintSuccess),
    soroban: { returnValue: null, refundableFee: use.used, rentFee, diagnostics: [], restores },
  }
}

const archivedEntries = ({ layer, ledger, transaction }: OperationContext): StateEntry[] =>
  transaction
    .sorobanData!.resources.footprint.readWrite.map((key) => layer.get(keyText(key.toXdr())))
    .filter((found) => found !== undefined)
    .filter((found) => found.liveUntil < ledger.sequence)

/** A restored entry counts as read and as written. */
const sizeProblem = (archived: StateEntry[], { transaction, settings }: OperationContext): Uint8Array | null => {
  const { diskReadBytes, writeBytes } = transaction.sorobanData!.resources
  const over = (what: string, size: number, limit: number) =>
    errorEvent('Budget', 'ExceededLimit', `operation byte-${what} resources exceeds amount specified`, [size, limit])
  let size = 0
  for (const { key, entry } of archived) {
    size += entry.length
    if (size > diskReadBytes) return over('read', size, diskReadBytes)
    const problem = entrySizeProblem(key, entry.length, settings)
    if (problem !== null) return problem
    if (size > writeBytes) return over('write', size, writeBytes)
  }
  return null
}

const failure = (code: xdr.RestoreFootprintResultCode, diagnostic: Uint8Array): OperationOutcome => ({
  successful: false,
  result: result(code),
  soroban: { returnValue: null, refundableFee: 0n, rentFee: 0n, diagnostics: [diagnostic], restores: new Map() },
})
