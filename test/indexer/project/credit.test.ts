import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Statement } from '../../../indexer/decode/fact.ts'
import { ASSET, account, contract } from '../../support/parties.ts'
import { createDatabase, type TestDatabase } from '../../support/postgres.ts'
import { apply, CONTRACT, createMarket, factsOf } from '../../support/projected.ts'

let database: TestDatabase
let market: number
beforeAll(async () => {
  database = await createDatabase()
  market = await createMarket(database.sql)
})
afterAll(() => database.close())

const PARTY = account(100)
const added = (asset: string, amount: bigint, credit: bigint): Statement => ({
  ...{ event: 'credit_added', party: PARTY, asset, amount, credit },
})
const read = () => database.sql`select asset, amount, updated_at from credit where party = ${PARTY} order by amount`

test('what is owed stands by party and token', async () => {
  await apply(
    database.sql,
    market,
    factsOf([added(ASSET, 5n, 5n), added(contract(9), 1n, 1n), added(ASSET, 2n, 7n)], 10),
  )
  expect(await read()).toEqual([
    { asset: contract(9), amount: '1', updated_at: new Date('2023-11-14T22:14:15Z') },
    { asset: ASSET, amount: '7', updated_at: new Date('2023-11-14T22:14:20Z') },
  ])
  expect(await database.sql`select from payment`).toEqual([])
})

test('claimed, nothing is owed, and the movement names its token but no deal and no stream', async () => {
  const claimed: Statement = {
    event: 'credit_claimed',
    party: PARTY,
    asset: ASSET,
    amount: 7n,
    credit: 0n,
    to: account(101),
  }
  await apply(database.sql, market, factsOf([claimed], 20))
  expect(await read()).toMatchObject([{ amount: '0' }, { amount: '1' }])
  expect(
    await database.sql`
      select kind, from_address, to_address, asset, amount, consumer, provider, deal_id, stream_id, dispute_id from payment`,
  ).toEqual([
    {
      ...{ kind: 'claim', from_address: CONTRACT, to_address: account(101), asset: ASSET, amount: '7' },
      ...{ consumer: null, provider: null, deal_id: null, stream_id: null, dispute_id: null },
    },
  ])
})
