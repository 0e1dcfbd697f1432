/**
 * Pages joined into ranges of whole ledgers, from a ledger to the tip and then as the chain grows. Backfill and live
 * tail are this one loop; the only difference is whether there is something to wait for.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { BehindRetention } from './error.ts'
import type { RawEvent } from './event.ts'
import type { Nodes } from './nodes.ts'
import type { Page, Place } from './page.ts'

/** Newest ledger of the network, as the answering node knew it. */
export interface Tip {
  readonly ledger: number
  readonly closedAt: Date | null
}

/** Whole ledgers first…last with all events of the market in them, in chain order. */
export interface ScannedRange {
  readonly kind: 'scanned'
  readonly first: number
  readonly last: number
  readonly events: readonly RawEvent[]
  readonly tip: Tip
}

/** Ledgers that no node holds any more. */
export interface GapRange {
  readonly kind: 'gap'
  readonly first: number
  readonly last: number
  readonly reason: string
}

export type LedgerRange = ScannedRange | GapRange

/** How to read. */
export interface Reading {
  readonly nodes: Nodes
  /** Ledgers up to this one are done. */
  readonly after: number
  /** Pause between questions at the tip. */
  readonly pollMs: number
  /** A range ends with the first ledger that brings it to this many events. */
  readonly maxEvents: number
  readonly signal: AbortSignal
}

/**
 * Reads until the signal stops it (then it throws the signal's reason).
 * @throws SuspectedReset, WrongNetwork
 */
export async function* readLedgers({ nodes, after, pollMs, maxEvents, signal }: Reading): AsyncGenerator<LedgerRange> {
  let place: Place = { after, cursor: null }
  let open: readonly RawEvent[] = []
  for (;;) {
    const answer = await pageOrGap(nodes, place, signal)
    if (answer.kind === 'gap') {
      yield answer
      place = { after: answer.last, cursor: null }
      open = []
      continue
    }
    const events = [...open, ...answer.page.events]
    yield* wholeLedgers(place.after + 1, events, answer.page, maxEvents)
    open = events.filter(({ ledger }) => ledger > answer.page.through)
    const moved = answer.page.through > place.after || answer.page.events.length > 0
    place = answer.page.next
    if (!moved || answer.page.through >= answer.page.latest) await sleep(pollMs, undefined, { signal })
  }
}

const pageOrGap = async (
  nodes: Nodes,
  place: Place,
  signal: AbortSignal,
): Promise<GapRange | { kind: 'page'; page: Page }> => {
  try {
    return { kind: 'page', page: await nodes.page(place, signal) }
  } catch (error) {
    if (!(error instanceof BehindRetention)) throw error
    const reason = `no node held these ledgers any more when they were asked for: the oldest held was ${error.held.oldest}`
    return { kind: 'gap', first: place.after + 1, last: error.held.oldest - 1, reason }
  }
}

/** Cuts what is whole into ranges of a bounded number of events; a ledger is never split. */
function* wholeLedgers(
  first: number,
  events: readonly RawEvent[],
  { through, latest, latestClosedAt }: Page,
  maxEvents: number,
): Generator<ScannedRange> {
  const tip = { ledger: latest, closedAt: latestClosedAt }
  let from = 0
  let start = first
  for (let end = 1; end < events.length; end++) {
    const last = events[end - 1]!.ledger
    if (last > through) break
    if (end - from < maxEvents || events[end]!.ledger === last) continue
    yield { kind: 'scanned', first: start, last, events: events.slice(from, end), tip }
    from = end
    start = last + 1
  }
  if (start > through) return
  const rest = events.slice(from).filter(({ ledger }) => ledger <= through)
  yield { kind: 'scanned', first: start, last: through, events: rest, tip }
}
