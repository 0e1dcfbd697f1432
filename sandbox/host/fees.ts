/** Fees and rent, as the network computes them from its settings. All amounts in stroops. Frames of `src/fees.rs`. */
import { type Field, FrameReader, frame } from './frame.ts'

/** What a Soroban transaction declares and is, for its resource fee. */
export interface TransactionResources {
  instructions: number
  /** Classic keys of both footprints and archived entries; for RestoreFootprint all read-write keys. */
  diskReadEntries: number
  writeEntries: number
  diskReadBytes: number
  writeBytes: number
  /** 0 before applying. */
  eventBytes: number
  /** XDR size of the signed envelope. */
  transactionBytes: number
}

/** `refundable` is without rent. */
export interface ResourceFee {
  nonRefundable: bigint
  refundable: bigint
}

/** A change of size or lifetime of one entry with a lifetime. Sizes as `entrySizeForRent` measures them. */
export interface RentChange {
  /** LedgerKey XDR: contract data or contract code. */
  key: Uint8Array
  /** 0 for a new or restored entry. */
  oldSize: number
  newSize: number
  /** 0 for a new or restored entry. */
  oldLiveUntil: number
  newLiveUntil: number
}

export const encodeResources = (resources: TransactionResources): Uint8Array =>
  frame([
    resources.instructions,
    resources.diskReadEntries,
    resources.writeEntries,
    resources.diskReadBytes,
    resources.writeBytes,
    resources.eventBytes,
    resources.transactionBytes,
  ])

export const decodeResourceFee = (answer: Uint8Array): ResourceFee => {
  const fields = new FrameReader(answer)
  return { nonRefundable: fields.i64(), refundable: fields.i64() }
}

export const encodeRentChanges = (sequence: number, changes: readonly RentChange[]): Uint8Array =>
  frame([sequence, changes.flatMap(rentFields)])

const rentFields = (change: RentChange): Field[] => [
  change.key,
  change.oldSize,
  change.newSize,
  change.oldLiveUntil,
  change.newLiveUntil,
]
