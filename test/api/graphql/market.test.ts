import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { dataOf, errorOf, openApi, type TestApi } from '../../support/api.ts'
import { C, OTHER_ASSET, P, seedEveryNoun } from '../../support/every-noun.ts'
import { ASSET, insertBucket, insertMarket, OWNER, toid, txHash } from '../../support/market-rows.ts'
import { createDatabase, type TestDatabase } from '../../support/postgres.ts'

let database: TestDatabase
let api: TestApi

beforeAll(async () => {
  database = await createDatabase()
  await seedEveryNoun(database.sql)
  api = openApi(database)
})

afterAll(async () => {
  await api.close()
  await database.close()
})

test('a market tells its contract, network and settings without a statement of its own', async () => {
  const query = `{ market { name contract networkPassphrase networkIncarnation startLedger owner pendingOwner oracle certifier arbiter paused platformFeeBps asset assetSymbol assetDecimals version codeHash } markets { name } }`
  expect(dataOf(await api.ask(query))).toMatchSnapshot()
  expect(api.statements).toEqual([])
})

test('totals reconcile to the last unit, and are one statement that is not repeated until the index moves on', async () => {
  const query = `{ market { totals { ledger providers serviceProviders certifications consumers events chunksReleased
    buckets { status count } units { status count } deals { status count } streams { status count } disputes { status count }
    streamSums { asset paidIn { units } paidOut { units } fees { units } tips { units } refunded { units } held { units }
      collateralPaid { units } collateralReturned { units } collateralSlashed { units } collateralHeld { units } reconciles }
    held { asset deals { units } streams { units } collateral { units } credits { units } total { units } paidIn { units } paidOut { units } reconciles }
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

test('a market tells who holds its roles, and whether it is paused', async () => {
  const query = '{ market { owner pendingOwner oracle certifier arbiter paused } }'
  expect(dataOf(await api.ask(query)).market).toEqual({
    ...{ owner: OWNER, pendingOwner: null, oracle: OWNER, certifier: OWNER, arbiter: OWNER, paused: false },
  })
  await database.sql`update market_config set oracle = ${P}, pending_owner = ${C}, paused = true`
  expect(dataOf(await api.ask(query)).market).toMatchObject({
    oracle: P,
    arbiter: OWNER,
    pendingOwner: C,
    paused: true,
  })
  await database.sql`update market_config set oracle = null, pending_owner = null, paused = false`
})

test('changes of roles are listed; null is whoever owns the market', async () => {
  const list = async (args: string) =>
    dataOf(await api.ask(`{ roleChanges${args} { nodes { role holder previous ledger } } }`)).roleChanges.nodes
  const arbiter = { role: 'ARBITER', holder: null, previous: C, ledger: 107 }
  const oracle = { role: 'ORACLE', holder: OWNER, previous: null, ledger: 106 }
  expect(await list('')).toEqual([arbiter, oracle])
  expect(await list('(filter: { roles: [ORACLE] })')).toEqual([oracle])
  expect(api.statements).toHaveLength(1)
})

describe('assets and credits', () => {
  test.each([
    ['accepted: true', [true]],
    ['symbols: ["EURC"]', [false]],
    [`addresses: ["${ASSET}", "${OTHER_ASSET}"]`, [true, false]],
  ])('assets: filter %s', async (filter, defaults) => {
    const { nodes } = dataOf(
      await api.ask(`{ assets(filter: { ${filter} }) { nodes { symbol decimals isDefault } } }`),
    ).assets
    expect(nodes.map(({ isDefault }: { isDefault: boolean }) => isDefault).toSorted()).toEqual(defaults.toSorted())
    expect(api.statements).toHaveLength(1)
  })

  test.each([
    ['owed: true', ['0.0000025']],
    ['owed: false', ['0']],
    [`party: "${P}"`, ['0.0000025']],
    [`assets: ["${OTHER_ASSET}"]`, ['0']],
    ['amountMin: "26"', []],
  ])('credits: filter %s', async (filter, amounts) => {
    const { nodes } = dataOf(
      await api.ask(`{ credits(filter: { ${filter} }) { nodes { amount { formatted } } } }`),
    ).credits
    expect(nodes.map(({ amount }: { amount: { formatted: string } }) => amount.formatted)).toEqual(amounts)
    expect(api.statements).toHaveLength(1)
  })

  test.each(['PARTY', 'AMOUNT', 'UPDATED_AT'])('credits by %s: the other direction is the reverse', async (field) => {
    const list = async (direction: string) =>
      dataOf(await api.ask(`{ credits(orderBy: { field: ${field}, direction: ${direction} }) { nodes { id } } }`))
        .credits.nodes
    expect(await list('ASC')).toHaveLength(2)
    expect((await list('ASC')).toReversed()).toEqual(await list('DESC'))
  })

  test('a party tells what it is owed', async () => {
    const query = `{ provider(address: "${P}") { credits { nodes { party amount { units symbol } updatedAt } } } consumer(address: "${C}") { credits { totalCount } } }`
    expect(dataOf(await api.ask(query))).toEqual({
      provider: {
        credits: { nodes: [{ party: P, amount: { units: '25', symbol: 'USDC' }, updatedAt: '2026-01-01T00:01:45Z' }] },
      },
      consumer: { credits: { totalCount: 1 } },
    })
  })
})

describe('ids', () => {
  test('every object is found again by its id', async () => {
    const query = `{ market { id } providers(first: 1) { nodes { id } } consumers(first: 1) { nodes { id } } buckets(first: 1) { nodes { id } }
      deals(first: 1) { nodes { id } } payments(first: 1) { nodes { id } } events(first: 1) { nodes { id } } serviceProviders(first: 1) { nodes { id } }
      certifications(first: 1) { nodes { id } } units(first: 1) { nodes { id } } streams(first: 1) { nodes { id } } streamChanges(first: 1) { nodes { id } }
      chunkReleases(first: 1) { nodes { id } } disputes(first: 1) { nodes { id } } disputeEvidence(first: 1) { nodes { id } } assets(first: 1) { nodes { id } }
      credits(first: 1) { nodes { id } } creditChanges(first: 1) { nodes { id } } roleChanges(first: 1) { nodes { id } } }`
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
      'ServiceProvider',
      'Certification',
      'Unit',
      'Stream',
      'StreamChange',
      'ChunkRelease',
      'Dispute',
      'DisputeEvidence',
      'Asset',
      'Credit',
      'CreditChange',
      'RoleChange',
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
