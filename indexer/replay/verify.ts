/** Rebuilt tables against the live ones, row by row. */
import type { Transaction } from '../../prisma/client.ts'
import { RECLASSIFIED } from './rebuild.ts'
import { FRESH, LIVE } from './tables.ts'

/** How a live table differs from what the archive gives. */
export interface Difference {
  readonly table: string
  /** Rows that only the live table has, and that only the rebuilt one has; a changed row counts in both. */
  readonly liveOnly: number
  readonly rebuiltOnly: number
  /** The first few, as JSON. */
  readonly examples: readonly string[]
}

const EXAMPLES = 3

/** Compares all tables as the transaction sees them; empty where they agree. */
export const compareTables = async (transaction: Transaction, tables: readonly string[]): Promise<Difference[]> => {
  const differences: Difference[] = []
  for (const table of tables) {
    const live = await onlyIn(transaction, LIVE, FRESH, table)
    const rebuilt = await onlyIn(transaction, FRESH, LIVE, table)
    if (live.count + rebuilt.count === 0) continue
    const examples = [...live.rows.map((row) => `live: ${row}`), ...rebuilt.rows.map((row) => `rebuilt: ${row}`)]
    differences.push({ table, liveOnly: live.count, rebuiltOnly: rebuilt.count, examples })
  }
  return [...differences, ...(await compareOutcomes(transaction))]
}

const onlyIn = async (transaction: Transaction, here: string, there: string, table: string) => {
  const rows = await transaction<{ count: bigint; rows: string[] }[]>`
    with extra as (
      select * from ${transaction(here)}.${transaction(table)}
      except all
      select * from ${transaction(there)}.${transaction(table)}
    )
    select (select count(*) from extra) as count,
      array(select row_to_json(few)::text from (select * from extra order by 1, 2, 3 limit ${EXAMPLES}) few) as rows`
  return { count: Number(rows[0]!.count), rows: rows[0]!.rows }
}

/** Outcomes in the archive that decoding would not give today. */
const compareOutcomes = async (transaction: Transaction): Promise<Difference[]> => {
  const rows = await transaction<{ row: string }[]>`
    select row_to_json(changed)::text as row from ${transaction(FRESH)}.${transaction(RECLASSIFIED)} changed
    order by market_id, toid, event_index`
  if (rows.length === 0) return []
  const examples = rows.slice(0, EXAMPLES).map(({ row }) => `rebuilt: ${row}`)
  return [{ table: 'raw_event (outcome, name)', liveOnly: rows.length, rebuiltOnly: rows.length, examples }]
}
