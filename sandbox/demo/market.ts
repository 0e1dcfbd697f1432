/**
 * The life of the demo market: deployed, opened, given a history, then lived on with the network's clock.
 * The history is played with the clock stopped: ledgers are closed on demand, with close times that lie in the past.
 */

import { relayerTurn } from './actors/stream.ts'
import type { Build } from './api-builder.ts'
import type { Call } from './call.ts'
import type { Cast } from './cast.ts'
import { chanceOf } from './chance.ts'
import type { Control } from './control.ts'
import { closingLedgers, type NextLedger } from './ledgers.ts'
import { openingCalls, type RoundSize, roundCalls } from './market-day.ts'
import { type MarketView, refreshView } from './market-view.ts'
import { writeTelemetry } from './meter.ts'
import { type Evm, isOnEvm, type Proven, proveOnEvm, withProofSets } from './prover.ts'
import { type DeployedMarket, playRound, sendingOverRpc, sendingThroughApi } from './round.ts'
import type { Sender } from './sender.ts'

export interface LivingMarket {
  readonly sender: Sender
  readonly market: DeployedMarket
  readonly cast: Cast
  readonly seed: string
  readonly view: MarketView
  readonly startLedger: number
}

const HISTORY: RoundSize = { activity: 40, oracleCalls: 6 }
const LIVE: RoundSize = { activity: 6, oracleCalls: 1 }
const ROUNDS_PER_DAY = 2

/** Reads what happened since the last look. */
export const look = ({ view, sender, market, startLedger }: LivingMarket) =>
  refreshView(view, sender.server, market.contractId, startLedger)

/**
 * Plays what is missing of the opening: listings need registered providers, and what was refused is tried again.
 * Answers what was still refused, in words, when a pass brought nothing more.
 */
export const openMarket = async (living: LivingMarket, next: NextLedger): Promise<readonly string[]> => {
  for (;;) {
    await look(living)
    const calls = openingCalls(living.cast, living.view, living.seed)
    if (calls.length === 0) return []
    const { succeeded, refused } = await playRound(
      living.sender,
      sendingOverRpc(living.sender, living.market),
      calls,
      next,
    )
    if (succeeded === 0) return refused
  }
}

export interface HistoryOptions {
  readonly control: Control
  /** Unix seconds: the history is played from here … */
  readonly from: bigint
  /** … to here. */
  readonly through: bigint
  readonly progress: (done: number, of: number) => void
  readonly signal: AbortSignal
}

/** Plays rounds with close times spread evenly over the time of the history. */
export const playHistory = async (living: LivingMarket, options: HistoryOptions): Promise<void> => {
  const { control, from, through, progress, signal } = options
  const rounds = Math.max(1, Math.round((Number(through - from) / 86_400) * ROUNDS_PER_DAY))
  const pause = (through - from) / BigInt(rounds)
  for (let round = 0; round < rounds && !signal.aborted; round++) {
    const clock = closingLedgers(control, from + pause * BigInt(round), SECONDS_PER_LEDGER)
    await look(living)
    await playRound(
      living.sender,
      sendingOverRpc(living.sender, living.market),
      await callsOf(living, round, HISTORY, false),
      clock.next,
    )
    progress(round + 1, rounds)
  }
  await look(living)
}

const SECONDS_PER_LEDGER = 5n

/** What everybody does in a round, and the proofs that are brought in it. @param relayed whether a relay runs beside */
const callsOf = async (
  { cast, market, view, seed }: LivingMarket,
  round: number,
  size: RoundSize,
  relayed: boolean,
): Promise<Call[]> => [
  ...roundCalls(cast, view, seed, round, size),
  ...(await relayerTurn(
    cast,
    market.contractId,
    view,
    chanceOf(`${seed} round ${round} relayer`),
    (stream) => !(relayed && isOnEvm(stream)),
  )),
]

/** What lives beside the market while it is live, and takes over what the demo did in its history. */
export interface Surroundings {
  /** Builds transactions, e.g. the API. */
  readonly build: Build
  /** Folder that a usage oracle reads. */
  readonly telemetry: string | undefined
  /** The chain that a proof relay watches. */
  readonly evm: Evm | undefined
  readonly proven: Proven
}

/** One round with the network's own clock; the number of the round is the ledger it looks at. */
export const playLiveRound = async (living: LivingMarket, around: Surroundings, next: NextLedger) => {
  await look(living)
  const { cast, view, seed, sender, market } = living
  const { latestLedger: round } = await sender.server.getHealth()
  const chance = (who: string) => chanceOf(`${seed} round ${round} ${who}`)
  const size = around.telemetry === undefined ? LIVE : { ...LIVE, oracleCalls: 0 }
  if (around.telemetry !== undefined) writeTelemetry(around.telemetry, cast, view, round, chance('meter'))
  const calls = await callsOf(living, round, size, around.evm !== undefined)
  if (around.evm !== undefined) await proveOnEvm(around.evm, around.proven, cast, view, chance('prover'))
  const play = around.evm === undefined ? calls : await withProofSets(around.evm, calls)
  return playRound(sender, sendingThroughApi(sender, market, around.build), play, next)
}
