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

/** Ledger seconds, where 0 stands for never. */
export const timeOrNever = (seconds: bigint): Date | null => (seconds === 0n ? null : time(seconds))
