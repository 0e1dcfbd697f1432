/** How long a transaction may be signed and sent. Measured by the network's clock, never by this machine's. */
import { TransactionRefused } from './refusal.ts'
import type { NewestLedger } from './rpc.ts'

/** Unless the caller says otherwise: time enough for a person with a hardware wallet. */
export const DEFAULT_VALIDITY_SECS = 300
/** Longer, and prices, balances and sequence number have moved on. */
export const MAX_VALIDITY_SECS = 3_600

/** Ledgers a second at most: signatures of others must not expire before the transaction does. */
const LEDGERS_PER_SECOND = 1

/** The last moment at which a transaction, and the authorisations in it, count. */
export interface Validity {
  /** Unix seconds, compared with the close time of the ledger that takes the transaction in. */
  readonly until: number
  /** The last ledger that accepts the authorisations of others. */
  readonly untilLedger: number
}

/** @throws TransactionRefused INVALID_ARGUMENT unless 1 ≤ seconds ≤ MAX_VALIDITY_SECS */
export const checkValidity = (seconds: number = DEFAULT_VALIDITY_SECS): number => {
  if (Number.isInteger(seconds) && seconds >= 1 && seconds <= MAX_VALIDITY_SECS) return seconds
  throw new TransactionRefused(
    'INVALID_ARGUMENT',
    `validForSecs: ${seconds} is out of range: give 1 to ${MAX_VALIDITY_SECS} seconds (default ${DEFAULT_VALIDITY_SECS}).`,
    { argument: 'validForSecs' },
  )
}

/** Counted from the close of the newest ledger; `now` (unix seconds) stands in for nodes that do not tell it. */
export const validityFrom = (newest: NewestLedger, seconds: number, now: () => number): Validity => ({
  until: (newest.closedAt ?? Math.floor(now())) + seconds,
  untilLedger: newest.sequence + Math.ceil(seconds * LEDGERS_PER_SECOND),
})
