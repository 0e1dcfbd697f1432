/** ExtendFootprintTTL: entries of the read-only footprint live longer; missing and archived ones are passed over. */
import { xdr } from '@stellar/stellar-sdk'
import type { RentChange } from '../../host/fees.ts'
import { errorEvent } from '../diagnostics.ts'
import { entrySizeProblem } from '../entry-limits.ts'
import { isSoroban, keyText } from '../keys.ts'
import { useRefundableFee } from '../refundable-fee.ts'
import { innerResult } from '../results.ts'
import type { StateEntry } from '../state.ts'
import type { OperationContext, OperationOutcome, OperationProblem } from './context.ts'

const Code = xdr.ExtendFootprintTtlResultCode
const result = (code: xdr.ExtendFootprintTtlResultCode): Uint8Array => innerResult('extendFootprintTtl', code.value)

export const checkExtendFootprintTtl = (
  { extendTo }: xdr.ExtendFootprintTtlOp,
  footprint: xdr.LedgerFootprint,
  maxEntryTtl: number,
): OperationProblem | null => {
  const malformed = (text: string, ...details: number[]): OperationProblem => ({
    result: result(Code.extendFootprintTtlMalformed),
    diagnostics: [errorEvent('Storage', 'InvalidInput', text, details)],
  })
  if (footprint.readWrite.length > 0) {
    return malformed('read-write footprint must be empty for ExtendFootprintTTL operation')
  }
  if (!footprint.readOnly.every((key) => isSoroban(key.toXdr()))) {
    return malformed('only entries with TTL (contract data or code entries) can have it extended')
  }
  const most = maxEntryTtl - 1
  return extendTo > most ? malformed('TTL extension is too large: {} > {}', extendTo, most) : null
}

export const applyExtendFootprintTtl = (
  operation: xdr.ExtendFootprintTtlOp,
  context: OperationContext,
): OperationOutcome => {
  const { layer, ledger, host, transaction, settings } = context
  const until = ledger.sequence + operation.extendTo
  const changes: RentChange[] = []
  for (const key of transaction.sorobanData!.resources.footprint.readOnly) {
    const found = layer.get(keyText(key.toXdr()))
    if (found === undefined || found.liveUntil < ledger.sequence || found.liveUntil >= until) continue
    const problem = entrySizeProblem(found.key, found.entry.length, settings)
    if (problem !== null) return failure(Code.extendFootprintTtlResourceLimitExceeded, problem)
    changes.push(rentChange(found, until, context))
    layer.extend(found.key, until)
  }
  const rentFee = host.rentFee(ledger.sequence, changes)
  const use = useRefundableFee(context, 0, rentFee)
  if ('problem' in use) return failure(Code.extendFootprintTtlInsufficientRefundableFee, use.problem)
  return {
    successful: true,
    result: result(Code.extendFootprintTtlSuccess),
    soroban: { returnValue: null, refundableFee: use.used, rentFee, diagnostics: [], restores: new Map() },
  }
}

const rentChange = (found: StateEntry, until: number, { host }: OperationContext): RentChange => {
  const size = host.entrySizeForRent(found.entry)
  return { key: found.key, oldSize: size, newSize: size, oldLiveUntil: found.liveUntil, newLiveUntil: until }
}

const failure = (code: xdr.ExtendFootprintTtlResultCode, diagnostic: Uint8Array): OperationOutcome => ({
  successful: false,
  result: result(code),
  soroban: { returnValue: null, refundableFee: 0n, rentFee: 0n, diagnostics: [diagnostic], restores: new Map() },
})
