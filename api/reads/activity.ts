/** What happens on a market, as it is committed: the messages, and how their events are read. */
import type { Sql } from '../../prisma/client.ts'
import { type EventRow, events } from './event.ts'
import { readPage } from './list.ts'
import type { MarketState } from './market.ts'
import { MAX_PAGE, type Page } from './page.ts'

/** The index of a market moved on. */
export interface Activity {
  readonly market: MarketState
  /** In the order of the chain; a page at most, what is left comes in the next message. */
  readonly events: readonly EventRow[]
  /** Place to resume after; null while the market has no event. */
  readonly cursor: string | null
}

const inOrder = (_market: MarketState, after: string | null) =>
  ({ filter: {}, order: 'POSITION', descending: false, page: { first: MAX_PAGE, after } }) as const

/** The events after a place; it is a cursor of the list `events`. @throws ReadError BAD_CURSOR */
export const readActivity = (sql: Sql, market: MarketState, after: string | null): Promise<Page<EventRow>> =>
  readPage(sql, events, market, inOrder(market, after))

/** The place of the newest event; null while there is none. */
export const newestPlace = async (sql: Sql, market: MarketState): Promise<string | null> => {
  const request = { filter: {}, order: 'POSITION', descending: true, page: { first: 1 } } as const
  const { rows, cursorOf } = await readPage(sql, events, market, request)
  return rows[0] ? cursorOf(rows[0]) : null
}

/** Whether an event comes after another. */
export const isAfter = (event: EventRow, than: EventRow | undefined): boolean =>
  than === undefined || event.toid > than.toid || (event.toid === than.toid && event.eventIndex > than.eventIndex)
