/** What a Soroban transaction may declare. Order and texts are those of stellar-core's checkSorobanResources. */
import type { xdr } from '@stellar/stellar-sdk'
import type { Host } from '../host/host.ts'
import { errorEvent } from './diagnostics.ts'
import { archivedIndices, computeResourceFee, diskReadEntries } from './fees.ts'
import { sameBytes } from './hash.ts'
import { isPersistent, keyText } from './keys.ts'
import type { NetworkSettings } from './network-settings.ts'
import type { Transaction } from './transaction.ts'
import { issuerOf, isValidAsset } from './trustlines.ts'
import { readUint32 } from './xdr-bytes.ts'

/**
 * Everything that makes a Soroban transaction invalid before the ledger is looked at.
 * @returns the DiagnosticEvent that says what is wrong, or null
 */
export const sorobanProblem = (transaction: Transaction, host: Host, settings: NetworkSettings): Uint8Array | null =>
  memoProblem(transaction) ??
  resourceProblem(transaction, settings) ??
  feeProblem(transaction, host) ??
  duplicateProblem(transaction)

const memoProblem = ({ inner }: Transaction): Uint8Array | null => {
  const [operation] = inner.operations
  if (operation?.body.type !== 'invokeHostFunction') return null
  const isMuxed = [inner.sourceAccount, operation.sourceAccount].some((a) => a?.type === 'keyTypeMuxedEd25519')
  if (inner.memo.type === 'memoNone' && !isMuxed) return null
  const text = 'Soroban transactions are not allowed to use memo or muxed source account'
  return errorEvent('Value', 'InvalidInput', text)
}

const feeProblem = (transaction: Transaction, host: Host): Uint8Array | null => {
  const declared = transaction.sorobanData!.resourceFee
  const offered = BigInt(transaction.inner.fee)
  if (transaction.feeBump === null && declared > offered) {
    const text = 'transaction `sorobanData.resourceFee` is higher than the full transaction fee'
    return errorEvent('Value', 'ExceededLimit', text, [declared, offered])
  }
  const { nonRefundable, refundable } = computeResourceFee(host, transaction, 0)
  if (declared >= nonRefundable + refundable) return null
  const text = 'transaction `sorobanData.resourceFee` is lower than the actual Soroban resource fee'
  return errorEvent('Value', 'ExceededLimit', text, [declared, nonRefundable + refundable])
}

const resourceProblem = (transaction: Transaction, settings: NetworkSettings): Uint8Array | null => {
  const { footprint } = transaction.sorobanData!.resources
  const keys = [...footprint.readOnly, ...footprint.readWrite]
  return (
    amountProblem(transaction, settings) ??
    first(keys, (key) => keyProblem(key, settings)) ??
    over('Budget', 'total transaction size exceeds network config limit', transaction.size, settings.txMaxSizeBytes) ??
    archivedProblem(transaction)
  )
}

/** A key may stand once, in one of the two lists. */
const duplicateProblem = (transaction: Transaction): Uint8Array | null => {
  const { readOnly, readWrite } = transaction.sorobanData!.resources.footprint
  const keys = [...readOnly, ...readWrite].map((key) => keyText(key.toXdr()))
  if (new Set(keys).size === keys.length) return null
  const text =
    'Found duplicate key in the Soroban footprint; every key across read-only and read-write footprints has to be unique.'
  return errorEvent('Storage', 'InvalidInput', text)
}

const first = <T>(items: readonly T[], check: (item: T) => Uint8Array | null): Uint8Array | null => {
  for (const item of items) {
    const problem = check(item)
    if (problem !== null) return problem
  }
  return null
}

const over = (type: 'Budget' | 'Storage', text: string, value: number, limit: number | bigint): Uint8Array | null =>
  BigInt(value) > BigInt(limit) ? errorEvent(type, 'ExceededLimit', text, [value, limit]) : null

const amountProblem = (transaction: Transaction, settings: NetworkSettings): Uint8Array | null => {
  const { resources } = transaction.sorobanData!
  const { readOnly, readWrite } = resources.footprint
  const { cost } = settings
  const checks: [type: 'Budget' | 'Storage', text: string, value: number, limit: number | bigint][] = [
    ['Budget', 'instructions resources exceed', resources.instructions, settings.txMaxInstructions],
    ['Storage', 'byte-read resources exceed', resources.diskReadBytes, cost.txMaxDiskReadBytes],
    ['Storage', 'byte-write resources exceed', resources.writeBytes, cost.txMaxWriteBytes],
    ['Storage', '', readOnly.length + readWrite.length, settings.txMaxFootprintEntries],
    ['Storage', 'entry-disk-read resources exceed', diskReadEntries(transaction), cost.txMaxDiskReadEntries],
    ['Storage', 'entry-write resources exceed', readWrite.length, cost.txMaxWriteLedgerEntries],
  ]
  const footprintText = 'the number of entries in transaction footprint exceeds the network config limit'
  return first(checks, ([type, text, value, limit]) =>
    over(type, text === '' ? footprintText : `transaction ${text} network config limit`, value, limit),
  )
}

const keyProblem = (key: xdr.LedgerKey, settings: NetworkSettings): Uint8Array | null => {
  const bytes = key.toXdr()
  switch (key.type) {
    case 'account':
    case 'contractData':
    case 'contractCode':
      break
    case 'trustline': {
      const { asset, accountId } = key.trustLine
      const issuer = issuerOf(asset)
      const own = issuer !== undefined && sameBytes(issuer, accountId.ed25519.toBytes())
      if (issuer === undefined || own || !isValidAsset(asset)) {
        return errorEvent('Storage', 'InvalidInput', 'transaction footprint contains invalid trustline asset')
      }
      break
    }
    default: {
      const text = 'transaction footprint contains unsupported ledger key type'
      return errorEvent('Storage', 'UnexpectedType', text, [readUint32(bytes, 0)])
    }
  }
  const text = 'transaction footprint key exceeds network config limit'
  return over('Storage', text, bytes.length, settings.maxDataKeySizeBytes)
}

const archivedProblem = (transaction: Transaction): Uint8Array | null => {
  const { readWrite } = transaction.sorobanData!.resources.footprint
  const problem = (text: string, ...details: number[]) =>
    errorEvent('Storage', 'InvalidInput', `archivedSorobanEntries ${text}`, details)
  let last = -1
  for (const index of archivedIndices(transaction)) {
    if (index <= last) return problem('must be sorted in ascending order')
    last = index
    const key = readWrite[index]?.toXdr()
    if (key === undefined) return problem('index is out of bounds', index, readWrite.length)
    if (!isPersistent(key)) return problem('index points to a non-persistent entry', index, readUint32(key, 0))
  }
  return null
}
