/** What a pass found and did, in figures: for the log, the metrics and whoever ran the relay once. */
import type { Task } from './work.ts'

export interface PassReport {
  readonly dryRun: boolean
  /** Heights of the EVM chain: its newest block, and the newest that was believed. */
  head: number
  safe: number
  /** Streams by what was done about them. */
  readonly streams: Record<Task, number>
  readonly chunks: {
    /** Proven and not released when the pass came to them; in a dry run, what would have been sent. */
    due: number
    /** Released by this relay. */
    released: number
    /** Released by somebody else in the meantime: as good. */
    releasedByOthers: number
    /** Roots that wait for the market's clock. */
    early: number
    /** Roots older than their stream. */
    stale: number
    /** Roots with ids beyond the stream's chunks. */
    beyond: number
    /** Roots that their verifier no longer knows. */
    removed: number
  }
  /** Streams finished by this relay. */
  finished: number
  /** Refusals of the contract by the name of the error. */
  readonly refused: Record<string, number>
  /** Calls given up after bounded retries; the next pass makes them again. */
  expired: number
}

export const emptyReport = (dryRun: boolean): PassReport => ({
  dryRun,
  head: 0,
  safe: 0,
  streams: { release: 0, finish: 0, unaccepted: 0, foreign: 0, disputed: 0, overdue: 0 },
  chunks: { due: 0, released: 0, releasedByOthers: 0, early: 0, stale: 0, beyond: 0, removed: 0 },
  finished: 0,
  refused: {},
  expired: 0,
})
