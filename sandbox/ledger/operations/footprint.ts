/** The entries an invocation may touch, looked up, checked and measured before the host sees them. */
import type { xdr } from '@stellar/stellar-sdk'
import type { SnapshotEntry } from '../../host/instance.ts'
import { errorEvent, type Metrics } from '../diagnostics.ts'
import { entrySizeProblem } from '../entry-limits.ts'
import { archivedIndices } from '../fees.ts'
import { isContractCode, isSoroban, isTemporary, keyText } from '../keys.ts'
import { scBytes } from '../sc-values.ts'
import type { StateEntry } from '../state.ts'
import { concat, uint32 } from '../xdr-bytes.ts'
import type { OperationContext } from './context.ts'

export interface Footprint {
  /** One per key: read-only ones first. */
  entries: (SnapshotEntry | null)[]
  /** Indices into the read-write keys. */
  restored: number[]
  restores: Map<string, { before: StateEntry; liveUntil: number }>
}

/** Why the entries cannot be had. */
export interface FootprintFailure {
  failure: 'entry archived' | 'resource limit'
  diagnostic: Uint8Array
}

/** Reads the footprint of the transaction and counts what it reads. */
export const readFootprint = (context: OperationContext, metrics: Metrics): Footprint | FootprintFailure => {
  const { readOnly, readWrite } = context.transaction.sorobanData!.resources.footprint
  const marked = new Set(archivedIndices(context.transaction))
  const footprint: Footprint = { entries: [], restored: [], restores: new Map() }
  const keys = [...readOnly.map((key) => ({ key, index: -1 })), ...readWrite.map((key, index) => ({ key, index }))]
  for (const { key, index } of keys) {
    const failure = readEntry(key, marked.has(index) ? index : null, footprint, context, metrics)
    if (failure !== null) return failure
  }
  return footprint
}

const readEntry = (
  key: xdr.LedgerKey,
  restorable: number | null,
  footprint: Footprint,
  context: OperationContext,
  metrics: Metrics,
): FootprintFailure | null => {
  const { layer, ledger, settings } = context
  const bytes = key.toXdr()
  const found = layer.get(keyText(bytes))
  if (found !== undefined && isSoroban(bytes) && found.liveUntil < ledger.sequence) {
    if (!isTemporary(bytes)) return readArchived(key, found, restorable, footprint, context, metrics)
    footprint.entries.push(null)
    metrics.read_entry++
    return null
  }
  footprint.entries.push(found === undefined ? null : { entry: found.entry, liveUntil: found.liveUntil })
  const size = found?.entry.length ?? 0
  const problem = entrySizeProblem(bytes, size, settings)
  if (problem !== null) return { failure: 'resource limit', diagnostic: problem }
  if (!isSoroban(bytes)) return countDiskRead(bytes, size, context, metrics)
  metrics.read_entry++
  return null
}

const readArchived = (
  key: xdr.LedgerKey,
  found: StateEntry,
  restorable: number | null,
  footprint: Footprint,
  context: OperationContext,
  metrics: Metrics,
): FootprintFailure | null => {
  if (restorable === null) return { failure: 'entry archived', diagnostic: archivedEvent(key) }
  const problem = entrySizeProblem(found.key, found.entry.length, context.settings)
  if (problem !== null) return { failure: 'resource limit', diagnostic: problem }
  const failure = countDiskRead(found.key, found.entry.length, context, metrics)
  if (failure !== null) return failure
  const liveUntil = context.ledger.sequence + context.settings.archival.minPersistentTtl - 1
  footprint.entries.push({ entry: found.entry, liveUntil })
  footprint.restored.push(restorable)
  footprint.restores.set(keyText(found.key), { before: found, liveUntil })
  return null
}

const archivedEvent = (key: xdr.LedgerKey): Uint8Array => {
  if (key.type === 'contractCode') {
    const text = 'trying to access an archived contract code entry'
    return errorEvent('Value', 'InvalidInput', text, [scBytes(key.contractCode.hash.toBytes())])
  }
  if (key.type !== 'contractData') throw new Error(`an entry of type ${key.type} cannot be archived`)
  const { contract, key: name } = key.contractData
  const address = concat([uint32(18), contract.toXdr()])
  const text = 'trying to access an archived contract data entry'
  return errorEvent('Value', 'InvalidInput', text, [address, name.toXdr()])
}

/** Classic entries and archived ones are on disk; other contract entries are in memory. */
const countDiskRead = (
  key: Uint8Array,
  size: number,
  { transaction }: OperationContext,
  metrics: Metrics,
): FootprintFailure | null => {
  const kind = isContractCode(key) ? 'code' : 'data'
  metrics.read_entry++
  metrics.read_key_byte += key.length
  metrics.ledger_read_byte += size
  metrics[`read_${kind}_byte`] += size
  metrics.max_rw_key_byte = Math.max(metrics.max_rw_key_byte, key.length)
  metrics[`max_rw_${kind}_byte`] = Math.max(metrics[`max_rw_${kind}_byte`], size)
  const { diskReadBytes } = transaction.sorobanData!.resources
  if (metrics.ledger_read_byte <= diskReadBytes) return null
  const text = 'operation byte-read resources exceeds amount specified'
  const diagnostic = errorEvent('Budget', 'ExceededLimit', text, [metrics.ledger_read_byte, diskReadBytes])
  return { failure: 'resource limit', diagnostic }
}
