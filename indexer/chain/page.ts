/**
 * One getEvents question and its answer. `type` is left out of the filter on purpose: a contract's upgrade is a system
 * event, which a filter by type would hide.
 */
import { BadAnswer } from './error.ts'
import { type RawEvent, readEvent } from './event.ts'
import { afterLedger, coveredThrough, eventId } from './position.ts'
import { asObject, numberField, stringField } from './wire.ts'

/** From where to read on. */
export interface Place {
  /** Every ledger up to this one is done. */
  readonly after: number
  /** Where a page ended inside a ledger; null at a ledger's border. */
  readonly cursor: string | null
}

/** What a node is asked for at once. */
export interface Extent {
  /** Events. */
  readonly limit: number
  /** Ledgers. */
  readonly ledgers: number
}

/** Most ledgers that a node scans for one answer (stellar-rpc's LedgerScanLimit). */
export const SCAN_LIMIT = 10_000

/** What a source answered, checked. */
export interface Page {
  readonly events: readonly RawEvent[]
  /** Every ledger through this one is in this and earlier pages, whole. */
  readonly through: number
  readonly next: Place
  /** Oldest and newest ledger of the node. */
  readonly oldest: number
  readonly latest: number
  readonly latestClosedAt: Date | null
  /** How many there are of what the limit of a question counts: events or ledgers. */
  readonly items: number
}

/**
 * The parameters of a question. A cursor may stand on the newest ledger, a start ledger may not lie behind it; a start
 * ledger may lie on the oldest, where the cursor before it would be out of range; only a start ledger can go with an end.
 * @param held what is known of the node's range; null before its first answer
 */
export const pageParams = (
  contractId: string,
  { after, cursor }: Place,
  { limit, ledgers }: Extent,
  held: { oldest: number; latest: number } | null,
): object => {
  const filters = [{ contractIds: [contractId] }]
  if (cursor !== null) return { filters, pagination: { cursor, limit } }
  const narrow = ledgers < SCAN_LIMIT && after < (held?.latest ?? 0)
  if (!narrow && after >= (held?.oldest ?? 0)) return { filters, pagination: { cursor: afterLedger(after), limit } }
  const end = narrow ? { endLedger: Math.min(after + 1 + ledgers, held!.latest + 1) } : {}
  return { filters, startLedger: after + 1, ...end, pagination: { limit } }
}

/**
 * Checks an answer: events in strictly ascending order behind the place that was asked for, none behind its own cursor.
 * @throws BadAnswer
 */
export const readPage = (result: unknown, contractId: string, place: Place): Page => {
  const wire = asObject(result, 'the page')
  if (!Array.isArray(wire.events)) throw new BadAnswer('"events" is no list')
  const events = wire.events.map((event) => readEvent(event, contractId))
  const cursor = stringField(wire, 'cursor')
  const through = Math.max(coveredThrough(cursor), place.after)
  checkOrder([place.cursor ?? afterLedger(place.after), ...events.map(eventId)], cursor)
  return {
    events,
    through,
    next: { after: through, cursor: cursor > afterLedger(through) ? cursor : null },
    oldest: numberField(wire, 'oldestLedger'),
    latest: numberField(wire, 'latestLedger'),
    latestClosedAt: readSeconds(wire.latestLedgerCloseTime),
    items: events.length,
  }
}

const checkOrder = (ids: readonly string[], cursor: string) => {
  const wrong = ids.findIndex((id, place) => place > 0 && id <= ids[place - 1]!)
  if (wrong > 0) throw new BadAnswer(`event ${ids[wrong]} comes after ${ids[wrong - 1]}`)
  if (ids.length > 1 && ids.at(-1)! > cursor)
    throw new BadAnswer(`event ${ids.at(-1)} lies behind the cursor ${cursor}`)
}

/** Unix seconds, as a string or a number; not every version of the node tells them. */
export const readSeconds = (value: unknown): Date | null => {
  const seconds = Number(value ?? Number.NaN)
  return Number.isFinite(seconds) && seconds > 0 ? new Date(seconds * 1000) : null
}
