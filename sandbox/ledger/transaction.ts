/** A transaction as the ledger works with it: decoded once, with its hashes and the accounts behind it. */
import { xdr } from '@stellar/stellar-sdk'
import { sha256, toHex } from './hash.ts'
import { type AccountKey, muxedAccountKey } from './keys.ts'
import { concat, int32 } from './xdr-bytes.ts'

/** Bytes that are no transaction envelope, or of a kind that this protocol no longer takes. */
export class InvalidEnvelope extends Error {
  override readonly name = 'InvalidEnvelope'
}

/** A fee bump's outer half. */
export interface FeeBump {
  source: AccountKey
  /** Stroops. */
  fee: bigint
  signatures: readonly xdr.DecoratedSignature[]
  /** What its signatures sign. */
  hash: Uint8Array
}

export interface Transaction {
  /** TransactionEnvelope as submitted. */
  envelope: Uint8Array
  /** Hash of the whole: the fee bump's where there is one. Hex. */
  hash: string
  /** SHA-256 of the envelope with signatures: the order within a transaction set. */
  envelopeHash: Uint8Array
  feeBump: FeeBump | null
  /** Hash of the inner transaction: what its signatures sign. */
  innerHash: Uint8Array
  inner: xdr.Transaction
  signatures: readonly xdr.DecoratedSignature[]
  source: AccountKey
  /** Who pays the fee. */
  feeSource: AccountKey
  soroban: boolean
  /** null also where a Soroban operation forgot it. */
  sorobanData: xdr.SorobanTransactionData | null
  /** Size of the inner transaction's envelope: what the resource fee counts. */
  size: number
}

const ENVELOPE_TYPE_TX = 2
const ENVELOPE_TYPE_TX_FEE_BUMP = 5
const SOROBAN = new Set(['invokeHostFunction', 'extendFootprintTtl', 'restoreFootprint'])

export const isSorobanOperation = (operation: xdr.Operation): boolean => SOROBAN.has(operation.body.type)

/** @throws InvalidEnvelope */
export const parseTransaction = (envelope: Uint8Array, networkId: Uint8Array): Transaction => {
  const decoded = decode(envelope)
  if (decoded.type === 'envelopeTypeTxV0') throw new InvalidEnvelope('version 0 transactions are no longer taken')
  const v1 = decoded.type === 'envelopeTypeTx' ? decoded.v1 : decoded.feeBump.tx.innerTx.v1
  const inner = v1.tx
  const innerHash = sha256(networkId, int32(ENVELOPE_TYPE_TX), inner.toXdr())
  const feeBump = decoded.type === 'envelopeTypeTx' ? null : outerHalf(decoded.feeBump, networkId)
  const source = muxedAccountKey(inner.sourceAccount)
  return {
    envelope,
    hash: toHex(feeBump?.hash ?? innerHash),
    envelopeHash: sha256(envelope),
    feeBump,
    innerHash,
    inner,
    signatures: v1.signatures,
    source,
    feeSource: feeBump?.source ?? source,
    soroban: inner.operations.some(isSorobanOperation),
    sorobanData: inner.ext.type === 'sorobanData' ? inner.ext.sorobanData : null,
    size: feeBump === null ? envelope.length : concat([int32(ENVELOPE_TYPE_TX), v1.toXdr()]).length,
  }
}

const decode = (envelope: Uint8Array): xdr.TransactionEnvelope => {
  try {
    return xdr.TransactionEnvelope.fromXdr(envelope)
  } catch (cause) {
    throw new InvalidEnvelope('the bytes are no transaction envelope', { cause })
  }
}

const outerHalf = (feeBump: xdr.FeeBumpTransactionEnvelope, networkId: Uint8Array): FeeBump => ({
  source: muxedAccountKey(feeBump.tx.feeSource),
  fee: feeBump.tx.fee,
  signatures: feeBump.signatures,
  hash: sha256(networkId, int32(ENVELOPE_TYPE_TX_FEE_BUMP), feeBump.tx.toXdr()),
})

/** The account an operation acts for. */
export const operationSource = (transaction: Transaction, operation: xdr.Operation): AccountKey =>
  operation.sourceAccount === null ? transaction.source : muxedAccountKey(operation.sourceAccount)

/** Declared resource fee in stroops; 0 for classic transactions. */
export const resourceFee = (transaction: Transaction): bigint =>
  transaction.soroban ? (transaction.sorobanData?.resourceFee ?? 0n) : 0n

/** The operations a fee is paid for; a fee bump counts as one more. */
export const paidOperations = (transaction: Transaction): bigint =>
  BigInt(Math.max(1, transaction.inner.operations.length) + (transaction.feeBump === null ? 0 : 1))

/** The most the transaction offers. */
export const offeredFee = (transaction: Transaction): bigint =>
  transaction.feeBump?.fee ?? BigInt(transaction.inner.fee)

/** The part of it that is not for resources; negative where the offer does not even cover those. */
export const inclusionFee = (transaction: Transaction): bigint => offeredFee(transaction) - resourceFee(transaction)
