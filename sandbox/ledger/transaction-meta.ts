/** TransactionMeta version 4, put together from what is XDR already. */
import { array, concat, int32, int64, optional, uint32 } from './xdr-bytes.ts'

/** What a fee event says about when it happened. */
export type Stage = 'before all' | 'after all'
const STAGES = { 'before all': 0, 'after all': 2 }

export interface TransactionEvent {
  stage: Stage
  /** ContractEvent */
  event: Uint8Array
}

export interface SorobanFees {
  nonRefundable: bigint
  refundable: bigint
  rent: bigint
}

export interface MetaParts {
  /** LedgerEntryChange each */
  changesBefore: readonly Uint8Array[]
  /** Changes and ContractEvents of each operation; none when the transaction failed. */
  operations: readonly { changes: readonly Uint8Array[]; events: readonly Uint8Array[] }[]
  /** null for classic transactions. */
  soroban: { fees: SorobanFees; returnValue: Uint8Array | null } | null
  events: readonly TransactionEvent[]
  /** DiagnosticEvent each */
  diagnostics: readonly Uint8Array[]
}

const VERSION = 4

export const encodeMeta = ({ changesBefore, operations, soroban, events, diagnostics }: MetaParts): Uint8Array =>
  concat([
    int32(VERSION),
    uint32(0),
    array(changesBefore),
    array(operations.map((operation) => concat([uint32(0), array(operation.changes), array(operation.events)]))),
    array([]), // changes after: refunds are paid after all transactions
    optional(soroban && concat([encodeFees(soroban.fees), optional(soroban.returnValue)])),
    array(events.map(({ stage, event }) => concat([int32(STAGES[stage]), event]))),
    array(diagnostics),
  ])

/** SorobanTransactionMetaExt version 1. */
const encodeFees = ({ nonRefundable, refundable, rent }: SorobanFees): Uint8Array =>
  concat([uint32(1), uint32(0), int64(nonRefundable), int64(refundable), int64(rent)])
