import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Statement } from '../../../indexer/decode/fact.ts'
import { bucket } from '../../support/bucket-statements.ts'
import { account } from '../../support/parties.ts'
import { createDatabase, type TestDatabase } from '../../support/postgres.ts'
import { apply, createMarket, factsOf } from '../../support/projected.ts'
import { counts, UNITS } from '../../support/unit-statements.ts'

let database: TestDatabase
let market: number
beforeAll(async () => {
  database = await createDatabase()
  market = await createMarket(database.sql)
})
afterAll(() => database.close())

const statementsOf = (provider: string, statements: readonly Statement[] = UNITS) =>
  statements.map((statement) => ({ ...statement, provider }) as Statement)
const offered = (provider: string): Statement => ({
  ...{ event: 'bucket_created', provider, bucketId: 1, bucket: bucket({ providerId: provider }) },
})
const registered = (provider: string): Statement => ({
  ...{ event: 'provider_registered', provider, description: '', registeredTs: 1n, lastUpdateTs: 1n },
  ...{ reputation: 50, unitsCount: 0 },
})

const units = (provider: string) =>
  database.sql`select unit_id, status, deal_id from unit where provider = ${provider} order by unit_id`
const bucketOf = async (provider: string) => {
  const [row] = await database.sql`
    select unit_mb, units_free as free, units_reserved as reserved, units_in_use as in_use,
      units_maintenance as maintenance, units_decommissioning as decommissioning,
      units_decommissioned as decommissioned, free_mb from bucket where provider = ${provider}`
  return row
}
const NONE = { free: 0, reserved: 0, in_use: 0, maintenance: 0, decommissioning: 0, decommissioned: 0 }

test('each unit is a row with its status, and its deal while it belongs to one', async () => {
  const provider = account(100)
  const free = [1, 2, 3, 4].map((unit_id) => ({ unit_id, status: 'Free', deal_id: null }))
  const steps: [number, (typeof free)[number][]][] = [
    [1, free],
    [3, [{ ...reserved(1) }, { ...reserved(2) }, free[2]!, maintenance(4)]],
    [5, [{ ...reserved(1), status: 'InUse' }, { ...reserved(2), status: 'Decommissioning' }, free[2]!, maintenance(4)]],
    [7, [free[0]!, { unit_id: 2, status: 'Decommissioned', deal_id: null }, free[2]!, maintenance(4)]],
  ]
  let from = 0
  for (const [to, expected] of steps) {
    await apply(database.sql, market, factsOf(statementsOf(provider, UNITS.slice(from, to)), 10 * to))
    expect(await units(provider)).toEqual(expected)
    from = to
  }
})

const reserved = (unit_id: number) => ({ unit_id, status: 'Reserved', deal_id: 1 as unknown as null })
const maintenance = (unit_id: number) => ({ unit_id, status: 'Maintenance', deal_id: null })

test('the bucket tells how many there are in each status, and what is free', async () => {
  const provider = account(101)
  await apply(database.sql, market, factsOf([offered(provider)], 100))
  expect(await bucketOf(provider)).toEqual({ ...NONE, unit_mb: '0', free_mb: '0' })
  await apply(database.sql, market, factsOf(statementsOf(provider, UNITS.slice(0, 3)), 110))
  expect(await bucketOf(provider)).toEqual({
    ...{ ...NONE, unit_mb: '1024', free: 1, reserved: 2, maintenance: 1, free_mb: '1024' },
  })
  await apply(database.sql, market, factsOf(statementsOf(provider, UNITS.slice(3)), 120))
  expect(await bucketOf(provider)).toEqual({
    ...{ ...NONE, unit_mb: '1024', free: 2, maintenance: 1, decommissioned: 1, free_mb: '2048' },
  })
})

test('a later state of the bucket leaves its units as they are', async () => {
  const provider = account(102)
  const renamed = { ...offered(provider), event: 'bucket_updated' } as Statement
  await apply(database.sql, market, factsOf([offered(provider), ...statementsOf(provider), renamed], 200))
  expect(await bucketOf(provider)).toMatchObject({ free: 2, maintenance: 1 })
  await apply(database.sql, market, factsOf([renamed], 300))
  expect(await bucketOf(provider)).toMatchObject({ free: 2, maintenance: 1 })
})

test.each(['in one batch', 'in several'])(
  'a bucket whose creation lies in a gap has its units at once, %s',
  async (cut) => {
    const provider = account(cut === 'in several' ? 103 : 104)
    const facts = factsOf(
      [...statementsOf(provider), { ...offered(provider), event: 'bucket_updated' } as Statement],
      cut === 'in several' ? 400 : 500,
    )
    if (cut === 'in several') for (const fact of facts) await apply(database.sql, market, [fact])
    else await apply(database.sql, market, facts)
    expect(await bucketOf(provider)).toMatchObject({ free: 2, maintenance: 1, unit_mb: '1024' })
  },
)

test('the provider tells how many it has, beside a reputation that changed in the same batch', async () => {
  const provider = account(105)
  const reputation: Statement = {
    ...{ event: 'reputation_changed', party: provider, role: 'provider', reputation: 51, previous: 50 },
    ...{ reason: 'settled', consumer: provider, provider, dealId: 1, streamId: 0 },
  }
  const read = () => database.sql`select units_count, reputation from provider where address = ${provider}`
  await apply(database.sql, market, factsOf([registered(provider)], 600))
  await apply(database.sql, market, factsOf([...statementsOf(provider, UNITS.slice(0, 1)), reputation], 610))
  expect(await read()).toEqual([{ units_count: 4, reputation: 51 }])
  await apply(database.sql, market, factsOf([reputation, ...statementsOf(provider, UNITS.slice(1))], 620))
  expect(await read()).toEqual([{ units_count: 3, reputation: 51 }])
})

test('as many units as a bucket can have are written at once', async () => {
  const provider = account(106)
  const committed: Statement = {
    ...{ event: 'units_committed', provider, bucketId: 1, count: 1024, firstUnitId: 1, unitsCount: 1024 },
    counts: counts({ free: 1024 }),
  }
  await apply(database.sql, market, factsOf([committed], 700))
  const [row] =
    await database.sql`select count(*)::int as n, max(unit_id) as last from unit where provider = ${provider}`
  expect(row).toEqual({ n: 1024, last: 1024 })
})
