/** What the indexer says of itself: gaps, and what it could not decode. */
import type { Sql } from '../../prisma/client.ts'
import type { MarketState } from './market.ts'

export interface GapRow {
  firstLedger: number
  lastLedger: number
  reason: string | null
}

export interface IndexingCounts {
  gaps: number
  missingLedgers: number
  quarantined: number
  events: number
}

/** The newest gaps of a market. */
export const readGaps = async (sql: Sql, market: MarketState, limit: number): Promise<GapRow[]> => sql<GapRow[]>`
  select first_ledger as "firstLedger", last_ledger as "lastLedger", reason from coverage
  where market_id = ${market.id} and state = 'gap' order by first_ledger desc limit ${limit}`

/** Counts over the whole archive of a market. */
export const readIndexingCounts = async (sql: Sql, market: MarketState): Promise<IndexingCounts> => {
  const [counts] = await sql<IndexingCounts[]>`
    select
      (select count(*)::int from coverage where market_id = ${market.id} and state = 'gap') as gaps,
      (select coalesce(sum(last_ledger - first_ledger + 1), 0)::int from coverage
        where market_id = ${market.id} and state = 'gap') as "missingLedgers",
      (select count(*)::int from quarantine where market_id = ${market.id}) as quarantined,
      (select count(*)::int from raw_event where market_id = ${market.id}) as events`
  return counts!
}
