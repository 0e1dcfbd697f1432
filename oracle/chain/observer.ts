import type { ObstacleKind } from './obstacle.ts'
import type { Outcome } from './outcome.ts'

/** Who wants to know what happens to calls: metrics, a log. Must not throw. */
export interface SubmitterObserver {
  /** A transaction was handed to the network for the first time. */
  sent(call: string, hash: string): void
  /** A transaction that no ledger took in offers more. @param fee stroops */
  bumped(call: string, hash: string, fee: bigint): void
  /** An attempt came to nothing; where `again`, there is another. */
  hindered(call: string, kind: ObstacleKind, message: string, again: boolean): void
  ended(call: string, outcome: Outcome): void
}

/** For whoever does not want to know. */
export const SILENT: SubmitterObserver = {
  sent: () => undefined,
  bumped: () => undefined,
  hindered: () => undefined,
  ended: () => undefined,
}
