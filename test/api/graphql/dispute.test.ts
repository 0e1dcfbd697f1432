import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { dataOf, openApi, type TestApi, walk } from '../../support/api.ts'
import {
  accountOf,
  closeTime,
  contractOf,
  insertAsset,
  insertConsumer,
  insertDeal,
  insertDispute,
  insertDisputeEvidence,
  insertMarket,
  insertProvider,
  insertStream,
  insertStreamPayment,
} from '../../support/market-rows.ts'
import { createDatabase, type TestDatabase } from '../../support/postgres.ts'

let database: TestDatabase
let api: TestApi
const [P, Q, C, D] = ['p', 'q', 'c', 'd'].map(accountOf) as [string, string, string, string]
const OTHER_ASSET = contractOf('other asset')

/** Four disputes, one in each status: 1 and 2 about deal 7 of C and P, 3 and 4 about stream 5 of D and Q. */
const seed = async () => {
  const { sql } = database
  const market = await insertMarket(sql)
  await insertAsset(sql, market, { address: OTHER_ASSET, symbol: 'EURC', decimals: 2 })
  for (const address of [P, Q]) await insertProvider(sql, market, address)
  for (const address of [C, D]) await insertConsumer(sql, market, address)
  await insertDeal(sql, market, { consumer: C, provider: P, dealId: 7 }, { dispute_id: 2 })
  const stream = { consumer: D, provider: Q, streamId: 5 }
  await insertStream(sql, market, stream, { asset: OTHER_ASSET })
  const ofDeal = { consumer: C, provider: P, deal_id: 7, opened_by: C }
  const ofStream = { consumer: D, provider: Q, stream_id: 5, opened_by: Q }
  const at = (ledger: number) => ({
    opened_at: closeTime(ledger),
    deadline_at: closeTime(ledger + 500),
    updated_at: closeTime(ledger),
  })
  await insertDispute(sql, market, {
    dispute_id: 1,
    ...ofDeal,
    ...at(101),
    status: 'Withdrawn',
    closed_at: closeTime(200),
  })
  await insertDispute(sql, market, { dispute_id: 2, ...ofDeal, ...at(102), evidence_count: 2 })
  await insertDispute(sql, market, {
    dispute_id: 3,
    ...ofStream,
    ...at(103),
    status: 'Lapsed',
    closed_at: closeTime(700),
  })
  await insertDispute(sql, market, {
    ...{ dispute_id: 4, ...ofStream, ...at(104), status: 'Resolved', closed_at: closeTime(300) },
    ...{ consumer_amount: '150', provider_amount: '0' },
  })
  await insertDisputeEvidence(sql, market, 110, { dispute_id: 2, consumer: C, provider: P, party: C })
  await insertDisputeEvidence(sql, market, 111, { dispute_id: 2, consumer: C, provider: P, party: P })
  await insertDisputeEvidence(sql, market, 112, { dispute_id: 4, consumer: D, provider: Q, party: Q })
  await insertStreamPayment(sql, market, 300, stream, {
    kind: 'split',
    to_address: D,
    amount: '150',
    asset: OTHER_ASSET,
    dispute_id: 4,
  })
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

const disputes = async (args: string): Promise<number[]> =>
  dataOf(await api.ask(`{ disputes(first: 50, ${args}) { nodes { disputeId } } }`)).disputes.nodes.map(
    (node: { disputeId: number }) => node.disputeId,
  )

describe('disputes', () => {
  test.each([
    [`party: "${Q}"`, [4, 3]],
    [`consumers: ["${C}"]`, [2, 1]],
    [`providers: ["${P}", "${Q}"], statuses: [OPEN]`, [2]],
    ['dealId: 7', [2, 1]],
    ['streamId: 5', [4, 3]],
    ['dealId: 5', []],
    [`openedBy: "${C}"`, [2, 1]],
    ['statuses: [LAPSED, WITHDRAWN]', [3, 1]],
    [`openedAfter: "${closeTime(103).toISOString()}"`, [4, 3]],
    [`openedBefore: "${closeTime(102).toISOString()}"`, [1]],
    [`deadlineBefore: "${closeTime(603).toISOString()}", statuses: [OPEN]`, [2]],
  ])('filter %s', async (filter, expected) => {
    expect(await disputes(`filter: { ${filter} }`)).toEqual(expected)
    expect(api.statements).toHaveLength(1)
  })

  test.each(['DISPUTE_ID', 'OPENED_AT', 'UPDATED_AT', 'DEADLINE'])(
    'by %s, page by page, each comes once',
    async (field) => {
      const pages = await walk(async (cursor) => {
        const after = cursor ? `, after: "${cursor}"` : ''
        const query = `{ disputes(first: 3${after}, orderBy: { field: ${field} }) { nodes { disputeId } pageInfo { next: hasNextPage cursor: endCursor } } }`
        return dataOf(await api.ask(query)).disputes
      })
      expect(pages).toEqual([1, 2, 3, 4].map((disputeId) => ({ disputeId })))
    },
  )

  test('one leads to what it is about and to its evidence; what was decided is exact in its asset', async () => {
    const fields = `status reason reasonHash openedBy openedAt deadlineAt closedAt evidenceCount consumerAmount { units formatted symbol } providerAmount { formatted }
      deal { dealId dispute { disputeId } } stream { streamId } evidence(direction: ASC) { nodes { party evidenceHash dispute { disputeId } ledger } }`
    const data = dataOf(
      await api.ask(
        `{ open: dispute(disputeId: 2) { ${fields} } decided: dispute(disputeId: 4) { ${fields} } none: dispute(disputeId: 9) { reason } }`,
      ),
    )
    expect(data).toMatchSnapshot()
    expect(data.decided.consumerAmount).toEqual({ units: '150', formatted: '1.5', symbol: 'EURC' })
    expect(api.statements).toHaveLength(4)
  })

  test('deals, streams and parties lead to theirs, all of a page in one statement', async () => {
    const of = async (list: string) => {
      const { nodes } = dataOf(await api.ask(`{ ${list} { nodes { disputes { nodes { disputeId } } } } }`))[list]
      expect(api.statements).toHaveLength(2)
      return nodes
        .map((node: { disputes: { nodes: { disputeId: number }[] } }) =>
          node.disputes.nodes.map(({ disputeId }) => disputeId).join(),
        )
        .toSorted()
    }
    expect(await of('deals')).toEqual(['2,1'])
    expect(await of('streams')).toEqual(['4,3'])
    expect(await of('providers')).toEqual(['2,1', '4,3'])
    expect(await of('consumers')).toEqual(['2,1', '4,3'])
  })
})

test.each([
  ['disputeId: 2', [C, P].length],
  [`parties: ["${Q}"]`, 1],
  [`consumers: ["${C}"], ledgerFrom: 111`, 1],
])('evidence: filter %s', async (filter, count) => {
  const data = dataOf(await api.ask(`{ disputeEvidence(filter: { ${filter} }) { totalCount } }`))
  expect(data.disputeEvidence.totalCount).toBe(count)
})

test('payments are found by the decision that they carry out', async () => {
  const query =
    '{ payments(filter: { disputeId: 4 }) { nodes { kind to amount { formatted } dispute { status } stream { streamId } } } }'
  expect(dataOf(await api.ask(query)).payments.nodes).toEqual([
    { kind: 'SPLIT', to: D, amount: { formatted: '1.5' }, dispute: { status: 'RESOLVED' }, stream: { streamId: 5 } },
  ])
})

test('deals and streams are found by whether a dispute is open on them', async () => {
  const query =
    '{ deals(filter: { disputed: true }) { nodes { dealId } } streams(filter: { disputed: true }) { nodes { streamId } } }'
  expect(dataOf(await api.ask(query))).toEqual({ deals: { nodes: [{ dealId: 7 }] }, streams: { nodes: [] } })
})
