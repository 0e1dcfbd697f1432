/** The cursor of getEvents: the id of an event, `%019d-%010d` of its TOID and its index. */
import { unreadable } from './request-error.ts'
import { MAX_OPERATION, MAX_TRANSACTION, parseToid, type Toid, toid } from './toid.ts'

/** A place among the events: the operation and the index of the event in it. */
export interface EventCursor extends Toid {
  event: number
}

const MAX_EVENT = 0xffffffff
const MAX_INT64 = 2n ** 63n - 1n

/** As text that sorts like the events. */
export const formatCursor = (cursor: EventCursor) =>
  `${String(toid(cursor)).padStart(19, '0')}-${String(cursor.event).padStart(10, '0')}`

/** Where a ledger starts; itself no event. */
export const startOfLedger = (ledger: number): EventCursor => ({ ledger, transaction: 0, operation: 0, event: 0 })

/** After everything in a ledger; no event has this id, since operation 4095 of the last transaction is never used. */
export const endOfLedger = (ledger: number): EventCursor => ({
  ledger,
  transaction: MAX_TRANSACTION,
  operation: MAX_OPERATION,
  event: MAX_EVENT,
})

/** @throws RequestError */
export const parseCursor = (text: string): EventCursor => {
  const [, id, index] = /^(\d+)-(\d+)$/.exec(text) ?? []
  if (id === undefined || BigInt(id) > MAX_INT64 || Number(index) > MAX_EVENT) {
    throw unreadable(`invalid event id ${text}`)
  }
  return { ...parseToid(BigInt(id)), event: Number(index) }
}

/** The place right after a cursor; the index overflows to 0 as a Go uint32. */
export const afterCursor = (cursor: EventCursor): EventCursor => ({
  ...cursor,
  event: cursor.event === MAX_EVENT ? 0 : cursor.event + 1,
})
