/** What the oracle did, counted: since its start, and within a round. */
import type { Metrics } from './metrics.ts'

/** `reported`: by this oracle; `overlapped`: another one was first; `expired`: given up for now, it is tried again. */
export type PeriodOutcome = 'reported' | 'overlapped' | 'refused' | 'expired'

/** `unfunded`: the deal's balance is empty; `disputed`: the arbiter has it. Whatever is not settled is tried again. */
export type SettlementOutcome = 'settled' | 'slashed' | 'unfunded' | 'disputed' | 'refused' | 'expired'

/** Counts by outcome; an outcome that did not occur is absent. */
export interface Counts {
  readonly samples: Record<string, number>
  readonly periods: Record<string, number>
  readonly settlements: Record<string, number>
}

export interface RunReport {
  sample(outcome: string): void
  period(outcome: PeriodOutcome): void
  settlement(outcome: SettlementOutcome): void
  /** Ends a round. @returns what happened in it */
  endRound(): Counts
  /** Since the start. */
  totals(): Counts
}

const none = (): Counts => ({ samples: {}, periods: {}, settlements: {} })

export const createRunReport = (metrics: Pick<Metrics, 'samples' | 'periods' | 'settlements'>): RunReport => {
  const totals = none()
  let round = none()
  const count = (kind: keyof Counts, outcome: string) => {
    for (const counts of [totals[kind], round[kind]]) counts[outcome] = (counts[outcome] ?? 0) + 1
    metrics[kind].inc({ outcome })
  }
  return {
    sample: (outcome) => count('samples', outcome),
    period: (outcome) => count('periods', outcome),
    settlement: (outcome) => count('settlements', outcome),
    endRound: () => {
      const ended = round
      round = none()
      return ended
    },
    totals: () => structuredClone(totals),
  }
}
