/** Places and times of facts as columns. */
import type { Position } from '../decode/fact.ts'

/** The columns of the event that a state comes from. */
export const positionColumns = ({ toid, eventIndex }: Position) => ({ toid, event_index: eventIndex })

/** The columns of a row that stands for one event. */
export const placeColumns = ({ toid, eventIndex, ledger, closedAt, txHash }: Position) => ({
  toid,
  event_index: eventIndex,
  ledger,
  closed_at: closedAt,
  tx_hash: txHash,
})

/** Ledger seconds. */
export const time = (seconds: bigint): Date => new Date(Number(seconds) * 1000)

/** 9999-12-31T23:59:59Z */
const LAST_SECOND = 253_402_300_799n

/** Ledger seconds that somebody chose, however late; kept as the last second of the year 9999 where it is beyond. */
export const timeOrLast = (seconds: bigint): Date => time(seconds > LAST_SECOND ? LAST_SECOND : seconds)

/** Ledger seconds, where 0 stands for never. */
export const timeOrNever = (seconds: bigint): Date | null => (seconds === 0n ? null : time(seconds))

/** A number, where 0 stands for none. */
export const numberOrNone = (number: number): number | null => (number === 0 ? null : number)
