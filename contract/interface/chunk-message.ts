/**
 * The message behind a chunk's storage proof: what an attestor signs so that `release_chunks` pays the chunk.
 * Pure. The contract packs the same 120 bytes from what it knows itself, so a signature holds for one chunk of one
 * stream of one contract on one network.
 */
import { hash, StrKey } from '@stellar/stellar-sdk'

/** What a storage proof of a chunk says; counted as the contract counts it. */
export interface ChunkMessage {
  readonly networkPassphrase: string
  /** The market's contract address (C…). */
  readonly contractId: string
  /** u32, from 1. */
  readonly streamId: number
  /** u32, from 0. */
  readonly chunk: number
  /** u64: the proof set of the stream's terms. */
  readonly proofSetId: bigint
  /** 32 bytes: the root of the chunk's data, as the proof set has it. */
  readonly root: Uint8Array
  /** u64, in seconds since 1970: between the stream's creation and the release. */
  readonly timestamp: bigint
}

/** The length of the packed message in bytes. */
export const CHUNK_MESSAGE_BYTES = 120

/**
 * Packs network id (32 bytes), contract (32), stream (u32), chunk (u32), proof set (u64), root (32), timestamp (u64);
 * numbers big-endian. The attestor signs its keccak256 with secp256k1; the contract takes r, s and v (0 or 1), s in
 * the lower half of the order.
 * @throws RangeError naming the field that does not fit
 */
export const chunkMessage = (message: ChunkMessage): Uint8Array => {
  if (!StrKey.isValidContract(message.contractId))
    throw new RangeError(`contractId is "${message.contractId}": give the market's contract address (C…)`)
  if (message.root.length !== 32)
    throw new RangeError(`root has ${message.root.length} bytes: give the 32 bytes of the chunk's root`)
  const packed = new Uint8Array(CHUNK_MESSAGE_BYTES)
  const numbers = new DataView(packed.buffer)
  packed.set(hash(message.networkPassphrase), 0)
  packed.set(StrKey.decodeContract(message.contractId), 32)
  numbers.setUint32(64, within('streamId', message.streamId, 0xffff_ffff))
  numbers.setUint32(68, within('chunk', message.chunk, 0xffff_ffff))
  numbers.setBigUint64(72, within('proofSetId', message.proofSetId, 2n ** 64n - 1n))
  packed.set(message.root, 80)
  numbers.setBigUint64(112, within('timestamp', message.timestamp, 2n ** 64n - 1n))
  return packed
}

const within = <T extends number | bigint>(name: string, value: T, highest: T): T => {
  const whole = typeof value === 'bigint' || Number.isInteger(value)
  if (whole && value >= 0 && value <= highest) return value
  throw new RangeError(`${name} is ${value}: give a whole number from 0 to ${highest}`)
}
