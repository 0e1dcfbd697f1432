import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Statement } from '../../../indexer/decode/fact.ts'
import { account } from '../../support/parties.ts'
import { createDatabase, type TestDatabase } from '../../support/postgres.ts'
import { apply, createMarket, factsOf } from '../../support/projected.ts'

let database: TestDatabase
let market: number
beforeAll(async () => {
  database = await createDatabase()
  market = await createMarket(database.sql)
})
afterAll(() => database.close())

const serviceProvider = (address: string, kind: string, category = 'Backup') =>
  ({
    ...{ event: `service_provider_${kind}`, serviceProvider: address, category, description: 'Wir "sichern"' },
    ...{ registeredTs: 1_700_000_000n, lastUpdateTs: 1_700_000_100n },
  }) as Statement
const read = async (address: string) => {
  const [row] = await database.sql`select * from service_provider where address = ${address}`
  return row
}

test('a registered service provider is a row with everything in it', async () => {
  await apply(database.sql, market, factsOf([serviceProvider(account(100), 'registered')], 10))
  expect(await read(account(100))).toEqual({
    market_id: market,
    address: account(100),
    category: 'Backup',
    description: 'Wir "sichern"',
    registered_at: new Date('2023-11-14T22:13:20Z'),
    updated_at: new Date('2023-11-14T22:15:00Z'),
    deleted: false,
    toid: (10n << 32n) | (1n << 12n),
    event_index: 0,
  })
})

test('a deleted service provider stays, marked, until it registers again', async () => {
  const address = account(101)
  const [first, changed, deleted, again] = ['registered', 'updated', 'deleted', 'registered'].map((kind) =>
    serviceProvider(address, kind, kind === 'updated' ? 'Archive' : 'Backup'),
  ) as [Statement, Statement, Statement, Statement]
  await apply(database.sql, market, factsOf([first, changed], 20))
  expect(await read(address)).toMatchObject({ category: 'Archive', deleted: false })
  await apply(database.sql, market, factsOf([deleted], 30))
  expect(await read(address)).toMatchObject({ deleted: true })
  await apply(database.sql, market, factsOf([again], 40))
  expect(await read(address)).toMatchObject({ category: 'Backup', deleted: false })
})
