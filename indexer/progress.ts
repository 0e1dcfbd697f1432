/** How far a long run is, and when it will be through. */

/** A point of a run. */
export interface Progress {
  readonly done: number
  readonly total: number
  /** Of the units that the rate counts, which need not be those of `done`. */
  readonly perSecond: number
  /** Seconds, from the mean speed so far; null before there is one. */
  readonly etaSeconds: number | null
}

/**
 * Follows a run.
 * @param start units that were done before it began
 * @param everyMs how often a point is due
 */
export const createProgress = (start: number, everyMs: number) => {
  const began = performance.now()
  let shown = began
  let counted = 0
  return {
    /** Adds to the rate; true when a point is due. */
    count: (units: number): boolean => {
      counted += units
      if (performance.now() - shown < everyMs) return false
      shown = performance.now()
      return true
    },
    point: (done: number, total: number): Progress => {
      const seconds = (performance.now() - began) / 1000
      const speed = (done - start) / seconds
      const etaSeconds = speed > 0 ? Math.round((total - done) / speed) : null
      return { done, total, perSecond: Math.round(counted / seconds), etaSeconds }
    },
  }
}
