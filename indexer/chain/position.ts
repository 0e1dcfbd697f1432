/**
 * Places on the chain, as stellar-rpc writes them: an event id or cursor is `%019d-%010d` of (toid, event index), with
 * toid = ledger << 32 | transaction << 12 | operation.
 */
import { BadAnswer } from './error.ts'

/** Event part of a cursor that means: this ledger is done, whole. */
const WHOLE_LEDGER = 4294967295
const LAST_OPERATION = (1048575n << 12n) | 4095n

/** Where an event stands. */
export interface Position {
  readonly toid: bigint
  readonly eventIndex: number
  readonly ledger: number
}

const FORM = /^(\d{19})-(\d{10})$/

/**
 * Takes an event id or cursor apart.
 * @throws BadAnswer
 */
export const parseEventId = (id: string): Position => {
  const parts = FORM.exec(id)
  if (!parts) throw new BadAnswer(`"${id}" is no event id`)
  const toid = BigInt(parts[1]!)
  return { toid, eventIndex: Number(parts[2]), ledger: Number(toid >> 32n) }
}

/** The id of the event at a place. */
export const eventId = ({ toid, eventIndex }: { toid: bigint; eventIndex: number }): string =>
  `${toid.toString().padStart(19, '0')}-${eventIndex.toString().padStart(10, '0')}`

/** The cursor after the whole of a ledger. */
export const afterLedger = (ledger: number): string =>
  eventId({ toid: (BigInt(ledger) << 32n) | LAST_OPERATION, eventIndex: WHOLE_LEDGER })

/**
 * The last ledger that a cursor covers whole. A cursor that names an event may stand in the middle of its ledger,
 * so only the ledger before it is certain.
 * @throws BadAnswer
 */
export const coveredThrough = (cursor: string): number => {
  const { ledger, eventIndex } = parseEventId(cursor)
  return eventIndex === WHOLE_LEDGER ? ledger : ledger - 1
}
