import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { dataOf, errorOf, openApi, type TestApi } from '../../support/api.ts'
import {
  accountOf,
  insertBucket,
  insertConsumer,
  insertDeal,
  insertEvent,
  insertMarket,
  insertPayment,
  insertProvider,
  toid,
  txHash,
} from '../../support/market-rows.ts'
import { createDatabase, type TestDatabase } from '../../support/postgres.ts'

let database: TestDatabase
let api: TestApi
let market: number
const [P, C] = ['p', 'c'].map(accountOf) as [string, string]
const DEAL = { consumer: C, provider: P, dealId: 1 }

const seed = async () => {
  const { sql } = database
  market = await insertMarket(sql)
  await insertProvider(sql, market, P)
  await insertProvider(sql, market, C, { deleted: true })
  await insertConsumer(sql, market, C)
  await insertBucket(sql, market, P, 1)
  await insertBucket(sql, market, P, 2, { status: 'Deleted' })
  await insertDeal(sql, market, DEAL)
  await insertDeal(
    sql,
    market,
    { ...DEAL, dealId: 2 },
    {
      status: 'Completed',
      paid_in: '340282366920938463463374607431768211455',
      paid_out: '340282366920938463463374607431768211455',
      balance: '0',
      fees: '0',
      refunded: '0',
    },
  )
  await insertPayment(sql, market, 100, DEAL)
  await insertEvent(sql, market, 100)
  await insertEvent(sql, market, 101, { name: null, outcome: 'unknown' })
  await insertEvent(sql, market, 102, { name: 'deal_settled', outcome: 'malformed' })
  await sql`insert into quarantine ${sql({ market_id: market, toid: toid(102), event_index: 0, ledger: 102, reason: 'data has no field "net"' })}`
  await sql`insert into coverage ${sql([
    { market_id: market, first_ledger: 2, last_ledger: 9, state: 'scanned', reason: null },
    { market_id: market, first_ledger: 10, last_ledger: 19, state: 'gap', reason: 'older than the node keeps' },
  ])}`
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

test('a market tells its contract, network and settings without a statement of its own', async () => {
  const query = `{ market { name contract networkPassphrase networkIncarnation startLedger owner platformFeeBps asset assetSymbol assetDecimals version codeHash } markets { name } }`
  expect(dataOf(await api.ask(query))).toMatchSnapshot()
  expect(api.statements).toEqual([])
})

test('totals reconcile to the last unit, and are one statement that is not repeated until the index moves on', async () => {
  const query = `{ market { totals { ledger providers consumers events buckets { status count } deals { status count }
    payments { kind count sum { units } } sums { paidIn { units } paidOut { units } fees { units } refunded { units } held { units } slashed { units } reconciles } } } }`
  const first = dataOf(await api.ask(query))
  expect(first).toMatchSnapshot()
  expect(api.statements).toHaveLength(1)
  expect(dataOf(await api.ask(query))).toEqual(first)
  expect(api.statements).toHaveLength(0)
  await database.sql`update watermark set ledger = 1001`
  expect(dataOf(await api.ask(query)).market.totals.ledger).toBe(1001)
  expect(api.statements).toHaveLength(1)
  await database.sql`update watermark set ledger = 1000`
})

test('sums that do not add up are told so', async () => {
  await database.sql`alter table deal drop constraint deal_money_is_conserved`
  await database.sql`update deal set fees = fees + 1 where deal_id = 1`
  await database.sql`update watermark set ledger = 1002`
  const data = dataOf(await api.ask('{ market { totals { sums { reconciles } } } }'))
  expect(data.market.totals.sums).toEqual([{ reconciles: false }])
  await database.sql`update watermark set ledger = 1000`
})

test('the index tells how far it is, what is missing and what it could not decode', async () => {
  const query = `{ indexing { market { name } ledger closedAt tipLedger tipClosedAt lagLedgers lagSeconds
    counts { events gaps missingLedgers quarantined } gaps { firstLedger lastLedger reason }
    quarantine { totalCount nodes { eventId ledger reason event { name outcome quarantineReason } } } } }`
  expect(dataOf(await api.ask(query))).toMatchSnapshot()
  const { versions } = dataOf(await api.ask('{ indexing { versions { api node } } }')).indexing
  expect(versions).toEqual({ api: expect.stringMatching(/^\d+\.\d+\.\d+/), node: process.version })
})

describe('events', () => {
  test.each([
    ['names: ["deal_settled"]', [102]],
    ['outcomes: [UNKNOWN, MALFORMED]', [102, 101]],
    [`txHash: "${txHash(toid(100))}"`, [100]],
    ['ledgerFrom: 101, ledgerTo: 101', [101]],
  ])('filter %s', async (filter, expected) => {
    const data = dataOf(await api.ask(`{ events(filter: { ${filter} }) { nodes { ledger } } }`))
    expect(data.events.nodes.map((node: { ledger: number }) => node.ledger)).toEqual(expected)
    expect(api.statements).toHaveLength(1)
  })

  test('an event is given verbatim, and as JSON', async () => {
    const data = dataOf(
      await api.ask('{ events(last: 1) { nodes { eventId type name outcome topics data topicsXdr dataXdr txHash } } }'),
    )
    expect(data.events.nodes[0]).toMatchSnapshot()
  })

  test('what an event wrote leads back to it, in one statement for a page', async () => {
    const data = dataOf(await api.ask('{ payments { nodes { event { name dataXdr } } } }'))
    expect(data.payments.nodes).toEqual([{ event: { name: 'deal_funded', dataXdr: 'AAAAAQ==' } }])
    expect(api.statements).toHaveLength(2)
  })
})

describe('ids', () => {
  test('every object is found again by its id', async () => {
    const query = `{ market { id } providers(first: 1) { nodes { id } } consumers(first: 1) { nodes { id } } buckets(first: 1) { nodes { id } }
      deals(first: 1) { nodes { id } } payments(first: 1) { nodes { id } } events(first: 1) { nodes { id } } }`
    const { market: one, ...lists } = dataOf(await api.ask(query))
    const ids = [one.id, ...Object.values(lists).map((list) => (list as { nodes: { id: string }[] }).nodes[0]!.id)]
    const { nodes } = dataOf(await api.ask('query($ids: [ID!]!) { nodes(ids: $ids) { __typename id } }', { ids }))
    expect(nodes.map((node: { id: string }) => node.id)).toEqual(ids)
    expect(nodes.map((node: { __typename: string }) => node.__typename)).toEqual([
      'Market',
      'Provider',
      'Consumer',
      'Bucket',
      'Deal',
      'Payment',
      'Event',
    ])
    for (const id of ids)
      expect(dataOf(await api.ask('query($id: ID!) { node(id: $id) { id } }', { id })).node).toEqual({ id })
  })

  test('objects of one kind are fetched in one statement', async () => {
    const { nodes } = dataOf(await api.ask('{ deals { nodes { id } } }')).deals
    const ids = nodes.map((node: { id: string }) => node.id)
    await api.ask('query($ids: [ID!]!) { nodes(ids: $ids) { id } }', { ids })
    expect(api.statements).toHaveLength(1)
  })

  const idOf = (text: string) => Buffer.from(text).toString('base64url')
  test('an id of something that is not there is null', async () => {
    expect(dataOf(await api.ask(`{ node(id: "${idOf(`Bucket:local/${P}/99`)}") { id } }`)).node).toBeNull()
  })

  test.each([
    'nonsense',
    idOf('Bucket:local/x'),
    idOf(`Bucket:elsewhere/${P}/1`),
    idOf(`Bucket:local/${P}/1e3`),
    idOf('Nothing:local/1'),
  ])('the id %s is refused', async (id) => {
    expect(errorOf(await api.ask(`{ node(id: "${id}") { id } }`)).code).toBe('BAD_ID')
  })
})

describe('several markets', () => {
  test('an unknown name lists the known ones', async () => {
    expect(errorOf(await api.ask('{ market(name: "mainnet") { name } }'))).toMatchInlineSnapshot(`
      {
        "code": "UNKNOWN_MARKET",
        "message": "There is no market "mainnet"; there are: local.",
      }
    `)
  })

  test('they never mix, and one of them must be named', async () => {
    const other = await insertMarket(database.sql, 'other', { ledger: 7 })
    await insertBucket(database.sql, other, P, 5)
    const answer = await api.ask('{ buckets(market: "other") { nodes { bucketId market { name } } } }')
    expect(dataOf(answer).buckets.nodes).toEqual([{ bucketId: 5, market: { name: 'other' } }])
    expect(answer.extensions?.completeThrough).toMatchObject({ local: { ledger: 1000 }, other: { ledger: 7 } })
    expect(errorOf(await api.ask('{ buckets { nodes { bucketId } } }'))).toMatchInlineSnapshot(`
      {
        "code": "BAD_INPUT",
        "message": "There are several markets; name one in \`market\`: local, other.",
      }
    `)
    const cursor = dataOf(await api.ask('{ buckets(market: "other") { pageInfo { endCursor } } }')).buckets.pageInfo
      .endCursor
    expect(errorOf(await api.ask(`{ buckets(market: "local", after: "${cursor}") { nodes { bucketId } } }`)).code).toBe(
      'BAD_CURSOR',
    )
  })
})
