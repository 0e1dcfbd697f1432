/** Decoding and projecting into a database: events per second, with all indexes as in a tail, and with keys only as in a replay. */

import { loadContractSpec } from '../contract/interface/spec.ts'
import { createDecoder } from '../indexer/decode/decode-event.ts'
import { PROJECTION_TABLES, project } from '../indexer/project/project.ts'
import { openSql, type Sql } from '../prisma/client.ts'
import { migrate } from '../prisma/migrate.ts'
import { marketEvents } from '../test/support/market-events.ts'
import { createMarket } from '../test/support/projected.ts'
import { startThrowawayServer } from '../test/support/throwaway-server.ts'
import { report, rounded } from './report.ts'

const EVENTS = 200_000
const BATCH = 5_000

const spec = loadContractSpec()
const decode = createDecoder(spec)
const events = marketEvents(spec, { events: EVENTS, parties: 2000 })

/** Events per second. */
const run = async (sql: Sql, market: number, searchPath: string): Promise<number> => {
  const start = performance.now()
  for (let from = 0; from < events.length; from += BATCH) {
    const facts = events.slice(from, from + BATCH).flatMap((event) => {
      const decoded = decode(event)
      return decoded.outcome === 'known' ? [decoded.fact] : []
    })
    await sql.begin(async (tx) => {
      await tx`select set_config('search_path', ${searchPath}, true)`
      await project(tx, market, facts)
    })
  }
  return (1000 * events.length) / (performance.now() - start)
}

/** The same tables with their keys only. */
const createBare = async (sql: Sql, schema: string) => {
  await sql`create schema ${sql(schema)}`
  for (const table of PROJECTION_TABLES) {
    await sql`create table ${sql(schema)}.${sql(table)} (like public.${sql(table)} including all excluding indexes)`
    const [key] = await sql<{ definition: string }[]>`
      select pg_get_constraintdef(oid) as definition from pg_constraint
      where conrelid = ${`public.${table}`}::regclass and contype = 'p'`
    await sql.unsafe(`alter table ${schema}.${table} add ${key!.definition}`)
  }
}

const server = await startThrowawayServer()
try {
  const url = server.url('bench')
  await migrate(url)
  const sql = openSql({ url, connections: 1 })
  const market = await createMarket(sql)
  await createBare(sql, 'bare')
  const keysOnly = await run(sql, market, 'bare, public')
  const allIndexes = await run(sql, market, 'public')
  report('project', {
    events: events.length,
    eventsPerBatch: BATCH,
    keysOnlyEventsPerSecond: rounded(keysOnly, 0),
    allIndexesEventsPerSecond: rounded(allIndexes, 0),
  })
  await sql.end()
} finally {
  await server.stop()
}
