/**
 * Samples of a deal within a period → what is reported. Pure.
 *
 * A sample stands for the time until the next one, the first also for the time before it, but none for longer than
 * `sampleSecs` to either side: time that nobody measured is neither billed nor counted against the provider.
 */
import type { Sample } from './telemetry/sample.ts'

/** From `start`, inclusive, to `end`, exclusive; unix seconds. */
export interface Period {
  readonly start: number
  readonly end: number
}

export interface UsageRules {
  /** The longest time a sample stands for to either side, in seconds. */
  readonly sampleSecs: number
  /** The time for which the price of a GB of storage is due, in seconds: the period's length bills its average. */
  readonly storageSecs: number
}

/** What a period is reported as. */
export interface Usage {
  /** Time-weighted: MB × seconds / storageSecs, rounded down. */
  readonly storageMb: bigint
  /** The sum. */
  readonly egressMb: bigint
  /** Time-weighted average while it answered, in ms, rounded down; 0 where it never did. */
  readonly latencyMs: number
  /** Of the measured time, in millionths of a percent, rounded down. */
  readonly uptime: number
  readonly samples: number
  /** Seconds of the period that samples stand for. */
  readonly measuredSecs: number
}

const FULL_UPTIME = 100_000_000n

interface Weighed {
  readonly sample: Sample
  readonly secs: bigint
}

/** @param samples within the period, in the order of their times, at least one */
export const usageOf = (samples: readonly Sample[], period: Period, rules: UsageRules): Usage => {
  const weighed = samples.map((sample, index) => ({
    sample,
    secs: BigInt(standsFor(samples, index, period, rules.sampleSecs)),
  }))
  const measured = sum(weighed, () => 1n)
  const answered = weighed.filter(({ sample }) => sample.up && sample.latencyMs !== null)
  return {
    storageMb: sum(weighed, ({ storageMb }) => storageMb) / BigInt(rules.storageSecs),
    egressMb: samples.reduce((total, { egressMb }) => total + egressMb, 0n),
    latencyMs: Number(average(answered, ({ latencyMs }) => BigInt(latencyMs ?? 0))),
    uptime: Number(average(weighed, ({ up }) => (up ? FULL_UPTIME : 0n))),
    samples: samples.length,
    measuredSecs: Number(measured),
  }
}

const sum = (weighed: readonly Weighed[], value: (sample: Sample) => bigint): bigint =>
  weighed.reduce((total, { sample, secs }) => total + value(sample) * secs, 0n)

const average = (weighed: readonly Weighed[], value: (sample: Sample) => bigint): bigint => {
  const whole = sum(weighed, () => 1n)
  return whole === 0n ? 0n : sum(weighed, value) / whole
}

const standsFor = (samples: readonly Sample[], index: number, period: Period, sampleSecs: number): number => {
  const { at } = samples[index]!
  const next = samples[index + 1]?.at ?? period.end
  const before = index === 0 ? Math.min(at - period.start, sampleSecs) : 0
  return before + Math.min(next - at, sampleSecs)
}
