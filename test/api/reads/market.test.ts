import { afterAll, beforeAll, expect, test } from 'vitest'
import { createMarketCache, readMarkets } from '../../../api/reads/market.ts'
import { insertMarket } from '../../support/market-rows.ts'
import { createDatabase, type TestDatabase } from '../../support/postgres.ts'

let database: TestDatabase

beforeAll(async () => {
  database = await createDatabase()
  await insertMarket(database.sql)
})

afterAll(() => database.close())

const clock = () => {
  let time = 0
  const pass = (ms: number) => {
    time += ms
  }
  return { now: () => time, pass }
}

test('positions are read once for all who ask together, and again when they are old', async () => {
  const { now, pass } = clock()
  const cache = createMarketCache(database.sql, { maxAgeMs: 100, now })
  const [one, two] = [cache.current(), cache.current()]
  expect(one).toBe(two)
  expect((await one).byName('local').position?.ledger).toBe(1000)
  await database.sql`update watermark set ledger = 1001`
  pass(100)
  expect((await cache.current()).byName('local').position?.ledger).toBe(1000)
  pass(1)
  expect((await cache.current()).byName('local').position?.ledger).toBe(1001)
})

test('what is remembered can be forgotten at once', async () => {
  const cache = createMarketCache(database.sql, { maxAgeMs: 60_000, now: clock().now })
  await cache.current()
  await database.sql`update watermark set ledger = 1002`
  cache.forget()
  expect((await cache.current()).byName('local').position?.ledger).toBe(1002)
})

test('a market that was not scanned yet has no position and no settings', async () => {
  const [network] = await database.sql`insert into network (passphrase) values ('new') returning id`
  await database.sql`insert into market ${database.sql({ network_id: network!.id, contract_id: 'C', name: 'new', start_ledger: 2 })}`
  expect((await readMarkets(database.sql)).byName('new')).toMatchObject({ position: null, config: null })
})
