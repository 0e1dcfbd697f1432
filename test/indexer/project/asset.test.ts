import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Statement } from '../../../indexer/decode/fact.ts'
import { contract } from '../../support/parties.ts'
import { createDatabase, type TestDatabase } from '../../support/postgres.ts'
import { apply, createMarket, factsOf } from '../../support/projected.ts'

let database: TestDatabase
let market: number
beforeAll(async () => {
  database = await createDatabase()
  market = await createMarket(database.sql)
})
afterAll(() => database.close())

const listed = (asset: string, accepted: boolean): Statement => ({
  ...{ event: 'asset_changed', asset, accepted, symbol: 'EURC', decimals: 6 },
})
const chosen = (asset: string): Statement => ({
  ...{ event: 'stable_asset_changed', asset, previous: null, symbol: 'EURC', decimals: 6 },
})
const read = (address: string) => database.sql`select symbol, decimals, accepted from asset where address = ${address}`

test('a token is on the list until it is taken off', async () => {
  await apply(database.sql, market, factsOf([listed(contract(100), true)], 10))
  expect(await read(contract(100))).toEqual([{ symbol: 'EURC', decimals: 6, accepted: true }])
  await apply(database.sql, market, factsOf([listed(contract(100), false)], 20))
  expect(await read(contract(100))).toMatchObject([{ accepted: false }])
})

test('the default token is known, whether it is on the list or not', async () => {
  const [never, before, after] = [contract(101), contract(102), contract(103)]
  await apply(database.sql, market, factsOf([chosen(never), listed(before, true)], 30))
  await apply(database.sql, market, factsOf([chosen(before), chosen(after), listed(after, true)], 40))
  expect(await read(never)).toMatchObject([{ accepted: false, symbol: 'EURC' }])
  expect(await read(before)).toMatchObject([{ accepted: true }])
  expect(await read(after)).toMatchObject([{ accepted: true }])
})
