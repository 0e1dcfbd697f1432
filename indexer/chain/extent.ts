/** How much to ask a node for at once: grows while full pages come back, is halved when the node gives up. */
import { type Extent, SCAN_LIMIT } from './page.ts'

/** Most events that stellar-rpc gives in one page; providers often allow fewer and say so. */
export const PAGE_LIMIT = 10_000
const FIRST_LIMIT = 1_000

/** What is asked for at first. */
export const firstExtent = (most = PAGE_LIMIT): AdaptiveExtent => ({
  limit: Math.min(FIRST_LIMIT, most),
  ledgers: SCAN_LIMIT,
  most,
})

/** An extent, and the largest page that the node is known to allow. */
export interface AdaptiveExtent extends Extent {
  readonly most: number
}

/** After an answer: a full page asks for a larger one, a slow range that was narrowed widens again. */
export const grow = ({ limit, ledgers, most }: AdaptiveExtent, events: number): AdaptiveExtent => ({
  limit: events >= limit ? Math.min(limit * 2, most) : limit,
  ledgers: Math.min(ledgers * 2, SCAN_LIMIT),
  most,
})

/** After a refusal for size: the limit that the node named, or half of everything; null where nothing is left to halve. */
export const shrink = ({ limit, ledgers, most }: AdaptiveExtent, named: number | undefined): AdaptiveExtent | null => {
  if (named !== undefined && named > 0 && named < limit) return { limit: named, ledgers, most: named }
  if (limit === 1 && ledgers === 1) return null
  return { limit: Math.max(1, limit >> 1), ledgers: Math.max(1, ledgers >> 1), most }
}
