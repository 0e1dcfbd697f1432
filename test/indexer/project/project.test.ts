import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Fact } from '../../../indexer/decode/fact.ts'
import { PROJECTION_TABLES, project } from '../../../indexer/project/project.ts'
import { lifeOf, placeOf } from '../../support/market-events.ts'
import { createDatabase, type TestDatabase } from '../../support/postgres.ts'
import { apply, clear, createMarket, dump, factAt } from '../../support/projected.ts'

let database: TestDatabase
let market: number
let whole: Record<string, string[]>

/** Two lives that share their parties, so that states are written over several times. */
const facts: Fact[] = [0, 1]
  .flatMap((number) => lifeOf(number, 1))
  .map((statement, number) => factAt(statement, placeOf(number)))

beforeAll(async () => {
  database = await createDatabase()
  market = await createMarket(database.sql)
  await apply(database.sql, market, facts)
  whole = await dump(database.sql, market)
})
beforeEach(() => clear(database.sql, market))
afterAll(() => database.close())

test('every table has rows to compare', () => {
  expect(Object.keys(whole)).toEqual(PROJECTION_TABLES)
  expect(Object.entries(whole).filter(([, rows]) => rows.length === 0)).toEqual([])
})

test('the same batch twice changes nothing', async () => {
  const { sql } = database
  await apply(sql, market, facts)
  const before =
    await sql`select xmin::text, ctid::text from deal union all select xmin::text, ctid::text from provider`
  await apply(sql, market, facts)
  expect(await dump(sql, market)).toEqual(whole)
  const after = await sql`select xmin::text, ctid::text from deal union all select xmin::text, ctid::text from provider`
  expect(after).toEqual(before)
})

test('a batch within itself twice is the same batch', async () => {
  await apply(
    database.sql,
    market,
    [...facts, ...facts].sort((a, b) => compare(a, b)),
  )
  expect(await dump(database.sql, market)).toEqual(whole)
})

test('cut at any place, the tables are the same', async () => {
  const life = facts.slice(0, facts.length / 2)
  await apply(database.sql, market, life)
  const uncut = await dump(database.sql, market)
  for (let cut = 1; cut < life.length; cut += 1) {
    await clear(database.sql, market)
    await apply(database.sql, market, life.slice(0, cut))
    await apply(database.sql, market, life.slice(cut))
    expect(await dump(database.sql, market), `cut at ${cut}`).toEqual(uncut)
  }
}, 180_000)

test('event by event, the tables are the same', async () => {
  for (const fact of facts) await apply(database.sql, market, [fact])
  expect(await dump(database.sql, market)).toEqual(whole)
}, 60_000)

test('older batches again, in any order, change nothing', async () => {
  const { sql } = database
  await apply(sql, market, facts)
  const part = fc.tuple(fc.nat(facts.length), fc.nat(facts.length))
  await fc.assert(
    fc.asyncProperty(fc.array(part, { minLength: 1, maxLength: 4 }), async (parts) => {
      for (const [from, length] of parts) await apply(sql, market, facts.slice(from, from + length))
      expect(await dump(sql, market)).toEqual(whole)
    }),
    { numRuns: 15 },
  )
}, 60_000)

test('two markets in one database do not mix', async () => {
  const { sql } = database
  const other = await createMarket(sql, 'other')
  await apply(sql, other, facts)
  expect(await dump(sql, market)).toEqual(Object.fromEntries(PROJECTION_TABLES.map((table) => [table, []])))
  await apply(sql, market, facts)
  expect(await dump(sql, market)).toEqual(await dump(sql, other))
})

test('the tables are those of the search path', async () => {
  const { sql } = database
  await sql`create schema fresh`
  for (const table of PROJECTION_TABLES)
    await sql`create table fresh.${sql(table)} (like public.${sql(table)} including all)`
  await sql.begin(async (tx) => {
    await tx`set local search_path = fresh, public`
    await project(tx, market, facts)
    expect(await dump(tx, market)).toEqual(whole)
  })
  expect((await dump(sql, market)).deal).toEqual([])
  await sql`drop schema fresh cascade`
})

const compare = (a: Fact, b: Fact) =>
  Number(a.position.toid - b.position.toid) || a.position.eventIndex - b.position.eventIndex
