/**
 * What there is to do, decided from what was read; pure.
 *
 * The rule that says which root proves which chunk: **root k of the stream's proof set proves chunk k.** It needs no
 * state and no counting, so every relay comes to the same answer from one log. Its consequence: a stream needs a proof
 * set of its own, opened with or after the stream, since a root older than the stream proves nothing in it.
 */
import type { Hex } from 'viem'
import type { PlacedRoot } from './evm/proof-sets.ts'
import type { Stream } from './market/stream.ts'

/** What is done about a stream in a pass. */
export type Task =
  /** Its proofs are looked for. */
  | 'release'
  /** All chunks are released: collateral and tips that are left go where they belong. */
  | 'finish'
  /** The provider has not accepted. */
  | 'unaccepted'
  /** Its terms name another attestor. */
  | 'foreign'
  /** Stands still until its dispute ends. */
  | 'disputed'
  /** Its time is over: anyone may slash it, nothing can be released. */
  | 'overdue'

/** @param now close time of the market's newest ledger, unix seconds */
export const taskOf = (stream: Stream, attestor: Hex, now: bigint): Task => {
  if (stream.attestor !== attestor) return 'foreign'
  if (stream.status !== 'Active') return 'unaccepted'
  if (stream.disputed) return 'disputed'
  if (stream.released >= stream.chunks) return 'finish'
  return now > stream.deadlineTs ? 'overdue' : 'release'
}

/** A chunk and the root that proves it. */
export interface ProvenChunk {
  readonly chunk: number
  readonly placed: PlacedRoot
}

/** The roots of a stream's proof set, by what they are good for. */
export interface Proven {
  readonly ready: readonly ProvenChunk[]
  /** Newer than the market's clock: their time comes. */
  readonly early: number
  /** Older than the stream: they prove nothing in it. */
  readonly stale: number
  /** Ids beyond the stream's last chunk. */
  readonly beyond: number
}

/** @param now close time of the market's newest ledger: the contract takes no timestamp after it */
export const provenChunks = (stream: Stream, roots: Iterable<PlacedRoot>, now: bigint): Proven => {
  const ready: ProvenChunk[] = []
  const passed = { early: 0, stale: 0, beyond: 0 }
  for (const placed of roots) {
    if (placed.rootId >= BigInt(stream.chunks)) passed.beyond++
    else if (placed.block.timestamp < stream.createdTs) passed.stale++
    else if (placed.block.timestamp > now) passed.early++
    else ready.push({ chunk: Number(placed.rootId), placed })
  }
  ready.sort((a, b) => a.chunk - b.chunk)
  return { ready, ...passed }
}
