/** Inclusion fees of the latest ledgers, as getFeeStats tells them; computed for a ledger once, when first asked for. */
import { xdr } from '@stellar/stellar-sdk'
import type { AppliedTransaction, Network } from '../ledger/network.ts'

/** Stroops per operation (classic), stroops (Soroban). */
interface LedgerFees {
  classic: bigint[]
  soroban: bigint[]
}

/** The fees of some latest ledgers. */
export interface FeeWindow {
  /** Ascending. */
  fees: bigint[]
  ledgers: number
}

/** The two windows of getFeeStats: 10 ledgers of classic transactions, 50 of Soroban ones. */
export interface FeeWindows {
  classic(): FeeWindow
  soroban(): FeeWindow
}

const CLASSIC_LEDGERS = 10
const SOROBAN_LEDGERS = 50

const SOROBAN_OPERATIONS = new Set(['invokeHostFunction', 'extendFootprintTtl', 'restoreFootprint'])

const operationsOf = (envelope: xdr.TransactionEnvelope): readonly xdr.Operation[] => {
  switch (envelope.type) {
    case 'envelopeTypeTxFeeBump':
      return envelope.feeBump.tx.innerTx.v1.tx.operations
    case 'envelopeTypeTx':
      return envelope.v1.tx.operations
    default:
      return envelope.v0.tx.operations
  }
}

const resourceFeeOf = (meta: Uint8Array) => {
  const decoded = xdr.TransactionMeta.fromXdr(meta)
  const ext = decoded.type === 'v4' ? decoded.v4.sorobanMeta?.ext : undefined
  if (ext?.type !== 'v1') return null
  return ext.v1.totalNonRefundableResourceFeeCharged + ext.v1.totalRefundableResourceFeeCharged
}

const collect = (fees: LedgerFees, { envelope, result, meta }: AppliedTransaction): LedgerFees => {
  const charged = xdr.TransactionResult.fromXdr(result).feeCharged
  const operations = operationsOf(xdr.TransactionEnvelope.fromXdr(envelope))
  if (operations.length === 0) return fees
  if (operations.length > 1 || !SOROBAN_OPERATIONS.has(operations[0]!.body.type)) {
    return { ...fees, classic: [...fees.classic, charged / BigInt(operations.length)] }
  }
  const resourceFee = resourceFeeOf(meta)
  return resourceFee === null ? fees : { ...fees, soroban: [...fees.soroban, charged - resourceFee] }
}

/** Windows that end at the latest ledger whenever they are asked for. */
export const createFeeWindows = (network: Network): FeeWindows => {
  const known = new Map<number, LedgerFees>()
  // After a reset the ledgers of old numbers are others.
  network.onClose(({ sequence }) => {
    if (sequence === network.oldest().sequence) known.clear()
  })
  const feesOf = (ledger: number) => {
    const remembered = known.get(ledger)
    if (remembered) return remembered
    const fees = network.transactionsOf(ledger).reduce<LedgerFees>(collect, { classic: [], soroban: [] })
    known.set(ledger, fees)
    return fees
  }
  const windowOf = (kind: keyof LedgerFees, size: number): FeeWindow => {
    const last = network.latest().sequence
    const ledgers = Math.min(size, last - network.oldest().sequence + 1)
    const sequences = Array.from({ length: ledgers }, (_, i) => last - ledgers + 1 + i)
    for (const ledger of known.keys()) if (ledger <= last - SOROBAN_LEDGERS) known.delete(ledger)
    const fees = sequences.flatMap((sequence) => feesOf(sequence)[kind])
    return { fees: fees.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0)), ledgers }
  }
  return {
    classic: () => windowOf('classic', CLASSIC_LEDGERS),
    soroban: () => windowOf('soroban', SOROBAN_LEDGERS),
  }
}
