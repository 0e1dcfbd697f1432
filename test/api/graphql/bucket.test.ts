import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { dataOf, errorOf, openApi, type TestApi, walk } from '../../support/api.ts'
import {
  accountOf,
  closeTime,
  insertBucket,
  insertConsumer,
  insertDeal,
  insertMarket,
  insertProvider,
} from '../../support/market-rows.ts'
import { createDatabase, type TestDatabase } from '../../support/postgres.ts'

let database: TestDatabase
let api: TestApi
const [A, B, C] = ['a', 'b', 'c'].map(accountOf) as [string, string, string]

/** Eleven buckets of two providers; prices 1000, 2000, 3000 with many ties. */
const seed = async () => {
  const { sql } = database
  const market = await insertMarket(sql)
  await insertProvider(sql, market, A, { description: 'Alpine Vault', reputation: 80 })
  await insertProvider(sql, market, B, { description: 'Blue Harbor', reputation: 40 })
  await insertProvider(sql, market, C, { description: 'Empty Shelves' })
  for (let id = 1; id <= 9; id++) {
    await insertBucket(sql, market, id % 2 ? A : B, id, {
      name: `Archive ${id}`,
      region: id % 3 ? 'eu-central' : 'us-east',
      country: id % 3 ? 'DE' : 'US',
      api_compatibility: id % 4 ? 's3' : 'gcs',
      tags: id % 2 ? ['cold', 'nvme'] : ['hot'],
      price_per_gb_storage: String(1000 * (1 + (id % 3))),
      price_per_gb_egress: String(100 * id),
      sla_avg_latency_ms: 10 * id,
      sla_avg_uptime_pct: 99_000_000 + id * 1000,
      max_storage_gb: 100 * id,
      provider_reputation: id % 2 ? 80 : 40,
      locked: id === 5,
      created_at: closeTime(20 + id),
    })
  }
  await insertBucket(sql, market, A, 10, { name: 'Closed shop', status: 'Inactive' })
  await insertBucket(sql, market, A, 11, { name: 'Gone', status: 'Deleted' })
  await insertConsumer(sql, market, C)
  for (const [dealId, bucketId] of [
    [1, 1],
    [2, 1],
    [3, 3],
  ] as const)
    await insertDeal(sql, market, { consumer: C, provider: A, dealId }, { bucket_id: bucketId })
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

const ids = async (args: string): Promise<number[]> =>
  dataOf(await api.ask(`{ buckets(${args}) { nodes { bucketId } } }`)).buckets.nodes.map(
    (node: { bucketId: number }) => node.bucketId,
  )

test('a page of buckets with their providers is one statement, a list of each provider one more', async () => {
  const query = `{ buckets(first: 3, orderBy: { field: PRICE_STORAGE }) {
    nodes { bucketId name pricePerGbStorage { units decimals formatted asset } provider { address description buckets(first: 1) { nodes { bucketId } } } }
    pageInfo { hasNextPage hasPreviousPage }
  } }`
  expect(dataOf(await api.ask(query))).toMatchSnapshot()
  expect(api.statements).toMatchSnapshot()
})

test('a statement is planned once where the filter is on the order, and for each request where its values matter', async () => {
  const limitOf = async (args: string) => {
    expect(await ids(args)).toHaveLength(2)
    return / limit (.*)$/.exec(api.statements[0]!)![1]
  }
  expect(await limitOf('first: 2')).toBe('6')
  expect(
    await limitOf(
      'first: 2, filter: { pricePerGbStorageMax: "9000", locked: null }, orderBy: { field: PRICE_STORAGE }',
    ),
  ).toBe('6')
  expect(await limitOf('first: 2, filter: { pricePerGbStorageMax: "9000" }, orderBy: { field: NAME }')).toMatch(/^\$/)
  expect(await limitOf('first: 2, filter: { regions: ["us-east"] }, orderBy: { field: REGION }')).toMatch(/^\$/)
})

test('a list reads only the columns that were asked for, and tells the same', async () => {
  const ofType = await api.ask('{ __type(name: "Bucket") { fields { name type { kind ofType { kind } } } } }')
  const fields = dataOf(ofType).__type.fields.filter(
    ({ type }: { type: { kind: string; ofType: { kind: string } | null } }) =>
      !/OBJECT/.test(type.ofType?.kind ?? type.kind),
  ) as { name: string }[]
  expect(fields.length).toBeGreaterThan(20)
  const list = async (selection: string) =>
    dataOf(await api.ask(`{ buckets { nodes { ${selection} } } }`)).buckets.nodes
  const whole = await list(fields.map(({ name }) => name).join(' '))
  for (const { name } of fields)
    expect(await list(name)).toEqual(whole.map((node: Record<string, unknown>) => ({ [name]: node[name] })))
  await list('name')
  expect(api.statements[0]).toMatch(/^select bucket\.\{5\} from/)
  const objects = await list('market { name } provider { address } pricePerGbEgress { units } deals { totalCount }')
  expect(objects[0]).toMatchObject({
    market: { name: 'local' },
    provider: { address: A },
    pricePerGbEgress: { units: '900' },
  })
})

test('fragments and edges are looked into, and an unknown part reads everything', async () => {
  const query = `query { buckets(first: 1) { edges { node { ...Part ... on Bucket { provider { description } } } } } } fragment Part on Bucket { region __typename }`
  expect(dataOf(await api.ask(query)).buckets.edges).toEqual([
    { node: { region: 'us-east', __typename: 'Bucket', provider: { description: 'Alpine Vault' } } },
  ])
  expect(api.statements).toHaveLength(1)
})

test('the newest come first where no order is given, and deleted ones are left out', async () => {
  expect(await ids('first: 20')).toEqual([9, 8, 7, 6, 5, 4, 3, 2, 1, 10])
})

describe('filters', () => {
  test.each([
    ['search: "archive 7"', [7]],
    ['contains: "CHIVE 7"', [7]],
    ['contains: "%"', []],
    ['search: "nvme -us"', [7, 5, 1, 10]],
    ['search: "shop or eu-central", statuses: [INACTIVE]', [10]],
    [`providers: ["${B}"]`, [8, 6, 4, 2]],
    ['regions: ["us-east"]', [9, 6, 3]],
    ['countries: ["US", "FR"]', [9, 6, 3]],
    ['apiCompatibility: ["gcs"]', [8, 4]],
    ['tags: ["hot"]', [8, 6, 4, 2]],
    ['tags: ["cold", "nvme"]', [9, 7, 5, 3, 1]],
    ['pricePerGbStorageMax: "1000"', [9, 6, 3, 10]],
    ['pricePerGbEgressMax: "200"', [2, 1]],
    ['slaAvgLatencyMsMax: 20', [2, 1]],
    ['slaAvgUptimePctMin: 99008000', [9, 8, 10]],
    ['maxStorageGbMin: 800', [9, 8, 10]],
    ['providerReputationMin: 80', [9, 7, 5, 3, 1]],
    ['statuses: [DELETED, INACTIVE]', [11, 10]],
    ['locked: true', [5]],
    [`createdAfter: "${closeTime(28).toISOString()}"`, [9, 8]],
    [`createdBefore: "${closeTime(22).toISOString()}"`, [1, 10]],
    ['regions: [], locked: false', []],
    ['regions: ["us-east"], locked: false, pricePerGbEgressMax: 600', [6, 3]],
  ])('%s', async (filter, expected) => {
    const found = await ids(`first: 20, filter: { ${filter} }`)
    expect(found.toSorted()).toEqual((expected as number[]).toSorted())
    expect(api.statements).toHaveLength(1)
  })

  test('values never become part of a statement', async () => {
    expect(await ids(`first: 5, filter: { regions: ["x'; drop table bucket; --"], search: "' or 1=1 --" }`)).toEqual([])
    expect(api.statements.join()).not.toContain('drop table')
    expect(await ids('first: 1')).toEqual([9])
  })
})

const FIELDS = [
  'CREATED_AT',
  'NAME',
  'REGION',
  'COUNTRY',
  'API_COMPATIBILITY',
  'STATUS',
  'PRICE_STORAGE',
  'PRICE_EGRESS',
  'LATENCY',
  'UPTIME',
  'REPUTATION',
  'UNITS_FREE',
  'FREE_MB',
]

describe('orders', () => {
  test.each(FIELDS.flatMap((field) => ['ASC', 'DESC'].map((direction) => [field, direction] as const)))(
    'by %s %s, page by page forward and backward, every bucket comes once',
    async (field, direction) => {
      const order = `orderBy: { field: ${field}, direction: ${direction} }`
      const whole = await ids(`first: 100, ${order}`)
      expect(new Set(whole).size).toBe(10)
      const forward = await walk(async (cursor) => {
        const after = cursor ? `, after: "${cursor}"` : ''
        const data = dataOf(
          await api.ask(
            `{ buckets(first: 3${after}, ${order}) { nodes { bucketId } pageInfo { next: hasNextPage cursor: endCursor } } }`,
          ),
        )
        return data.buckets
      })
      expect(forward).toEqual(whole.map((bucketId) => ({ bucketId })))
      const backward = await walk(async (cursor) => {
        const before = cursor ? `, before: "${cursor}"` : ''
        const data = dataOf(
          await api.ask(
            `{ buckets(last: 3${before}, ${order}) { nodes { bucketId } pageInfo { next: hasPreviousPage cursor: startCursor } } }`,
          ),
        )
        return { ...data.buckets, nodes: data.buckets.nodes.toReversed() }
      })
      expect(backward).toEqual(whole.toReversed().map((bucketId) => ({ bucketId })))
    },
  )

  test('the other direction is the exact reverse', async () => {
    for (const field of FIELDS) {
      const up = await ids(`first: 100, orderBy: { field: ${field}, direction: ASC }`)
      expect(await ids(`first: 100, orderBy: { field: ${field}, direction: DESC }`)).toEqual(up.toReversed())
    }
  })
})

describe('pages', () => {
  test('between two cursors lies what is between them', async () => {
    const { edges } = dataOf(await api.ask('{ buckets(first: 10) { edges { cursor node { bucketId } } } }')).buckets
    const between = await ids(`first: 10, after: "${edges[2].cursor}", before: "${edges[6].cursor}"`)
    expect(between).toEqual([6, 5, 4])
  })

  test('a cursor of another order is refused with what to do', async () => {
    const { pageInfo } = dataOf(await api.ask('{ buckets(first: 1) { pageInfo { endCursor } } }')).buckets
    const answer = await api.ask(
      `{ buckets(first: 1, orderBy: { field: NAME }, after: "${pageInfo.endCursor}") { nodes { bucketId } } }`,
    )
    expect(errorOf(answer)).toMatchInlineSnapshot(`
      {
        "code": "BAD_CURSOR",
        "message": "The cursor belongs to the list local.bucket.CREATED_AT; it has no place in local.bucket.NAME.",
      }
    `)
    expect(api.statements).toEqual([])
  })

  test.each([
    ['first: 101', 'PAGE_TOO_LARGE'],
    ['last: 101', 'PAGE_TOO_LARGE'],
    ['first: -1', 'BAD_INPUT'],
    ['first: 1, last: 1', 'BAD_INPUT'],
    ['after: "nonsense"', 'BAD_CURSOR'],
  ])('%s is refused', async (args, code) => {
    const error = errorOf(await api.ask(`{ buckets(${args}) { nodes { bucketId } } }`))
    expect(error.code).toBe(code)
    expect(error.message).toMatchSnapshot()
  })

  test('an empty page has no cursors and says whether there is more', async () => {
    const data = dataOf(
      await api.ask('{ buckets(first: 0) { nodes { bucketId } pageInfo { hasNextPage startCursor endCursor } } }'),
    )
    expect(data.buckets).toEqual({ nodes: [], pageInfo: { hasNextPage: true, startCursor: null, endCursor: null } })
  })

  test('the total is counted only when it is asked for, by the filter and not by the page', async () => {
    const data = dataOf(
      await api.ask('{ buckets(first: 1, filter: { regions: ["us-east"] }) { totalCount nodes { bucketId } } }'),
    )
    expect(data.buckets.totalCount).toBe(3)
    expect(api.statements).toHaveLength(2)
    expect(api.statements[1]).toMatchInlineSnapshot(
      `"select count(*)::int as count from ( select from bucket where bucket.market_id = $1 and bucket.status = any($2::text[]) and not bucket.provider_deleted and bucket.region = any($3::text[]) limit $4) as counted"`,
    )
  })
})

describe('relations', () => {
  test('buckets of each provider of a page come in one statement, each with its own page', async () => {
    const query = `{ providers(first: 3, orderBy: { field: ADDRESS }) { nodes { address
      buckets(first: 2, orderBy: { field: PRICE_STORAGE, direction: DESC }) { totalCount nodes { bucketId pricePerGbStorage { units } } pageInfo { hasNextPage } } } } }`
    const { nodes } = dataOf(await api.ask(query)).providers
    const of = (address: string) => nodes.find((node: { address: string }) => node.address === address).buckets
    expect(of(A)).toMatchObject({ totalCount: 6, pageInfo: { hasNextPage: true } })
    expect(of(A).nodes.map((node: { bucketId: number }) => node.bucketId)).toEqual([5, 7])
    expect(of(B)).toMatchObject({ totalCount: 4 })
    expect(of(C)).toEqual({ totalCount: 0, nodes: [], pageInfo: { hasNextPage: false } })
    expect(api.statements).toMatchSnapshot()
  })

  test('a cursor of a nested list goes on in that list', async () => {
    const page = (after: string) =>
      `{ provider(address: "${A}") { buckets(first: 2${after}) { nodes { bucketId } pageInfo { endCursor } } } }`
    const first = dataOf(await api.ask(page(''))).provider.buckets
    const second = dataOf(await api.ask(page(`, after: "${first.pageInfo.endCursor}"`))).provider.buckets
    expect([...first.nodes, ...second.nodes].map((node) => node.bucketId)).toEqual([9, 7, 5, 3])
  })

  test('deals of buckets, with bucket, provider and consumer again, are one statement each', async () => {
    const query = `{ buckets(first: 10, filter: { providers: ["${A}"] }) { nodes { bucketId
      deals(first: 5, orderBy: { field: DEAL_ID }) { nodes { dealId bucket { bucketId } provider { address } consumer { address } } } } } }`
    const { nodes } = dataOf(await api.ask(query)).buckets
    expect(nodes.at(-2).deals.nodes.map((deal: { dealId: number }) => deal.dealId)).toEqual([1, 2])
    expect(api.statements).toHaveLength(5)
  })
})

test('one bucket is found whatever its state; none is null', async () => {
  const data = dataOf(
    await api.ask(
      `{ gone: bucket(provider: "${A}", bucketId: 11) { status } none: bucket(provider: "${B}", bucketId: 99) { status } }`,
    ),
  )
  expect(data).toEqual({ gone: { status: 'DELETED' }, none: null })
  expect(api.statements).toHaveLength(1)
})
