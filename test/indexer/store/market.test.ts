import { afterAll, beforeAll, expect, test } from 'vitest'
import { ensureMarket, openIncarnation } from '../../../indexer/store/market.ts'
import { addressOf, PASSPHRASE } from '../../support/indexing.ts'
import { createDatabase, type TestDatabase } from '../../support/postgres.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await createDatabase()
})
afterAll(() => database.close())

const address = addressOf(['http://a'], { startLedger: 7 })
const names = async () =>
  (
    await database.sql`
    select name, incarnation, ledger from market join network on network.id = network_id
    join watermark on market_id = market.id order by market.id`
  ).map(Object.values)

test('a market is created once, with its watermark before its first ledger; a new name renames it', async () => {
  const market = await ensureMarket(database.sql, address)
  expect(market.startLedger).toBe(7)
  expect(await ensureMarket(database.sql, { ...address, name: 'renamed', startLedger: 3 })).toEqual(market)
  expect(await names()).toEqual([['renamed', 1, 6]])
  await ensureMarket(database.sql, address)
})

test('a name that stands for another contract is refused with the next step', async () => {
  const contractId = 'CAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAD2KM'
  await expect(ensureMarket(database.sql, { ...address, contractId })).rejects.toThrow(
    `the market name "test" already stands for contract ${address.contractId} in this database: give ${contractId} another name`,
  )
})

test('a new incarnation begins anew and leaves the old one as it was, under another name', async () => {
  const old = await ensureMarket(database.sql, address)
  expect(await openIncarnation(database.sql, PASSPHRASE)).toEqual(['test-1'])
  const market = await ensureMarket(database.sql, address)
  expect(market.id).not.toBe(old.id)
  expect(market.networkId).not.toBe(old.networkId)
  expect(await names()).toEqual([
    ['test-1', 1, 6],
    ['test', 2, 6],
  ])
  await expect(openIncarnation(database.sql, 'nowhere')).rejects.toThrow('this database holds no network "nowhere"')
})
