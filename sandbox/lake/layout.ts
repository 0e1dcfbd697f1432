/** Names in a SEP-54 data lake: where the batch of a ledger lies. Numbers are written twice, reversed first, so that the newest sorts first. */

/** How a lake is cut; part of what its `.config.json` says. */
export interface Layout {
  ledgersPerBatch: number
  batchesPerPartition: number
}

/** Ledgers of one batch, both inclusive. The first batch of a chain begins with ledger 2, though its name says 0. */
export interface BatchRange {
  start: number
  end: number
}

/** There is no meta of ledger 1. */
const FIRST_LEDGER = 2
const EXTENSION = '.xdr.zst'

/** The batch that holds a ledger. */
export const batchOf = (sequence: number, { ledgersPerBatch }: Layout): BatchRange => {
  const start = boundary(sequence, ledgersPerBatch)
  return { start: Math.max(FIRST_LEDGER, start), end: start + ledgersPerBatch - 1 }
}

/** The folder of a batch; '' where every batch stands alone. */
export const partitionOf = (sequence: number, { ledgersPerBatch, batchesPerPartition }: Layout): string => {
  if (batchesPerPartition === 1) return ''
  const size = ledgersPerBatch * batchesPerPartition
  const start = boundary(sequence, size)
  return `${reversed(start)}--${start}-${start + size - 1}`
}

/** The file of a batch, without its folder. */
export const fileOf = (sequence: number, { ledgersPerBatch }: Layout): string => {
  const start = boundary(sequence, ledgersPerBatch)
  const range = ledgersPerBatch === 1 ? String(start) : `${start}-${start + ledgersPerBatch - 1}`
  return `${reversed(start)}--${range}${EXTENSION}`
}

/** Whether a name is that of a batch, and not of something else that lies there. */
export const isBatchFile = (name: string): boolean => /^[0-9A-F]{8}--\d+(-\d+)?\.xdr\.zst$/.test(name)

/** Whether a name is that of a partition's folder. */
export const isPartition = (name: string): boolean => /^[0-9A-F]{8}--\d+-\d+$/.test(name)

const boundary = (sequence: number, size: number): number => Math.floor(sequence / size) * size

const reversed = (sequence: number): string => (0xffffffff - sequence).toString(16).toUpperCase().padStart(8, '0')
