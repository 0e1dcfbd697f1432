/**
 * The blocks of a development EVM: numbered, timed, hash-chained, and carrying logs and nothing else.
 * Pure bookkeeping: time is a rule (block n closes n block times after the first), a hash follows from the height and
 * the fork it lies on, so that a chain of any age costs what its logs cost.
 */
import { type Hex, keccak256, toHex } from 'viem'

/** What a contract publishes, before it has a place. */
export interface MadeLog {
  readonly address: Hex
  readonly topics: readonly Hex[]
  readonly data: Hex
  /** What the contract remembers of it, so that its state is what the chain holds. */
  readonly added?: Added
  /** Makes topics and data when the log gets its place: they may depend on what the chain holds then. */
  readonly encode?: () => Pick<MadeLog, 'topics' | 'data'>
}

/** Roots that a log added to a proof set. */
export interface Added {
  /** Decimal, as JSON has no integers of this size. */
  readonly setId: string
  readonly roots: readonly Hex[]
}

/** A log at its place. */
export interface PlacedLog extends Omit<MadeLog, 'encode'> {
  readonly block: number
  /** In its block, from 0. */
  readonly index: number
}

/** A block without its logs. */
export interface Block {
  readonly number: number
  readonly hash: Hex
  readonly parentHash: Hex
  /** Unix seconds. */
  readonly timestamp: number
}

/** Everything that makes a chain, as plain JSON. */
export interface ChainState {
  /** Unix seconds of block 0. */
  readonly genesis: number
  readonly blockMs: number
  head: number
  readonly logs: PlacedLog[]
  /** From each height on, until the next fork above it, hashes are those of this fork. */
  readonly forks: { readonly from: number; readonly fork: number }[]
}

export type Chain = ReturnType<typeof createChain>

/** A chain that consists of its first block. @param blockMs time between two blocks, ms */
export const newChain = (genesis: number, blockMs: number): ChainState => ({
  genesis,
  blockMs,
  head: 0,
  logs: [],
  forks: [],
})

/** A chain over its state, which it changes in place. */
export const createChain = (state: ChainState) => {
  const pending: MadeLog[] = []
  let forks = Math.max(0, ...state.forks.map(({ fork }) => fork))

  const forkAt = (number: number) => state.forks.findLast(({ from }) => from <= number)?.fork ?? 0
  const hashAt = (number: number) => keccak256(toHex(`flashindex evm ${state.genesis} ${forkAt(number)} ${number}`))

  const place = (logs: readonly MadeLog[], block: number) =>
    logs.forEach(({ encode, ...log }, index) => {
      state.logs.push({ ...log, ...encode?.(), block, index })
    })

  /** Closes blocks; what waits goes into the first of them. @returns the new head */
  const mine = (blocks = 1): number => {
    for (let i = 0; i < blocks; i++) {
      state.head += 1
      place(pending.splice(0), state.head)
    }
    return state.head
  }

  /**
   * Replaces the newest blocks by others, and adds one: the longer chain wins.
   * @param keep which of the logs of the lost blocks are in the new ones, at the same height
   */
  const reorganise = (depth: number, keep: (log: PlacedLog) => boolean = () => false): number => {
    const from = Math.max(1, state.head - depth + 1)
    const lost = state.logs.filter(({ block }) => block >= from)
    state.logs.splice(state.logs.length - lost.length)
    state.forks.splice(state.forks.findLastIndex((fork) => fork.from < from) + 1)
    forks += 1
    state.forks.push({ from, fork: forks })
    const kept = Map.groupBy(lost.filter(keep), ({ block }) => block)
    for (const [block, logs] of kept) place(logs, block)
    return mine()
  }

  return {
    /** The log is in the next block. */
    publish: (log: MadeLog): void => void pending.push(log),
    mine,
    reorganise,
    head: (): number => state.head,
    block: (number: number): Block | undefined =>
      number < 0 || number > state.head ? undefined : describe(state, number, hashAt),
    logs: (): readonly PlacedLog[] => state.logs,
    /** What waits for the next block. */
    pending: (): readonly MadeLog[] => pending,
    state,
  }
}

const describe = ({ genesis, blockMs }: ChainState, number: number, hashAt: (number: number) => Hex): Block => ({
  number,
  hash: hashAt(number),
  parentHash: number === 0 ? `0x${'0'.repeat(64)}` : hashAt(number - 1),
  timestamp: genesis + Math.floor((number * blockMs) / 1000),
})
