/** What every resolver is handed, made anew for each request. */
import type { ChunkReleaseFilter, ChunkReleaseRow } from '../reads/chunk-release.ts'
import type { EventFilter, EventRow } from '../reads/event.ts'
import type { FeedHub } from '../reads/feed-hub.ts'
import type { Reads } from '../reads/reads.ts'
import type { TransactionsByMarket } from '../transactions/transactions.ts'

/** Live feeds. */
export interface Feeds {
  readonly events: FeedHub<EventRow, EventFilter>
  readonly chunkReleases: FeedHub<ChunkReleaseRow, ChunkReleaseFilter>
}

export interface Context {
  /** Answers from the database; its loaders batch and remember within this request. */
  readonly reads: Reads
  readonly feeds: Feeds
  /** Builds, relays and follows transactions: one for each configured market. */
  readonly transactions: TransactionsByMarket
}
