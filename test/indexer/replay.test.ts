import pino from 'pino'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Interpretation } from '../../indexer/interpret.ts'
import { replay } from '../../indexer/replay.ts'
import { shareProjections } from '../../indexer/store/lock.ts'
import type { Sql } from '../../prisma/client.ts'
import { addressOf, createChain, type Followed, follow, reached, until, WORDS, word } from '../support/indexing.ts'
import { createDatabase, type TestDatabase } from '../support/postgres.ts'
import { type Script, type ScriptedRpc, serveScript } from '../support/scripted-rpc.ts'

let database: TestDatabase
let sql: Sql
let chain: Script
let node: ScriptedRpc
let tail: Followed

beforeEach(async () => {
  database = await createDatabase()
  sql = database.sql
  chain = createChain()
  node = await serveScript(chain)
  for (let i = 0; i < 30; i++) chain.close(word(`${i}`), word(i % 5 === 0 ? 'malformed' : `${i}+`), word('unknown'))
  tail = follow(database.url, addressOf([node.url]))
  await reached(sql, 31)
})
afterEach(async () => {
  await tail.stop()
  await node.close()
  await database.close()
})
let silent: pino.Logger
beforeAll(() => {
  silent = pino({ level: 'silent' })
})
afterAll(() => silent.flush())

const run = (more: Partial<Parameters<typeof replay>[0]> = {}) =>
  replay({
    databaseUrl: database.url,
    interpretation: WORDS,
    log: silent,
    signal: new AbortController().signal,
    verify: false,
    pageEvents: 7,
    ...more,
  })
const rows = async () => ({
  reports: await sql`select * from usage_report order by toid, event_index`,
  quarantine: await sql`select * from quarantine order by toid, event_index`,
  events: await sql`select * from raw_event order by toid, event_index`,
})
/** All that makes a table what it is. */
const shape = () => sql`
  select c.relname, c.relkind, c.relacl::text, obj_description(c.oid, 'pg_class') as comment,
    (select array_agg(format('%s %s %s', attname, atttypid::regtype, attnotnull) order by attnum)
     from pg_attribute where attrelid = c.oid and attnum > 0) as columns,
    (select array_agg(conname || ' ' || pg_get_constraintdef(oid) order by conname)
     from pg_constraint where conrelid = c.oid) as constraints,
    (select array_agg(pg_get_indexdef(indexrelid) order by indexrelid::regclass::text)
     from pg_index where indrelid = c.oid) as indexes
  from pg_class c where relnamespace = 'public'::regnamespace and relkind in ('r', 'v', 'm') order by relname`

test('a replay gives the rows that tailing gave, in tables of the same shape', async () => {
  const [before, shapeBefore] = [await rows(), await shape()]
  expect(before.reports).toHaveLength(54)
  expect(await run()).toMatchObject({ events: 90, differences: [] })
  expect(await rows()).toEqual(before)
  expect(await shape()).toEqual(shapeBefore)
  expect(await sql`select 1 from pg_namespace where nspname = 'replay'`).toEqual([])
})

test('every projection keeps its indexes, constraints and grants through a replay', async () => {
  const tables = await sql<{ name: string }[]>`
    select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'
      and relname not in ('_prisma_migrations', 'raw_event', 'network', 'market', 'watermark', 'coverage', 'ledger', 'quarantine')`
  const before = await shape()
  await run({ interpretation: { ...WORDS, projections: tables.map(({ name }) => name) } })
  expect(await shape()).toEqual(before)
})

test('the tail goes on during a replay, and into the new tables after it', async () => {
  const slow: Interpretation = {
    ...WORDS,
    project: async (transaction, marketId, facts) => {
      chain.close(word('meanwhile'))
      await WORDS.project(transaction, marketId, facts)
    },
  }
  await run({ interpretation: slow })
  chain.close(word('after'))
  await reached(sql, chain.latest())
  const last = await sql`select consumer from usage_report order by toid desc limit 2`
  expect(last.map(({ consumer }) => consumer)).toEqual(['after', 'meanwhile'])
  expect(await run({ verify: true })).toMatchObject({ differences: [] })
})

test('the swap waits for the batches under way, and they for it', async () => {
  const waiting = async () =>
    (
      await sql`select from pg_locks where locktype = 'advisory' and not granted
      and database = (select oid from pg_database where datname = current_database())`
    ).length
  let running: Promise<unknown> = Promise.resolve()
  await sql.begin(async (batch) => {
    await shareProjections(batch)
    running = run()
    await until('the swap waits', async () => (await waiting()) === 1)
    chain.close(word('late'))
    await until('a new batch waits behind it', async () => (await waiting()) === 2)
  })
  await running
  await reached(sql, chain.latest())
  expect(await sql`select count(*)::int as n from usage_report where consumer = 'late'`).toEqual([{ n: 1 }])
})

test('a verification tells each row that differs, and changes nothing', async () => {
  await sql`update usage_report set storage_mb = 999 where consumer = '7'`
  await sql`delete from usage_report where consumer = '8'`
  await sql`update raw_event set outcome = 'unknown' where data = '9'`
  const before = await rows()
  const { differences } = await run({ verify: true })
  expect(differences).toMatchObject([
    { table: 'usage_report', liveOnly: 1, rebuiltOnly: 2 },
    { table: 'raw_event (outcome, name)', liveOnly: 1 },
  ])
  expect(differences[0]!.examples[0]).toContain('"storage_mb":999')
  expect(await rows()).toEqual(before)
})

test('a decoder that learned to read an event mends table, quarantine and outcome', async () => {
  const learned: Interpretation = {
    ...WORDS,
    decode: (event) => WORDS.decode(event.data === 'malformed' ? { ...event, data: 'mended' } : event),
  }
  await run({ interpretation: learned })
  expect(await sql`select count(*)::int as n from usage_report where consumer = 'mended'`).toEqual([{ n: 6 }])
  expect(await sql`select * from quarantine`).toEqual([])
  expect(await sql`select distinct outcome, data = 'malformed' as m from raw_event where data = 'malformed'`).toEqual([
    { outcome: 'known', m: true },
  ])
})

test('an interrupted replay leaves the live tables alone, and the next one begins again', async () => {
  const before = await rows()
  const controller = new AbortController()
  const project: Interpretation['project'] = async (...args) => {
    await WORDS.project(...args)
    controller.abort(new Error('interrupted'))
  }
  await expect(run({ interpretation: { ...WORDS, project }, signal: controller.signal })).rejects.toThrow('interrupted')
  expect(await rows()).toEqual(before)
  await run()
  expect(await rows()).toEqual(before)
})

test('of two replays at once the second is refused', async () => {
  const { promise: held, resolve: release } = Promise.withResolvers<void>()
  let begun = false
  const first = run({
    interpretation: {
      ...WORDS,
      project: async (...args) => {
        begun = true
        await held
        await WORDS.project(...args)
      },
    },
  })
  await until('the first has begun', () => begun)
  await expect(run()).rejects.toThrow('another replay is at work')
  release()
  await first
})
