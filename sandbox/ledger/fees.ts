/** Fees of a transaction: what it is charged at first, what its resources cost, what it gets back. All in stroops. */
import type { ResourceFee } from '../host/fees.ts'
import type { Host } from '../host/host.ts'
import { isSoroban } from './keys.ts'
import { inclusionFee, paidOperations, resourceFee, type Transaction } from './transaction.ts'

export const BASE_FEE = 100n

/** The least inclusion fee. */
export const minimumInclusionFee = (transaction: Transaction): bigint => BASE_FEE * paidOperations(transaction)

/** What a refusal reports as charged: the least fee, whatever was offered. */
export const reportedFee = (transaction: Transaction): bigint =>
  resourceFee(transaction) + minimumInclusionFee(transaction)

/** What is taken before anything is applied: no market, so never more than the least inclusion fee. */
export const chargedFee = (transaction: Transaction): bigint => {
  const [offered, least] = [inclusionFee(transaction), minimumInclusionFee(transaction)]
  return resourceFee(transaction) + (offered < least ? offered : least)
}

/** Classic keys of the footprint and archived entries; a restore reads everything it names from disk. */
export const diskReadEntries = (transaction: Transaction): number => {
  const data = transaction.sorobanData
  if (data === null) return 0
  const { readOnly, readWrite } = data.resources.footprint
  if (transaction.inner.operations[0]?.body.type === 'restoreFootprint') return readWrite.length
  const classic = [...readOnly, ...readWrite].filter((key) => !isSoroban(key.toXdr())).length
  return classic + archivedIndices(transaction).length
}

/** Indices into the read-write footprint of the entries to restore on the way. */
export const archivedIndices = (transaction: Transaction): number[] => {
  const ext = transaction.sorobanData?.ext
  return ext?.type === 'resourceExt' ? [...ext.resourceExt.archivedSorobanEntries] : []
}

/** What a transaction costs before it is applied: asked several times, the same as long as the settings are. */
const declared = new WeakMap<Transaction, ResourceFee>()

/** @param eventBytes size of events and return value; 0 before the transaction is applied */
export const computeResourceFee = (host: Host, transaction: Transaction, eventBytes: number): ResourceFee => {
  const known = eventBytes === 0 ? declared.get(transaction) : undefined
  if (known !== undefined) return known
  const { resources } = transaction.sorobanData!
  const fee = host.resourceFee({
    instructions: resources.instructions,
    diskReadEntries: diskReadEntries(transaction),
    writeEntries: resources.footprint.readWrite.length,
    diskReadBytes: resources.diskReadBytes,
    writeBytes: resources.writeBytes,
    eventBytes,
    transactionBytes: transaction.size,
  })
  if (eventBytes === 0) declared.set(transaction, fee)
  return fee
}
