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

test('the default token is accepted, until the contract says that it no longer is', async () => {
  const [first, second] = [contract(101), contract(102)]
  await apply(database.sql, market, factsOf([chosen(first)], 30))
  expect(await read(first)).toEqual([{ symbol: 'EURC', decimals: 6, accepted: true }])
  await apply(database.sql, market, factsOf([chosen(second), listed(first, false), listed(second, true)], 40))
  expect(await read(first)).toMatchObject([{ accepted: false }])
  expect(await read(second)).toMatchObject([{ accepted: true }])
})

test.each([true, false])(
  'what is known of a token stays when it becomes the default: accepted %s',
  async (accepted) => {
    const asset = contract(accepted ? 103 : 104)
    await apply(database.sql, market, factsOf([listed(asset, accepted), chosen(asset)], accepted ? 50 : 60))
    expect(await read(asset)).toMatchObject([{ accepted }])
    await apply(database.sql, market, factsOf([chosen(asset)], accepted ? 70 : 80))
    expect(await read(asset)).toMatchObject([{ accepted }])
  },
)
