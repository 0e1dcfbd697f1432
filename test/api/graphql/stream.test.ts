import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { dataOf, openApi, type TestApi, walk } from '../../support/api.ts'
import {
  ASSET,
  accountOf,
  closeTime,
  contractOf,
  insertAsset,
  insertBucket,
  insertChunkRelease,
  insertConsumer,
  insertDispute,
  insertLedgers,
  insertMarket,
  insertProvider,
  insertReputationChange,
  insertStream,
  insertStreamChange,
  insertStreamPayment,
  OWNER,
  toid,
  txHash,
} from '../../support/market-rows.ts'
import { createDatabase, type TestDatabase } from '../../support/postgres.ts'

let database: TestDatabase
let api: TestApi
const [P, Q, C, D, R] = ['p', 'q', 'c', 'd', 'relayer'].map(accountOf) as [string, string, string, string, string]
const OTHER_ASSET = contractOf('other asset')
const STATUSES = ['Open', 'Active', 'Finished', 'Withdrawn', 'Slashed', 'Resolved', 'Active']
const MOST = '340282366920938463463374607431768211455'

/** Seven streams, of every status; the second releases four chunks in ledgers 100 to 102, the seventh is overdue. */
const seed = async () => {
  const { sql } = database
  const market = await insertMarket(sql)
  await insertAsset(sql, market, { address: OTHER_ASSET, symbol: 'EURC', decimals: 2 })
  for (const address of [P, Q]) await insertProvider(sql, market, address)
  for (const address of [C, D]) await insertConsumer(sql, market, address)
  for (const id of [1, 2]) await insertBucket(sql, market, P, id)
  await insertBucket(sql, market, Q, 1)
  const keys = STATUSES.map((_, at) => ({ consumer: at % 2 ? D : C, provider: at < 4 ? P : Q, streamId: at + 1 }))
  for (const [at, status] of STATUSES.entries())
    await insertStream(sql, market, keys[at]!, {
      status,
      bucket_id: at === 1 ? 2 : 1,
      asset: at === 5 ? OTHER_ASSET : ASSET,
      proof_set_id: at === 0 ? '18446744073709551615' : String(at),
      created_at: closeTime(30 + Math.floor(at / 2)),
      accepted_at: at === 0 ? null : closeTime(40),
      deadline_at: closeTime(at === 6 ? 999 : 1001 + at),
      dispute_id: at === 1 ? 9 : null,
    })
  const second = keys[1]!
  await insertDispute(sql, market, { dispute_id: 9, stream_id: 2, consumer: D, provider: P, opened_by: D })
  for (const [at, [ledger, chunk]] of (
    [
      [100, 0],
      [101, 2],
      [101, 1],
      [102, 9],
    ] as const
  ).entries())
    await insertChunkRelease(sql, market, ledger, second, {
      chunk,
      root: String(at).padStart(64, '0'),
      relayer: at < 2 ? R : null,
      tip: at < 2 ? '10' : '0',
    })
  await insertChunkRelease(sql, market, 103, keys[5]!, { asset: OTHER_ASSET, amount: MOST })
  for (const [at, kind] of ['opened', 'accepted', 'chunks_released', 'dispute_changed'].entries())
    await insertStreamChange(sql, market, 98 + at, second, {
      kind,
      amount: at === 1 ? null : '1000',
      collateral: at === 1 ? '500' : null,
      dispute_id: at === 3 ? 9 : null,
    })
  const payments = [
    ['funding', D, contractOf('local')],
    ['collateral', P, contractOf('local')],
    ['chunk', contractOf('local'), P],
    ['fee', contractOf('local'), OWNER],
    ['tip', contractOf('local'), R],
  ] as const
  for (const [at, [kind, from, to]] of payments.entries())
    await insertStreamPayment(sql, market, 98 + Math.min(at, 2), second, {
      part: Math.max(0, at - 2),
      kind,
      from_address: from,
      to_address: to,
      amount: String(10 ** at),
    })
  const { streamId: stream_id, consumer, provider } = second
  await insertReputationChange(
    sql,
    market,
    102,
    { consumer, provider, dealId: 0 },
    {
      deal_id: null,
      stream_id,
      party: P,
      reason: 'finished',
    },
  )
  const [network] = await sql`select network_id from market`
  await insertLedgers(sql, network!.network_id, [98, 99, 100, 101, 102, 103])
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

const streams = async (args: string): Promise<number[]> =>
  dataOf(await api.ask(`{ streams(first: 50, ${args}) { nodes { streamId } } }`)).streams.nodes.map(
    (node: { streamId: number }) => node.streamId,
  )

describe('streams', () => {
  test.each([
    [`party: "${P}"`, [4, 3, 2, 1]],
    [`party: "${D}"`, [6, 4, 2]],
    [`consumers: ["${C}"], providers: ["${Q}"]`, [7, 5]],
    [`consumers: ["${C}", "${D}"], providers: ["${Q}"]`, [7, 6, 5]],
    [`providers: ["${P}"], bucketId: 2`, [2]],
    ['statuses: [ACTIVE]', [7, 2]],
    ['statuses: [OPEN, SLASHED, RESOLVED]', [6, 5, 1]],
    [`assets: ["${OTHER_ASSET}"]`, [6]],
    ['proofSetId: "18446744073709551615"', [1]],
    ['disputed: true', [2]],
    ['overdue: true', [7]],
    ['overdue: false', [6, 5, 4, 3, 2, 1]],
    [`deadlineAfter: "${closeTime(1005).toISOString()}"`, [6, 5]],
    [`deadlineBefore: "${closeTime(1001).toISOString()}"`, [7]],
    [`createdAfter: "${closeTime(32).toISOString()}"`, [7, 6, 5]],
    [`createdBefore: "${closeTime(31).toISOString()}"`, [2, 1]],
    [`updatedAfter: "${closeTime(56).toISOString()}"`, [7, 6]],
    [`updatedBefore: "${closeTime(52).toISOString()}"`, [1]],
  ])('filter %s', async (filter, expected) => {
    expect(await streams(`filter: { ${filter} }`)).toEqual(expected)
    expect(api.statements).toHaveLength(1)
  })

  test.each(['STREAM_ID', 'CREATED_AT', 'UPDATED_AT', 'DEADLINE', 'BALANCE'])(
    'by %s, page by page, every stream comes once',
    async (field) => {
      const order = `orderBy: { field: ${field}, direction: DESC }`
      const pages = await walk(async (cursor) => {
        const after = cursor ? `, after: "${cursor}"` : ''
        return dataOf(
          await api.ask(
            `{ streams(first: 2${after}, ${order}) { nodes { streamId } pageInfo { next: hasNextPage cursor: endCursor } } }`,
          ),
        ).streams
      })
      const expected = field === 'DEADLINE' ? [6, 5, 4, 3, 2, 1, 7] : [7, 6, 5, 4, 3, 2, 1]
      expect(pages).toEqual(expected.map((streamId) => ({ streamId })))
    },
  )

  test('a page with both parties and the bucket is one statement, of the columns that were asked for', async () => {
    const query =
      '{ streams(first: 7) { nodes { streamId status consumer { address } provider { address } bucket { bucketId } } } }'
    expect(dataOf(await api.ask(query)).streams.nodes[0]).toEqual({
      streamId: 7,
      status: 'ACTIVE',
      consumer: { address: C },
      provider: { address: Q },
      bucket: { bucketId: 1 },
    })
    expect(api.statements).toMatchSnapshot()
  })

  test('a list reads only the columns that were asked for, and tells the same', async () => {
    const fields = {
      plain:
        'streamId consumerAddress providerAddress bucketId status released overdue createdAt acceptedAt deadlineAt updatedAt',
      terms:
        'terms { asset feeBps attestor proofSetId chunks chunkAmount { units symbol decimals } chunkTip { units } collateral { units } deadlineAt }',
      money:
        'money { paidIn { units } paidOut { units } fees { units } tips { units } refunded { units } held { units } collateralPaid { units } collateralReturned { units } collateralSlashed { units } collateralHeld { units } }',
    }
    const list = async (selection: string) =>
      dataOf(await api.ask(`{ streams { nodes { ${selection} } } }`)).streams.nodes
    const whole = await list(Object.values(fields).join(' '))
    for (const name of [...fields.plain.split(' '), 'terms', 'money'] as const) {
      const selection = fields[name as 'terms'] ?? name
      expect(await list(selection)).toEqual(whole.map((node: Record<string, unknown>) => ({ [name]: node[name] })))
    }
    await list('status')
    expect(api.statements[0]).toMatch(/^select stream\.\{3\} from/)
    expect(whole[1].terms.chunkAmount).toEqual({ units: '1000', symbol: 'EURC', decimals: 2 })
    expect(whole[2].terms.chunkAmount).toEqual({ units: '1000', symbol: 'USDC', decimals: 7 })
  })

  test('one stream with all that belongs to it is one statement for each list', async () => {
    const query = `{ stream(streamId: 2) {
      status released overdue createdAt acceptedAt deadlineAt dispute { disputeId }
      terms { attestor proofSetId chunks chunkAmount { formatted } chunkTip { formatted } collateral { formatted } }
      money { paidIn { units } tips { units } held { units } collateralHeld { units } }
      history(direction: ASC) { nodes { kind status amount { units } fee { units } tip { units } collateral { units } chunks released held { units } dispute { disputeId } ledger } }
      releases(direction: ASC) { nodes { chunk root relayer amount { units } tip { units } attestedAt closedAt txHash } }
      payments(direction: ASC) { nodes { kind from to amount { units } stream { streamId } deal { dealId } } totals { kind sum { units } } }
      reputationChanges { nodes { reason reputation stream { streamId } deal { dealId } } }
      disputes { nodes { disputeId status } }
    } }`
    expect(dataOf(await api.ask(query)).stream).toMatchSnapshot()
    expect(api.statements).toHaveLength(8)
    // They are sent together, in no fixed order.
    expect(api.statements.toSorted()).toMatchSnapshot()
  })

  test('streams of providers, consumers and buckets come in one statement each', async () => {
    const of = async (list: string) => {
      const { nodes } = dataOf(await api.ask(`{ ${list} { nodes { streams(first: 9) { nodes { streamId } } } } }`))[
        list.split('(')[0]!
      ]
      expect(api.statements).toHaveLength(2)
      return nodes.map((node: { streams: { nodes: { streamId: number }[] } }) =>
        node.streams.nodes.map(({ streamId }) => streamId),
      )
    }
    const sorted = (lists: number[][]) => lists.toSorted((a, b) => (b[0] ?? 0) - (a[0] ?? 0))
    expect(sorted(await of('providers'))).toEqual([
      [7, 6, 5],
      [4, 3, 2, 1],
    ])
    expect(sorted(await of('consumers'))).toEqual([
      [7, 5, 3, 1],
      [6, 4, 2],
    ])
    expect(sorted(await of('buckets(first: 5)'))).toEqual([[7, 6, 5], [4, 3, 1], [2]])
  })

  test('one that never was is null', async () => {
    expect(dataOf(await api.ask('{ stream(streamId: 99) { status } }')).stream).toBeNull()
  })
})

describe('released chunks', () => {
  const time = (ledger: number) => closeTime(ledger).toISOString()
  const chunks = async (args: string): Promise<number[]> =>
    dataOf(await api.ask(`{ chunkReleases(first: 50, ${args}) { nodes { chunk } } }`)).chunkReleases.nodes.map(
      (node: { chunk: number }) => node.chunk,
    )

  test.each([
    ['streamId: 2', [9, 2, 1, 0]],
    [`consumers: ["${D}"]`, [0, 9, 2, 1, 0]],
    [`providers: ["${Q}"]`, [0]],
    [`relayers: ["${R}"]`, [2, 0]],
    [`relayers: ["${R}", "${C}"], chunk: 2`, [2]],
    ['streamId: 2, chunk: 9', [9]],
    [`root: "${'3'.padStart(64, '0')}"`, [9]],
    [`closedAfter: "${time(102)}"`, [0, 9]],
    [`closedBefore: "${time(101)}"`, [0]],
    ['ledgerFrom: 101, ledgerTo: 101', [2, 1]],
    [`txHash: "${txHash(toid(101))}"`, [2, 1]],
  ])('filter %s', async (filter, expected) => {
    expect(await chunks(`filter: { ${filter} }`)).toEqual(expected)
    expect(api.statements).toHaveLength(1)
  })

  test('several chunks of one event are told apart across pages', async () => {
    const pages = await walk(async (cursor) => {
      const after = cursor ? `, after: "${cursor}"` : ''
      return dataOf(
        await api.ask(
          `{ chunkReleases(first: 1${after}, direction: ASC) { nodes { id chunk } pageInfo { next: hasNextPage cursor: endCursor } } }`,
        ),
      ).chunkReleases
    })
    expect(pages.map((release) => (release as { chunk: number }).chunk)).toEqual([0, 1, 2, 9, 0])
    expect(new Set(pages.map((release) => (release as { id: string }).id)).size).toBe(5)
  })

  test('a page with its streams is one statement, and amounts are exact in their asset', async () => {
    const query =
      '{ chunkReleases(first: 2) { nodes { streamId chunk amount { units formatted symbol } stream { status } } } }'
    expect(dataOf(await api.ask(query)).chunkReleases.nodes).toEqual([
      {
        streamId: 6,
        chunk: 0,
        amount: { units: MOST, formatted: '3402823669209384634633746074317682114.55', symbol: 'EURC' },
        stream: { status: 'RESOLVED' },
      },
      {
        streamId: 2,
        chunk: 9,
        amount: { units: '1000', formatted: '0.0001', symbol: 'USDC' },
        stream: { status: 'ACTIVE' },
      },
    ])
    expect(api.statements).toMatchSnapshot()
  })

  test.each([
    ['kinds: [DISPUTE_CHANGED]', ['DISPUTE_CHANGED']],
    ['streamId: 2, ledgerTo: 99', ['ACCEPTED', 'OPENED']],
  ])('changes of streams: filter %s', async (filter, expected) => {
    const { nodes } = dataOf(await api.ask(`{ streamChanges(filter: { ${filter} }) { nodes { kind } } }`)).streamChanges
    expect(nodes.map((node: { kind: string }) => node.kind)).toEqual(expected)
    expect(api.statements).toHaveLength(1)
  })

  test.each([
    ['streamId: 2', 5],
    ['streamId: 2, kinds: [TIP, COLLATERAL]', 2],
    ['dealId: 2', 0],
  ])('payments: filter %s', async (filter, count) => {
    expect(dataOf(await api.ask(`{ payments(filter: { ${filter} }) { totalCount } }`)).payments.totalCount).toBe(count)
  })
})
