/**
 * The usage oracle: in rounds, reads telemetry and brings every deal up to date with it. It stores nothing: how far a deal
 * is reported is the chain's `period_end`, so it can be killed anywhere, and several may run at once.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from 'pino'
import { eachAtMost } from '../chain/each-at-most.ts'
import { type AdvanceOptions, advance } from './advance.ts'
import { createDealBook } from './deal-book.ts'
import { createIntake } from './intake.ts'
import type { DealKey, Market } from './market.ts'
import { createMeter } from './meter.ts'
import type { Metrics } from './metrics.ts'
import { type Planned, planDeal } from './plan.ts'
import type { Rejects } from './rejects.ts'
import { type Counts, createRunReport } from './run-report.ts'
import { createSchedule, type ScheduleSettings } from './schedule.ts'
import type { SampleLimits } from './telemetry/sample.ts'
import type { Source } from './telemetry/source.ts'
import type { UsageRules } from './usage.ts'

/** Times in seconds of the network's clock, except where they are milliseconds. */
export interface UsageOracleSettings extends UsageRules, ScheduleSettings {
  /** Periods begin at the multiples of this, in unix time. */
  readonly periodSecs: number
  /** How far a sender's clock may be ahead of the network's. */
  readonly futureSecs: number
  readonly limits: SampleLimits
  /** Pause between rounds. */
  readonly pollMs: number
  /** How often all running deals are looked for. */
  readonly scanSecs: number
  readonly settles: boolean
  /** Deals that are worked on at once. */
  readonly width: number
}

export interface UsageOracleOptions {
  readonly market: Market
  /** The network's clock, unix seconds. */
  readonly now: () => Promise<bigint>
  readonly source: Source
  readonly rejects: Rejects
  readonly metrics: Metrics
  readonly settings: UsageOracleSettings
  readonly log: Logger
}

/** A round, as it is logged. */
export interface RoundReport extends Counts {
  /** Of the network, unix seconds. */
  readonly now: number
  /** Periods with samples that are not reported yet. */
  readonly waiting: number
}

/** What a supervisor is told. */
export interface UsageOracleStatus {
  readonly ready: boolean
  /** When a round was last whole, unix seconds of this machine; null before the first. */
  readonly roundAt: number | null
  /** What kept the last round from being whole. */
  readonly error: string | null
}

export interface UsageOracle {
  /** Rounds until stopped; a round that fails is logged, and the next one tries again. */
  run(signal: AbortSignal): Promise<void>
  /** @throws what kept it from being whole: SourceUnavailable, Obstacle */
  round(signal: AbortSignal): Promise<RoundReport>
  /** What a round would report; nothing is sent. */
  plan(signal: AbortSignal): Promise<readonly Planned[]>
  status(): UsageOracleStatus
  /** Since the start. */
  totals(): Counts
}

/** The parts that a round works with; its state lives in them and on the chain. */
const assemble = (options: UsageOracleOptions) => {
  const { market, metrics, settings, rejects, log, source } = options
  const { limits, futureSecs, settles } = settings
  const report = createRunReport(metrics)
  const meter = createMeter(settings.periodSecs)
  const book = createDealBook(market)
  const intake = createIntake({ source, meter, book, rejects, report, limits, futureSecs })
  const schedule = createSchedule(meter, settings)
  const advancing: AdvanceOptions = { market, book, meter, rejects, report, rules: settings, settles, log }
  return {
    ...options,
    report,
    meter,
    book,
    intake,
    schedule,
    advancing,
    scannedAt: Number.NEGATIVE_INFINITY,
    running: [] as number[],
  }
}

type Parts = ReturnType<typeof assemble>

/** Nothing is asked before the first round. */
export const createUsageOracle = (options: UsageOracleOptions): UsageOracle => {
  const parts = assemble(options)
  const { settings, report } = parts
  const state: Pick<UsageOracleStatus, 'roundAt' | 'error'> = { roundAt: null, error: null }
  return {
    round: (signal) => round(parts, signal),
    plan: async (signal) => {
      const now = await gather(parts, signal)
      const { schedule } = parts
      const planning = { ...parts, rules: settings }
      const deals = await eachAtMost(settings.width, schedule.due(now), (key) =>
        planDeal(planning, key, schedule.isDue(now)),
      )
      return deals.flat()
    },
    totals: report.totals,
    status: () => ({ ready: isFresh(state.roundAt, settings.pollMs), ...state }),
    run: async (signal) => {
      while (!signal.aborted) {
        Object.assign(state, await runRound(parts, signal, state.roundAt))
        await sleep(settings.pollMs, undefined, { signal })
      }
    },
  }
}

/** A whole round counts for so many pauses, and for a minute at the least. */
const READY_ROUNDS = 10
const LEAST_READY_MS = 60_000

const isFresh = (roundAt: number | null, pollMs: number): boolean =>
  roundAt !== null && Date.now() - roundAt * 1000 <= Math.max(LEAST_READY_MS, READY_ROUNDS * pollMs)

const round = async (parts: Parts, signal: AbortSignal): Promise<RoundReport> => {
  const { metrics, schedule, report, settings, rejects } = parts
  const end = metrics.roundSeconds.startTimer()
  const now = await gather(parts, signal)
  await eachAtMost(settings.width, schedule.due(now), (key) => work(parts, key, now))
  await rejects.flush()
  const waiting = schedule.waiting()
  measure(parts, waiting)
  end()
  return { now, waiting, ...report.endRound() }
}

const measure = ({ metrics, meter, intake, running }: Parts, waiting: number) => {
  metrics.heldSamples.set(meter.size())
  metrics.waitingPeriods.set(waiting)
  metrics.newestSample.set(intake.newest())
  metrics.runningDeals.set(running.length)
  metrics.silentDeals.set(running.filter((dealId) => !intake.heard(dealId)).length)
}

/** Takes in all telemetry that is there: a period that ended before this began then has all its samples. */
const gather = async (parts: Parts, signal: AbortSignal): Promise<number> => {
  const now = Number(await parts.now())
  parts.book.turn()
  await scan(parts, now)
  await parts.intake.read(now, signal)
  return now
}

/** Looks for deals that owe something, and for all that run: of those that send nothing one hears no other way. */
const scan = async (parts: Parts, now: number) => {
  const { market, book, schedule, settings } = parts
  if (now - parts.scannedAt < settings.scanSecs) return
  const running = await market.runningDeals()
  await book.learn(running)
  for (const deal of running) if (settings.settles && deal.unpaid) schedule.owes(deal)
  parts.running = running.map(({ dealId }) => dealId)
  parts.scannedAt = now
}

const work = async ({ advancing, schedule }: Parts, key: DealKey, now: number) => {
  if ((await advance(advancing, key, schedule.isDue(now))) === 'held') schedule.hold(key, now)
  else schedule.done(key)
}

/** A round of a run: it does not throw unless it was stopped. */
const runRound = async (parts: Parts, signal: AbortSignal, before: number | null) => {
  const { metrics, log } = parts
  try {
    const done = await round(parts, signal)
    const roundAt = Math.floor(Date.now() / 1000)
    metrics.roundAt.set(roundAt)
    metrics.rounds.inc({ outcome: 'whole' })
    if (isEventful(done)) log.info(done, 'round')
    return { roundAt, error: null }
  } catch (error) {
    signal.throwIfAborted()
    metrics.rounds.inc({ outcome: 'failed' })
    log.error({ err: error }, 'the round failed; the next one tries again')
    return { roundAt: before, error: (error as Error).message }
  }
}

const isEventful = ({ samples, periods, settlements }: RoundReport) =>
  [samples, periods, settlements].some((counts) => Object.keys(counts).length > 0)
