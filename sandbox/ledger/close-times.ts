/**
 * When ledgers close. The times come from a clock, or the one who closes gives them, as a test or a demo does that
 * plays through days. In unix seconds; they always grow.
 */
import type { ClosedLedger } from './network.ts'

export interface CloseTimes {
  /** The close time of the ledger after `latest`. @throws Error when a given one is not later */
  next(latest: ClosedLedger, given?: bigint): bigint
  /** The earliest time the next ledger can have, as far as one knows: what is too late by then need not wait for it. */
  expected(latest: ClosedLedger): bigint
}

/** @param areGiven whether they are given from the start */
export const createCloseTimes = (now: () => bigint, areGiven: boolean): CloseTimes => {
  let followsClock = !areGiven
  const byClock = ({ closeTime }: ClosedLedger): bigint => {
    const time = now()
    return time > closeTime ? time : closeTime + 1n
  }
  return {
    next(latest, given) {
      if (given !== undefined && given <= latest.closeTime) {
        throw new Error(`the close time ${given} is not after ${latest.closeTime}, that of ledger ${latest.sequence}`)
      }
      followsClock = given === undefined
      return given ?? byClock(latest)
    },
    expected: (latest) => (followsClock ? byClock(latest) : latest.closeTime + 1n),
  }
}
