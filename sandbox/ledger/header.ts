/** Ledger headers: the chain, and what each says about its ledger. */
import { Keypair, xdr } from '@stellar/stellar-sdk'
import { BASE_FEE } from './fees.ts'
import { sha256 } from './hash.ts'
import { concat, int32, int64 } from './xdr-bytes.ts'

/** Stroops: 100 billion lumens, as on every Stellar network. */
export const TOTAL_COINS = 10n ** 18n
const ENVELOPE_TYPE_SCPVALUE = 4
const MAX_TX_SET_SIZE = 100
const NO_HASH = new Uint8Array(32)

export interface HeaderParts {
  protocol: number
  sequence: number
  closeTime: bigint
  previousLedgerHash: Uint8Array
  previousSkipList: readonly Uint8Array[]
  transactionSetHash: Uint8Array
  resultSetHash: Uint8Array
  /** Stands where a real ledger has the hash of its bucket list. */
  stateDigest: Uint8Array
  feePool: bigint
  /** Stroops. */
  baseReserve: number
  /** LedgerUpgrade each: what this ledger was the first to have. */
  upgrades: readonly Uint8Array[]
}

/** Signs what real validators agree on; here one key, made from the passphrase, agrees with itself. */
export type ValueSigner = (transactionSetHash: Uint8Array, closeTime: bigint) => xdr.LedgerCloseValueSignature

export const createValueSigner = (networkId: Uint8Array): ValueSigner => {
  const node = Keypair.fromRawEd25519Seed(Buffer.from(sha256('validator', networkId)))
  return (transactionSetHash, closeTime) => {
    const message = concat([networkId, int32(ENVELOPE_TYPE_SCPVALUE), transactionSetHash, int64(closeTime)])
    return new xdr.LedgerCloseValueSignature({
      nodeId: node.xdrPublicKey(),
      signature: new Uint8Array(node.sign(Buffer.from(message))),
    })
  }
}

/** @returns LedgerHeader */
export const createHeader = (parts: HeaderParts, sign: ValueSigner): xdr.LedgerHeader =>
  new xdr.LedgerHeader({
    ledgerVersion: parts.protocol,
    previousLedgerHash: parts.previousLedgerHash,
    scpValue: new xdr.StellarValue({
      txSetHash: parts.transactionSetHash,
      closeTime: parts.closeTime,
      upgrades: [...parts.upgrades],
      ext: xdr.StellarValueExt.stellarValueSigned(sign(parts.transactionSetHash, parts.closeTime)),
    }),
    txSetResultHash: parts.resultSetHash,
    bucketListHash: parts.stateDigest,
    ledgerSeq: parts.sequence,
    totalCoins: TOTAL_COINS,
    feePool: parts.feePool,
    inflationSeq: 0,
    idPool: 0n,
    baseFee: Number(BASE_FEE),
    baseReserve: parts.baseReserve,
    maxTxSetSize: MAX_TX_SET_SIZE,
    skipList: skipList(parts).map((hash) => new xdr.Hash(hash)),
    ext: xdr.LedgerHeaderExt.v0(),
  })

/** Stroops: what every network begins with, and raises to today's by an upgrade. */
const FIRST_BASE_RESERVE = 100_000_000

/** LedgerHeader of ledger 1: nobody agreed on it, it follows from constants. @param stateDigest as in HeaderParts */
export const createFirstHeader = (stateDigest: Uint8Array): xdr.LedgerHeader =>
  new xdr.LedgerHeader({
    ledgerVersion: 0,
    previousLedgerHash: NO_HASH,
    scpValue: new xdr.StellarValue({
      txSetHash: NO_HASH,
      closeTime: 0n,
      upgrades: [],
      ext: xdr.StellarValueExt.stellarValueBasic(),
    }),
    txSetResultHash: NO_HASH,
    bucketListHash: stateDigest,
    ledgerSeq: 1,
    totalCoins: TOTAL_COINS,
    feePool: 0n,
    inflationSeq: 0,
    idPool: 0n,
    baseFee: Number(BASE_FEE),
    baseReserve: FIRST_BASE_RESERVE,
    maxTxSetSize: MAX_TX_SET_SIZE,
    skipList: Array.from({ length: 4 }, () => new xdr.Hash(NO_HASH)),
    ext: xdr.LedgerHeaderExt.v0(),
  })

const SKIPS = [50, 5_000, 50_000, 500_000] as const

/** Each of the four hashes is renewed in multiples of its distance, from the one before it. */
const skipList = ({ sequence, previousSkipList, stateDigest }: HeaderParts): Uint8Array[] => {
  const list = previousSkipList.length === 4 ? [...previousSkipList] : [NO_HASH, NO_HASH, NO_HASH, NO_HASH]
  if (sequence % SKIPS[0] !== 0) return list
  let depth = 0
  for (let rest = sequence - SKIPS[0]; depth < 3 && rest > 0 && rest % SKIPS[depth + 1]! === 0; depth++) {
    rest -= SKIPS[depth + 1]!
  }
  for (; depth > 0; depth--) list[depth] = list[depth - 1]!
  list[0] = stateDigest
  return list
}
