/** How Postgres answers the lists: from the index of the order, however far into the list, without sorting. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createApi } from '../../../api/server.ts'
import { openReaderSql, type Sql } from '../../../prisma/client.ts'
import { insertBigMarket } from '../../support/market-rows.ts'
import { createDatabase, type TestDatabase } from '../../support/postgres.ts'

let database: TestDatabase
let sql: Sql
let last: { text: string; parameters: readonly unknown[] }
let ask: (query: string) => Promise<{ data: never }>

beforeAll(async () => {
  database = await createDatabase()
  await insertBigMarket(database.sql, { buckets: 6_000, providers: 60 })
  const onStatement = (text: string, parameters: readonly unknown[]) => {
    if (/from bucket\b/.test(text)) last = { text, parameters }
  }
  sql = openReaderSql({ url: database.url, connections: 1, applicationName: 'test api', onStatement })
  const log = { error: console.error, warn: console.warn, info: () => undefined, debug: () => undefined } as never
  const { yoga } = createApi({ sql, transactions: new Map(), log })
  ask = async (query) => {
    const body = JSON.stringify({ query })
    const answer = await yoga.fetch('http://api/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    })
    return answer.json() as Promise<{ data: never }>
  }
})

afterAll(async () => {
  await sql.end()
  await database.close()
})

interface Plan {
  'Node Type': string
  'Relation Name'?: string
  'Index Cond'?: string
  'Actual Rows': number
  'Rows Removed by Filter'?: number
  'Shared Hit Blocks': number
  Plans?: Plan[]
}

/** The nodes of the plan of the last list, as it ran. */
const planned = async (): Promise<Plan[]> => {
  const { text, parameters } = last
  const [row] = await database.sql.unsafe(`explain (analyze, buffers, format json) ${text}`, parameters as never[])
  const flat = (plan: Plan): Plan[] => [plan, ...(plan.Plans ?? []).flatMap(flat)]
  return flat(row!['QUERY PLAN'][0].Plan)
}

const ORDERS = [
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

test.each(ORDERS.flatMap((field) => ['ASC', 'DESC'].map((direction) => [field, direction])))(
  'buckets by %s %s are read from the index of that order, first page and a page far inside',
  async (field, direction) => {
    const order = `orderBy: { field: ${field}, direction: ${direction} }`
    let cursor = ''
    for (let page = 0; page < 12; page++) {
      const { buckets } = (
        await ask(`{ buckets(first: 100, ${order}${cursor && `, after: "${cursor}"`}) { pageInfo { endCursor } } }`)
      ).data as { buckets: { pageInfo: { endCursor: string } } }
      if (page === 0 || page === 11) {
        const plan = await planned()
        expect(plan.map((node) => node['Node Type']).filter((type) => /Sort|Seq Scan|Bitmap/.test(type))).toEqual([])
        const scan = plan.at(-1)!
        expect(scan['Node Type']).toMatch(/^Index (Only )?Scan/)
        expect(scan['Index Cond']).toContain('market_id')
        expect(scan['Rows Removed by Filter'] ?? 0).toBeLessThan(200)
      }
      cursor = buckets.pageInfo.endCursor
    }
  },
)

test.each([
  ['search: "vault nvme"'],
  ['providers: ["GDFJPAISZIN33SX2YIY3HGRD3RG2PBXP7AKHYTTSXGAHPBNP5ZELXIPR"]'],
  ['regions: ["eu-west"], pricePerGbStorageMax: "1500"'],
  ['certificationKind: "nobody holds it"'],
])('buckets with { %s } are found without reading the table', async (filter) => {
  await ask(
    `{ buckets(first: 20, filter: { ${filter} }, orderBy: { field: PRICE_STORAGE }) { pageInfo { endCursor } } }`,
  )
  const plan = await planned()
  const read = plan.filter((node) => node['Relation Name'] === 'bucket').map((node) => node['Node Type'])
  expect(read).not.toContain('Seq Scan')
})
