import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Statement } from '../../../indexer/decode/fact.ts'
import { bucket } from '../../support/bucket-statements.ts'
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

const party = (address: string) => ({
  provider: address,
  consumer: address,
  description: 'quoted "and" back\\slashed, {braced}',
  registeredTs: 1_700_000_000n,
  lastUpdateTs: 1_700_000_100n,
  reputation: 50,
  unitsCount: 3,
})

const reputation = (address: string, role: 'provider' | 'consumer', value: number): Statement => ({
  event: 'reputation_changed',
  party: address,
  role,
  reputation: value,
  previous: 50,
  reason: 'settled',
  consumer: address,
  provider: address,
  dealId: 1,
  streamId: 0,
})

const read = async (table: 'provider' | 'consumer', address: string) => {
  const { sql } = database
  const [row] = await sql`select * from ${sql(table)} where market_id = ${market} and address = ${address}`
  return row
}

test.each(['provider', 'consumer'] as const)('a registered %s is a row with everything in it', async (role) => {
  const address = account(role === 'provider' ? 100 : 101)
  await apply(database.sql, market, factsOf([{ event: `${role}_registered`, ...party(address) }] as Statement[], 20))
  expect(await read(role, address)).toEqual({
    market_id: market,
    address,
    description: 'quoted "and" back\\slashed, {braced}',
    reputation: 50,
    ...(role === 'provider' ? { units_count: 3 } : {}),
    registered_at: new Date('2023-11-14T22:13:20Z'),
    updated_at: new Date('2023-11-14T22:15:00Z'),
    deleted: false,
    toid: (20n << 32n) | (1n << 12n),
    event_index: 0,
  })
})

test.each(['provider', 'consumer'] as const)('a deleted %s stays, marked, until it registers again', async (role) => {
  const address = account(102)
  const [registered, deleted, again] = [`${role}_registered`, `${role}_deleted`, `${role}_registered`].map((event) => ({
    event,
    ...party(address),
  })) as unknown as [Statement, Statement, Statement]
  await apply(database.sql, market, factsOf([registered, deleted], 30))
  expect(await read(role, address)).toMatchObject({ deleted: true })
  await apply(database.sql, market, factsOf([again], 32))
  expect(await read(role, address)).toMatchObject({ deleted: false })
})

test.each(['provider', 'consumer'] as const)('the reputation of a %s changes in its own role only', async (role) => {
  const address = account(103)
  const other = role === 'provider' ? 'consumer' : 'provider'
  const both = ['provider', 'consumer'].map((one) => ({ event: `${one}_registered`, ...party(address) }))
  await apply(database.sql, market, factsOf(both as Statement[], role === 'provider' ? 40 : 50))
  await apply(database.sql, market, factsOf([reputation(address, role, 61)], role === 'provider' ? 42 : 52))
  expect(await read(role, address)).toMatchObject({ reputation: 61, description: party(address).description })
  expect(await read(other, address)).toMatchObject({ reputation: 50 })
})

test('the reputation of a party that is not known changes nothing but the history', async () => {
  const address = account(104)
  await apply(database.sql, market, factsOf([reputation(address, 'provider', 99)], 60))
  expect(await read('provider', address)).toBeUndefined()
  expect(await database.sql`select reputation from reputation_change where party = ${address}`).toEqual([
    { reputation: 99 },
  ])
})

test('the reputation of a provider stands at all of its buckets', async () => {
  const address = account(105)
  const offer = (bucketId: number): Statement => ({
    event: 'bucket_created',
    provider: address,
    bucketId,
    bucket: bucket({ providerId: address, bucketId }),
  })
  const reputations = () =>
    database.sql`select bucket_id, provider_reputation as r from bucket where provider = ${address} order by 1`
  const registered = { event: 'provider_registered', ...party(address) } as Statement
  await apply(database.sql, market, factsOf([offer(1), registered, offer(2)], 70))
  expect(await reputations()).toEqual([
    { bucket_id: 1, r: 50 },
    { bucket_id: 2, r: 50 },
  ])
  await apply(database.sql, market, factsOf([reputation(address, 'provider', 49), offer(3)], 80))
  expect(await reputations()).toEqual([1, 2, 3].map((bucket_id) => ({ bucket_id, r: 49 })))
})
