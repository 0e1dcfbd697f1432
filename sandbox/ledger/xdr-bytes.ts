/**
 * XDR put together from parts that are XDR already. A ledger passes entries and events on as the bytes they came as:
 * decoding and encoding them again would cost more than everything else it does.
 */
import { concat } from '../host/frame.ts'

export { concat }

export const uint32 = (value: number): Uint8Array => {
  const bytes = new Uint8Array(4)
  new DataView(bytes.buffer).setUint32(0, value)
  return bytes
}

export const int32 = (value: number): Uint8Array => {
  const bytes = new Uint8Array(4)
  new DataView(bytes.buffer).setInt32(0, value)
  return bytes
}

/** int64 and uint64 alike: negative numbers in two's complement. */
export const int64 = (value: bigint): Uint8Array => {
  const bytes = new Uint8Array(8)
  new DataView(bytes.buffer).setBigUint64(0, BigInt.asUintN(64, value))
  return bytes
}

/** A variable-length array of values. */
export const array = (items: readonly Uint8Array[]): Uint8Array => concat([uint32(items.length), ...items])

/** An optional value. */
export const optional = (value: Uint8Array | null): Uint8Array =>
  value === null ? uint32(0) : concat([uint32(1), value])

/** Variable-length opaque data or a string: length, bytes, padding to a multiple of four. */
export const opaque = (bytes: Uint8Array): Uint8Array =>
  concat([uint32(bytes.length), bytes, new Uint8Array((4 - (bytes.length % 4)) % 4)])

/** Reads the big-endian uint32 at `offset`. */
export const readUint32 = (bytes: Uint8Array, offset: number): number =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(offset)
