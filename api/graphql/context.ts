/** What every resolver is handed, made anew for each request. */
import type { ActivityHub } from '../reads/activity-hub.ts'
import type { Reads } from '../reads/reads.ts'
import type { TransactionsByMarket } from '../transactions/transactions.ts'

export interface Context {
  /** Answers from the database; its loaders batch and remember within this request. */
  readonly reads: Reads
  /** Live feeds. */
  readonly activity: ActivityHub
  /** Builds, relays and follows transactions: one for each configured market. */
  readonly transactions: TransactionsByMarket
}
