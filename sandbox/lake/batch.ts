/** LedgerCloseMetaBatch in a zstd frame: what a file of the lake holds. */
import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib'
import { xdr } from '@stellar/stellar-sdk'
import type { BatchRange } from './layout.ts'

/** As Galexie writes it: no content size in the frame, a checksum behind it. */
const FRAME = { params: { [constants.ZSTD_c_contentSizeFlag]: 0, [constants.ZSTD_c_checksumFlag]: 1 } }

/** @param metas LedgerCloseMeta each, of the whole range */
export const encodeBatch = ({ start, end }: BatchRange, metas: readonly Uint8Array[]): Uint8Array => {
  if (metas.length !== end - start + 1) {
    throw new Error(`a batch of ledgers ${start} to ${end} needs ${end - start + 1} metas and not ${metas.length}`)
  }
  return zstdCompressSync(Buffer.concat([uint32(start), uint32(end), uint32(metas.length), ...metas]), FRAME)
}

const uint32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value)
  return bytes
}

/** @throws Error when the bytes are no whole batch */
export const decodeBatch = (bytes: Uint8Array): xdr.LedgerCloseMetaBatch =>
  xdr.LedgerCloseMetaBatch.fromXdr(new Uint8Array(zstdDecompressSync(bytes)))
