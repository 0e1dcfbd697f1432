/** The samples of deals that are not reported yet. Each deal and second counts once: the first sample that came. */
import type { Sample } from './telemetry/sample.ts'
import type { Period } from './usage.ts'

/** What became of a sample that the meter was given. */
export type Filed = 'accepted' | 'duplicate' | 'conflict'

/** A stretch of samples that falls into one period. */
export interface Filling extends Period {
  /** In the order of their times. */
  readonly samples: readonly Sample[]
}

/** Holds samples in memory; what was reported is let go. */
export interface Meter {
  file(sample: Sample): Filed
  /** Deals with samples, and the latest sample of each. */
  deals(): Iterable<readonly [dealId: number, latest: Sample]>
  /** The fillings of a deal from `cursor` on, oldest first. */
  fillings(dealId: number, cursor: number): readonly Filling[]
  /** Takes out all samples of a deal before `cursor`. @returns them */
  release(dealId: number, cursor: number): readonly Sample[]
  /** Samples held. */
  size(): number
}

/** @param periodSecs periods begin at the multiples of this, in unix time */
export const createMeter = (periodSecs: number): Meter => {
  const deals = new Map<number, Map<number, Sample>>()
  return {
    file: (sample) => {
      const held = deals.get(sample.dealId) ?? new Map<number, Sample>()
      deals.set(sample.dealId, held)
      const first = held.get(sample.at)
      if (first === undefined) held.set(sample.at, sample)
      return first === undefined ? 'accepted' : isSame(first, sample) ? 'duplicate' : 'conflict'
    },
    deals: function* () {
      for (const [dealId, held] of deals) yield [dealId, latestOf(held)] as const
    },
    fillings: (dealId, cursor) => fillingsOf([...(deals.get(dealId)?.values() ?? [])], cursor, periodSecs),
    release: (dealId, cursor) => {
      const held = deals.get(dealId)
      const released = [...(held?.values() ?? [])].filter(({ at }) => at < cursor)
      for (const { at } of released) held?.delete(at)
      if (held?.size === 0) deals.delete(dealId)
      return released
    },
    size: () => [...deals.values()].reduce((total, held) => total + held.size, 0),
  }
}

const latestOf = (held: ReadonlyMap<number, Sample>): Sample =>
  [...held.values()].reduce((latest, sample) => (sample.at > latest.at ? sample : latest))

const isSame = (a: Sample, b: Sample) =>
  a.consumer === b.consumer &&
  a.provider === b.provider &&
  a.storageMb === b.storageMb &&
  a.egressMb === b.egressMb &&
  a.latencyMs === b.latencyMs &&
  a.up === b.up

const fillingsOf = (samples: Sample[], cursor: number, periodSecs: number): Filling[] => {
  const due = samples.filter(({ at }) => at >= cursor).sort((a, b) => a.at - b.at)
  const groups = Map.groupBy(due, ({ at }) => Math.floor(at / periodSecs))
  return [...groups].map(([index, group]) => ({
    start: Math.max(index * periodSecs, cursor),
    end: (index + 1) * periodSecs,
    samples: group,
  }))
}
