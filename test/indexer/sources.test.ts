/** Two sources, one index: what getLedgers gives must build the same rows as what getEvents gives. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type DemoMarket, type Stack, startDemoMarket, startStack } from '../support/stack.ts'

let demo: DemoMarket
let events: Stack
let ledgers: Stack

beforeAll(async () => {
  demo = await startDemoMarket(12)
  events = await startStack(demo)
  ledgers = await startStack(demo, { source: 'ledgers', pageLimit: 7, batchEvents: 50 })
  await Promise.all([events.caughtUp(), ledgers.caughtUp()])
}, 240_000)

afterAll(async () => {
  await events?.close()
  await ledgers?.close()
  await demo?.close()
})

/** Every row of a table as text, in one order. */
const rowsOf = async ({ database: { sql } }: Stack, table: string): Promise<readonly string[]> => {
  const rows = await sql<{ row: string }[]>`select t::text as row from ${sql(table)} t order by 1`
  return rows.map(({ row }) => row)
}

/** Everything that the chain decides; how the reading was cut into batches is not among it. */
const tables = () => ['raw_event', 'quarantine', ...events.interpretation.projections]

test('every row of every table is the same from getEvents and from getLedgers, whatever the batches', async () => {
  for (const table of tables()) expect(await rowsOf(ledgers, table), table).toEqual(await rowsOf(events, table))
  const filled = await Promise.all(tables().map(async (table) => (await rowsOf(ledgers, table)).length))
  expect(filled[0]).toBeGreaterThan(500)
  expect(filled.filter((rows) => rows > 0).length).toBeGreaterThan(8)
})

test('both follow on: a ledger closed later arrives through either', async () => {
  await demo.nextLedger()
  await demo.nextLedger()
  await Promise.all([events.caughtUp(), ledgers.caughtUp()])
  expect(await rowsOf(ledgers, 'raw_event')).toEqual(await rowsOf(events, 'raw_event'))
})
