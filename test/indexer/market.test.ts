/** The whole way, from the node to the projections, with events as the contract publishes them. */
import pino from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createInterpretation } from '../../indexer/interpretation.ts'
import { replay } from '../../indexer/replay.ts'
import { addressOf, type Followed, follow, reached, SETTINGS } from '../support/indexing.ts'
import { createLoad } from '../support/load.ts'
import { createDatabase, type TestDatabase } from '../support/postgres.ts'
import { type ScriptedRpc, serveScript } from '../support/scripted-rpc.ts'

const LEDGERS = 60
const interpretation = createInterpretation()
const load = createLoad({ events: 900, parties: 7, eventsPerLedger: 15 })
let database: TestDatabase
let node: ScriptedRpc
let tail: Followed

beforeAll(async () => {
  database = await createDatabase()
  load.close(LEDGERS)
  node = await serveScript(load.script)
  const settings = { ...SETTINGS, batchEvents: 20, pageLimit: 70 }
  tail = follow(database.url, addressOf([node.url]), { interpretation, settings })
  await reached(database.sql, load.script.latest())
  await tail.stop()
}, 60_000)
afterAll(async () => {
  await tail.stop()
  await node.close()
  await database.close()
})

const run = (verify: boolean) =>
  replay({
    databaseUrl: database.url,
    interpretation,
    log: pino({ level: 'silent' }),
    signal: new AbortController().signal,
    verify,
    pageEvents: 123,
  })

const tables = async () => {
  const rows: Record<string, unknown> = {}
  for (const table of interpretation.projections)
    rows[table] = await database.sql`select * from ${database.sql(table)} t order by t::text`
  return rows
}

test('every event of the market is known, and every projection has rows', async () => {
  expect(await database.sql`select outcome, count(*)::int from raw_event group by 1`).toEqual([
    { outcome: 'known', count: 900 },
  ])
  for (const [table, rows] of Object.entries(await tables())) expect([table, rows]).not.toEqual([table, []])
})

test('a replay equals what tailing built, byte for byte, though its batches are cut elsewhere', async () => {
  const tailed = await tables()
  expect(await run(true)).toMatchObject({ events: 900, differences: [] })
  await run(false)
  expect(await tables()).toEqual(tailed)
})
