/**
 * The roots of the proof sets that streams wait for, as far as they lie deep enough in the EVM chain.
 * Remembered in memory only, and only to read no block twice: a restart reads the chain again.
 */
import type { Hex } from 'viem'
import { createAnchor } from './anchor.ts'
import { EvmReorganised } from './error.ts'
import { type MalformedLog, ROOT_TOPICS, type RootsAdded, readRootsLog } from './events.ts'
import { firstBlockSince } from './first-block.ts'
import type { EvmBlock, EvmNode } from './node.ts'
import { createWidth, readWindows, type Width } from './windows.ts'

export interface ProofSetsOptions {
  readonly verifier: Hex
  /** Blocks that must lie above one before it is believed. */
  readonly confirmations: number
  /** No block below is read: the one the verifier was created in, or any later one. */
  readonly startBlock: number
  /** Blocks of one eth_getLogs at most. */
  readonly window: number
  readonly observer: ProofSetsObserver
}

/** What there is to tell, for the log and the metrics. */
export interface ProofSetsObserver {
  readonly roots: (count: number) => void
  readonly malformed: (log: MalformedLog) => void
  /** Blocks believed for good are gone: the reorganisation was deeper than `confirmations`. */
  readonly deepReorg: (lost: EvmBlock) => void
}

/** A root on the chain. */
export interface PlacedRoot {
  readonly rootId: bigint
  /** Null: the log has no CID, the verifier has to be asked. */
  readonly root: Hex | null
  /** The block the root came with. */
  readonly block: EvmBlock
}

/** Where the reading stands, in heights. */
export interface ScanReport {
  readonly head: number
  /** Newest block that is believed. */
  readonly safe: number
}

export type ProofSets = ReturnType<typeof createProofSets>

interface KnownSet {
  /** Unix time of the oldest root that matters, as far as this set was read for. */
  readonly since: bigint
  /** Everything below this height has been read for this set. */
  next: number
  /** By root id; the first log that names an id holds. */
  readonly roots: Map<bigint, PlacedRoot>
}

/** Most proof sets in one filter: providers limit the topics of a question too. */
const SETS_PER_FILTER = 100

/** Nothing is asked before `read`. */
export const createProofSets = (options: ProofSetsOptions) => {
  const known = new Map<bigint, KnownSet>()
  const width = createWidth(options.window)
  const anchor = createAnchor((lost) => {
    options.observer.deepReorg(lost)
    known.clear()
  })

  /**
   * Reads on to the newest block that is deep enough.
   * @param wanted each proof set that matters, and the unix time before which its roots don't; others are forgotten
   * @throws EvmNodeSilent | EvmNodeRefused; EvmReorganised when blocks changed while they were read
   */
  const read = async (node: EvmNode, wanted: ReadonlyMap<bigint, bigint>): Promise<ScanReport> => {
    for (const setId of known.keys()) if (!wanted.has(setId)) known.delete(setId)
    const head = await node.head()
    const safe = head - options.confirmations
    if (safe < options.startBlock) return { head, safe }
    await anchor.confirm(node).catch((error: unknown) => {
      // Forgotten, and read anew below.
      if (!(error instanceof EvmReorganised)) throw error
    })
    await begin(node, wanted, safe)
    for (const [from, sets] of Map.groupBy(known, ([, { next }]) => next))
      for (let i = 0; i < sets.length; i += SETS_PER_FILTER)
        await readSets(options, node, new Map(sets.slice(i, i + SETS_PER_FILTER)), { from, to: safe, width })
    if (known.size > 0) await anchor.advance(node, safe)
    return { head, safe }
  }

  /** One search for all that are new: at a start that is the oldest stream, later streams are opened about now. */
  const begin = async (node: EvmNode, wanted: ReadonlyMap<bigint, bigint>, safe: number) => {
    const fresh = [...wanted].filter(([setId, since]) => since < (known.get(setId)?.since ?? since + 1n))
    if (fresh.length === 0) return
    const oldest = fresh.reduce((time, [, since]) => (since < time ? since : time), fresh[0]![1])
    const next = await firstBlockSince(node, oldest, options.startBlock, safe + 1)
    for (const [setId] of fresh) known.set(setId, { since: oldest, next, roots: new Map() })
  }

  return {
    read,
    /** What a proof set holds, by root id. */
    rootsOf: (setId: bigint): ReadonlyMap<bigint, PlacedRoot> => known.get(setId)?.roots ?? new Map(),
    confirm: anchor.confirm,
    /** Adds what the verifier said of a root whose log has no CID. */
    learn: (setId: bigint, placed: PlacedRoot, root: Hex): void =>
      void known.get(setId)?.roots.set(placed.rootId, { ...placed, root }),
  }
}

interface Stretch {
  readonly from: number
  readonly to: number
  readonly width: Width
}

/** Reads sets that stand at the same height; what was read counts window by window, whatever happens later. */
const readSets = async (
  { verifier, observer }: ProofSetsOptions,
  node: EvmNode,
  sets: ReadonlyMap<bigint, KnownSet>,
  { from, to, width }: Stretch,
) => {
  const topics = [ROOT_TOPICS, [...sets.keys()].map(topicOf)]
  for await (const window of readWindows(node, { address: verifier, topics, from, to }, width)) {
    const read = window.logs.map((log) => readRootsLog(log, { verifier, ...window }))
    for (const log of read) if (log.kind === 'malformed') observer.malformed(log)
    const added = read.filter((log) => log.kind === 'roots').filter(({ proofSetId }) => sets.has(proofSetId))
    for (const [log, block] of await placeOf(node, added)) {
      keep(sets.get(log.proofSetId)!, log, block)
      observer.roots(log.roots.length)
    }
    for (const set of sets.values()) set.next = window.to + 1
  }
}

const keep = ({ roots }: KnownSet, added: RootsAdded, block: EvmBlock) => {
  for (const { rootId, root } of added.roots) if (!roots.has(rootId)) roots.set(rootId, { rootId, root, block })
}

const topicOf = (setId: bigint): Hex => `0x${setId.toString(16).padStart(64, '0')}`

/** The block of each log, each asked for once. @throws EvmReorganised where it is not the one that the log names */
const placeOf = async (node: EvmNode, logs: readonly RootsAdded[]) => {
  const blocks = new Map<number, EvmBlock>()
  const placed: [RootsAdded, EvmBlock][] = []
  for (const log of logs) {
    const block = blocks.get(log.block) ?? (await node.block(log.block))
    if (block?.hash !== log.blockHash)
      throw new EvmReorganised(`${node.name}: block ${log.block} changed while its logs were read`)
    blocks.set(log.block, block)
    placed.push([log, block])
  }
  return placed
}
