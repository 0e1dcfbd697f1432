/** Simulation + sequence number + validity → the unsigned transaction. Pure. */
import { Account, type Transaction, TransactionBuilder, type xdr } from '@stellar/stellar-sdk'
import type { Fees } from './fees.ts'
import { type Call, type Simulation, toOperation } from './simulation.ts'
import type { Validity } from './validity.ts'

/** What a transaction may touch and use; more than that fails it. */
export interface Resources {
  readonly instructions: number
  readonly readOnlyEntries: number
  readonly readWriteEntries: number
  readonly diskReadBytes: number
  readonly writeBytes: number
  /** Entries that had been archived and that this transaction restores at its own cost. */
  readonly restoredEntries: number
}

export interface AssembleOptions {
  readonly networkPassphrase: string
  readonly source: string
  /** The account's present sequence number; the transaction takes the next one. */
  readonly sequence: bigint
  readonly inclusionFee: bigint
  readonly validity: Validity
  /** Recorded authorisations, with their expiry. */
  readonly auth: readonly xdr.SorobanAuthorizationEntry[]
}

/** The transaction with the simulated footprint, resources and fee, not signed. */
export const assemble = (call: Call, { data }: Simulation, options: AssembleOptions): Transaction =>
  new TransactionBuilder(new Account(options.source, options.sequence.toString()), {
    fee: options.inclusionFee.toString(),
    networkPassphrase: options.networkPassphrase,
    timebounds: { minTime: 0, maxTime: options.validity.until },
  })
    .addOperation(toOperation(call, options.auth))
    .setSorobanData(data)
    .build()

/** The most that it costs. */
export const feesOf = (transaction: Transaction, { data }: Simulation): Fees => {
  const total = BigInt(transaction.fee)
  return { inclusion: total - data.resourceFee, resource: data.resourceFee, total }
}

export const resourcesOf = ({ data }: Simulation): Resources => {
  const { footprint, instructions, diskReadBytes, writeBytes } = data.resources
  return {
    instructions,
    readOnlyEntries: footprint.readOnly.length,
    readWriteEntries: footprint.readWrite.length,
    diskReadBytes,
    writeBytes,
    restoredEntries: data.ext.type === 'resourceExt' ? data.ext.value.archivedSorobanEntries.length : 0,
  }
}
