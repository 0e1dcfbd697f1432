/** Seeded chance: the same seed and the same subject always give the same draws. */
import { createHash } from 'node:crypto'
import { uniformInt } from 'pure-rand/distribution/uniformInt'
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'

export interface Chance {
  /** An integer from `low` to `high`, both included. */
  between(low: number, high: number): number
  /** True in `percent` of 100 cases. */
  percent(percent: number): boolean
  /** One of the items; undefined of an empty list. */
  pick<T>(items: readonly T[]): T | undefined
}

/** @param subject what the draws are for, e.g. `seed 1, round 7` */
export const chanceOf = (subject: string): Chance => {
  const generator = xoroshiro128plus(createHash('sha256').update(subject).digest().readInt32LE(0))
  const between = (low: number, high: number) => uniformInt(generator, low, high)
  return {
    between,
    percent: (percent) => between(1, 100) <= percent,
    pick: (items) => (items.length === 0 ? undefined : items[between(0, items.length - 1)]),
  }
}
