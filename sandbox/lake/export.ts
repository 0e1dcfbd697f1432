/**
 * Writes the closed ledgers of a node into a lake, batch after batch, from where the lake ends. Only whole batches are
 * written, so a lake with batches of many ledgers lags behind by as many. Every ledger must follow the one before it.
 */
import type { Lake } from './lake.ts'
import { batchOf } from './layout.ts'
import type { LedgerSource, SourceLedger } from './ledger-source.ts'

/** The lake and the node are of different chains, or have a gap between them: trying again does not help. */
export class DoesNotFollow extends Error {
  override readonly name = 'DoesNotFollow'
}

/** From where to where. */
export interface ExportOptions {
  lake: Lake
  source: LedgerSource
  /** Told after every batch. */
  onBatch?: (range: { start: number; end: number }) => void
  signal?: AbortSignal
}

/** Everything that can be had now. @returns how many ledgers were written @throws DoesNotFollow */
export const exportLedgers = async ({ lake, source, onBatch, signal }: ExportOptions): Promise<number> => {
  const { oldest, latest } = await source.range()
  const end = lake.end()
  let previousHash = end?.hash
  let next = end === undefined ? firstWhole(oldest, lake) : end.sequence + 1
  let written = 0
  if (end !== undefined) checkReach(end.sequence, oldest, latest)
  for (let range = batchOf(next, lake.layout); range.end <= latest; range = batchOf(next, lake.layout)) {
    if (signal?.aborted) break
    const ledgers = await source.read(range.start, range.end - range.start + 1)
    previousHash = checkChain(ledgers, previousHash)
    lake.write(
      range,
      ledgers.map(({ meta }) => meta),
    )
    onBatch?.(range)
    next = range.end + 1
    written += ledgers.length
  }
  return written
}

/** A node that has forgotten the first ledgers gives no whole first batch. */
const firstWhole = (oldest: number, { layout }: Lake): number => {
  const range = batchOf(oldest, layout)
  return range.start >= oldest ? range.start : range.end + 1
}

const checkReach = (end: number, oldest: number, latest: number): void => {
  if (end + 1 < oldest) {
    throw new DoesNotFollow(`the lake ends with ledger ${end}, and the node has forgotten everything before ${oldest}`)
  }
  if (end > latest) {
    throw new DoesNotFollow(
      `the lake ends with ledger ${end}, and the node has only ${latest}: was the network reset? Use another folder`,
    )
  }
}

/** @returns the hash of the last one */
const checkChain = (ledgers: readonly SourceLedger[], before: string | undefined): string | undefined => {
  let hash = before
  for (const ledger of ledgers) {
    if (hash !== undefined && ledger.previousHash !== hash) {
      throw new DoesNotFollow(
        `ledger ${ledger.sequence} follows ${ledger.previousHash} and not ${hash}, with which the lake ends: was the network reset? Use another folder`,
      )
    }
    hash = ledger.hash
  }
  return hash
}
