import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { dataOf, openApi, type TestApi, walk } from '../../support/api.ts'
import {
  accountOf,
  insertBucket,
  insertConsumer,
  insertDeal,
  insertMarket,
  insertProvider,
  insertUnit,
} from '../../support/market-rows.ts'
import { createDatabase, type TestDatabase } from '../../support/postgres.ts'

let database: TestDatabase
let api: TestApi
const [P, Q, C] = ['p', 'q', 'c'].map(accountOf) as [string, string, string]
const STATUSES = ['Free', 'Free', 'Reserved', 'InUse', 'Maintenance', 'Decommissioning', 'Decommissioned']

/** Bucket 1 has a unit in each status and two free ones; 2 is full; 3 has none; 4 is closed; 5 is big; 6 is not offered. */
const seed = async () => {
  const { sql } = database
  const market = await insertMarket(sql)
  for (const address of [P, Q]) await insertProvider(sql, market, address)
  await insertConsumer(sql, market, C)
  await insertBucket(sql, market, P, 1, {
    ...{ unit_mb: '1024', units_free: 2, units_reserved: 1, units_in_use: 1 },
    ...{ units_maintenance: 1, units_decommissioning: 1, units_decommissioned: 1 },
  })
  await insertBucket(sql, market, P, 2, { unit_mb: '1024', units_in_use: 3 })
  await insertBucket(sql, market, P, 3)
  await insertBucket(sql, market, P, 4, { unit_mb: '1024', units_free: 9, locked: true })
  await insertBucket(sql, market, Q, 5, { unit_mb: '18446744073709551615', units_free: 1024 })
  await insertBucket(sql, market, Q, 6, { unit_mb: '1', units_free: 3, status: 'Inactive' })
  for (const [at, status] of STATUSES.entries())
    await insertUnit(sql, market, {
      provider: P,
      unit_id: at + 1,
      status,
      deal_id: ['Reserved', 'InUse', 'Decommissioning'].includes(status) ? 1 + (at % 2) : null,
    })
  await insertUnit(sql, market, { provider: Q, bucket_id: 5 })
  for (const dealId of [1, 2]) await insertDeal(sql, market, { consumer: C, provider: P, dealId })
}

beforeAll(async () => {
  database = await createDatabase()
  await seed()
  api = openApi(database)
})

afterAll(async () => {
  await api.close()
  await database.close()
})

interface UnitNode {
  unitId: number
  providerAddress: string
}

const placesOf = (nodes: UnitNode[]) =>
  nodes.map(({ providerAddress, unitId }) => `${providerAddress === P ? 'p' : 'q'}${unitId}`).toSorted()

describe('units', () => {
  test.each([
    ['statuses: [FREE]', ['p1', 'p2', 'q1']],
    ['statuses: [IN_USE, DECOMMISSIONED]', ['p4', 'p7']],
    [`providers: ["${Q}"]`, ['q1']],
    [`providers: ["${P}"], bucketId: 1, statuses: [MAINTENANCE]`, ['p5']],
    ['bucketId: 5', ['q1']],
    ['dealId: 2', ['p4', 'p6']],
  ])('filter %s', async (filter, expected) => {
    const { nodes } = dataOf(
      await api.ask(`{ units(filter: { ${filter} }) { nodes { unitId providerAddress } } }`),
    ).units
    expect(placesOf(nodes)).toEqual(expected)
    expect(api.statements).toHaveLength(1)
  })

  test('page by page, every unit comes once, with its bucket in the same statement', async () => {
    const all = await walk(async (cursor) => {
      const after = cursor ? `, after: "${cursor}"` : ''
      const query = `{ units(first: 3${after}) { nodes { unitId providerAddress bucket { bucketId } } pageInfo { next: hasNextPage cursor: endCursor } } }`
      const { units } = dataOf(await api.ask(query))
      expect(api.statements).toHaveLength(1)
      return units
    })
    expect(placesOf(all as UnitNode[])).toEqual(['p1', 'p2', 'p3', 'p4', 'p5', 'p6', 'p7', 'q1'])
  })

  test('units of each bucket and of each deal of a page are one statement', async () => {
    const query = `{ bucket(provider: "${P}", bucketId: 1) { units(first: 3) { totalCount nodes { unitId status dealId } } }
      deals { nodes { dealId units { nodes { unitId } } } } }`
    const { bucket, deals } = dataOf(await api.ask(query))
    expect(bucket.units).toEqual({
      totalCount: 7,
      nodes: [
        { unitId: 1, status: 'FREE', dealId: null },
        { unitId: 2, status: 'FREE', dealId: null },
        { unitId: 3, status: 'RESERVED', dealId: 1 },
      ],
    })
    expect(deals.nodes).toEqual([
      { dealId: 2, units: { nodes: [{ unitId: 4 }, { unitId: 6 }] } },
      { dealId: 1, units: { nodes: [{ unitId: 3 }] } },
    ])
    expect(api.statements.toSorted()).toMatchSnapshot()
  })
})

describe('availability', () => {
  const buckets = async (args: string): Promise<number[]> =>
    dataOf(await api.ask(`{ buckets(first: 50, ${args}) { nodes { bucketId } } }`)).buckets.nodes.map(
      (node: { bucketId: number }) => node.bucketId,
    )

  test('a bucket tells its units by state, as numbers and in MB', async () => {
    const query = `{ bucket(provider: "${P}", bucketId: 1) { available availability { unitMb total totalMb free freeMb reserved reservedMb
      inUse inUseMb maintenance maintenanceMb decommissioning decommissioned } } }`
    expect(dataOf(await api.ask(query)).bucket).toEqual({
      available: true,
      availability: {
        ...{ unitMb: '1024', total: 6, totalMb: '6144', free: 2, freeMb: '2048', reserved: 1, reservedMb: '1024' },
        ...{ inUse: 1, inUseMb: '1024', maintenance: 1, maintenanceMb: '1024', decommissioning: 1, decommissioned: 1 },
      },
    })
  })

  test('a list tells the same, and sizes do not overflow', async () => {
    const { nodes } = dataOf(
      await api.ask('{ buckets { nodes { bucketId available availability { free freeMb } } } }'),
    ).buckets
    const of = (id: number) => nodes.find(({ bucketId }: { bucketId: number }) => bucketId === id)
    expect([1, 2, 3, 4, 5, 6].map((id) => of(id).available)).toEqual([true, false, true, false, true, false])
    expect(of(5).availability).toEqual({ free: 1024, freeMb: '18889465931478580853760' })
  })

  test.each([
    ['available: true', [1, 3, 5]],
    ['available: false', [2, 4, 6]],
    ['unitsFreeMin: 3', [4, 5, 6]],
    ['unitsFreeMin: 3, available: true', [5]],
    ['freeMbMin: "2048"', [1, 4, 5]],
    [`freeMbMin: "2048", available: true, providers: ["${P}"]`, [1]],
  ])('filter %s', async (filter, expected) => {
    expect((await buckets(`filter: { ${filter} }`)).toSorted()).toEqual(expected)
    expect(api.statements).toHaveLength(1)
  })

  test.each(['UNITS_FREE', 'FREE_MB'])('by %s, the fullest come last', async (field) => {
    const found = await buckets(`orderBy: { field: ${field}, direction: DESC }`)
    expect(found.slice(0, 2)).toEqual([5, 4])
    expect(found.toReversed()).toEqual(await buckets(`orderBy: { field: ${field}, direction: ASC }`))
  })
})
