import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { dataOf, openApi, type TestApi, walk } from '../../support/api.ts'
import {
  ASSET,
  accountOf,
  closeTime,
  contractOf,
  insertBucket,
  insertConsumer,
  insertDeal,
  insertDealChange,
  insertLedgers,
  insertMarket,
  insertPayment,
  insertProvider,
  insertReputationChange,
  insertSlaReport,
  insertUsageReport,
  OWNER,
  toid,
  txHash,
} from '../../support/market-rows.ts'
import { createDatabase, type TestDatabase } from '../../support/postgres.ts'

let database: TestDatabase
let api: TestApi
const [P, Q, C, D] = ['p', 'q', 'c', 'd'].map(accountOf) as [string, string, string, string]
const OTHER_ASSET = contractOf('other asset')

const STATUSES = ['Pending', 'Accepted', 'Funded', 'Completed', 'Cancelled', 'BreachedConsumer', 'BreachedProvider']

/** Seven deals, one in each status; money moves for the first in ledgers 100 to 106. */
const seed = async () => {
  const { sql } = database
  const market = await insertMarket(sql)
  for (const address of [P, Q]) await insertProvider(sql, market, address)
  for (const address of [C, D]) await insertConsumer(sql, market, address)
  for (const id of [1, 2]) await insertBucket(sql, market, P, id)
  await insertBucket(sql, market, Q, 1)
  const keys = STATUSES.map((_, at) => ({ consumer: at % 2 ? D : C, provider: at < 4 ? P : Q, dealId: at + 1 }))
  for (const [at, status] of STATUSES.entries())
    await insertDeal(sql, market, keys[at]!, {
      status,
      bucket_id: at === 1 ? 2 : 1,
      deleted: at === 4,
      asset: at === 5 ? OTHER_ASSET : ASSET,
      created_at: closeTime(30 + Math.floor(at / 2)),
      started_at: at < 2 ? null : closeTime(40),
    })
  const first = keys[0]!
  const kinds = ['funding', 'deposit', 'settlement', 'fee', 'refund']
  for (const [at, kind] of kinds.entries())
    await insertPayment(sql, market, 100 + at, first, {
      kind,
      amount: String(10n ** BigInt(at)),
      from_address: at < 2 ? C : contractOf('local'),
      to_address: [contractOf('local'), contractOf('local'), P, OWNER, C][at],
    })
  await insertPayment(sql, market, 102, first, {
    part: 1,
    kind: 'fee',
    amount: '7',
    to_address: OWNER,
    from_address: contractOf('local'),
  })
  await insertPayment(sql, market, 105, keys[6]!, {
    asset: OTHER_ASSET,
    amount: '340282366920938463463374607431768211455',
  })
  for (const [at, kind] of ['created', 'accepted', 'funded', 'settled'].entries())
    await insertDealChange(sql, market, 98 + at, first, {
      kind,
      outcome: kind === 'settled' ? 'paid' : null,
      amount: kind === 'created' ? null : '10',
    })
  await insertReputationChange(sql, market, 101, first, { party: P })
  await insertReputationChange(sql, market, 102, first, {
    party: C,
    role: 'consumer',
    reason: 'underpaid',
    reputation: 49,
  })
  await insertUsageReport(sql, market, 103, first)
  await insertSlaReport(sql, market, 104, first)
  const [network] = await sql`select network_id from market`
  await insertLedgers(sql, network!.network_id, [98, 99, 100, 101, 102, 103, 104, 105])
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

const deals = async (args: string): Promise<number[]> =>
  dataOf(await api.ask(`{ deals(first: 50, ${args}) { nodes { dealId } } }`)).deals.nodes.map(
    (node: { dealId: number }) => node.dealId,
  )

describe('deals', () => {
  test.each([
    [`party: "${P}"`, [4, 3, 2, 1]],
    [`party: "${D}"`, [6, 4, 2]],
    [`consumers: ["${C}"], providers: ["${Q}"]`, [7, 5]],
    [`providers: ["${P}"], bucketId: 2`, [2]],
    ['statuses: [BREACHED_CONSUMER, BREACHED_PROVIDER]', [7, 6]],
    [`assets: ["${OTHER_ASSET}"]`, [6]],
    [`createdAfter: "${closeTime(32).toISOString()}"`, [7, 6, 5]],
    [`createdBefore: "${closeTime(31).toISOString()}"`, [2, 1]],
    [`updatedAfter: "${closeTime(56).toISOString()}"`, [7, 6]],
    [`updatedBefore: "${closeTime(52).toISOString()}"`, [1]],
    ['deleted: true', [5]],
    ['deleted: false, statuses: [CANCELLED]', []],
  ])('filter %s', async (filter, expected) => {
    expect(await deals(`filter: { ${filter} }`)).toEqual(expected)
    expect(api.statements).toHaveLength(1)
  })

  test.each(['DEAL_ID', 'CREATED_AT', 'UPDATED_AT', 'BALANCE'])(
    'by %s, page by page, every deal comes once',
    async (field) => {
      const order = `orderBy: { field: ${field}, direction: DESC }`
      const pages = await walk(async (cursor) => {
        const after = cursor ? `, after: "${cursor}"` : ''
        return dataOf(
          await api.ask(
            `{ deals(first: 2${after}, ${order}) { nodes { dealId } pageInfo { next: hasNextPage cursor: endCursor } } }`,
          ),
        ).deals
      })
      expect(pages).toEqual([7, 6, 5, 4, 3, 2, 1].map((dealId) => ({ dealId })))
    },
  )

  test('a page with both parties and the bucket is one statement', async () => {
    const data = dataOf(
      await api.ask(
        '{ deals(first: 7) { nodes { dealId status consumer { address } provider { address } bucket { bucketId provider { address } } } } }',
      ),
    )
    expect(data.deals.nodes[0]).toEqual({
      dealId: 7,
      status: 'BREACHED_PROVIDER',
      consumer: { address: C },
      provider: { address: Q },
      bucket: { bucketId: 1, provider: { address: Q } },
    })
    expect(api.statements).toHaveLength(1)
  })

  test('one deal with all that belongs to it is one statement for each list', async () => {
    const query = `{ deal(consumer: "${C}", provider: "${P}", dealId: 1) {
      status createdAt startedAt endsAt
      terms { asset feeBps pricePerGbStorage { formatted } slaAvgLatencyMs slaAvgUptimePct slaUptimePercent durationSecs agreedStorageMb agreedEgressMb apiCompatibility }
      money { paidIn { units } paidOut { units } fees { units } refunded { units } held { units formatted } slashed { units } }
      usage { unpaidStorageMb paidStorageMb slashedStorageMb slaAvgLatencyMs }
      payments(direction: ASC) { nodes { kind amount { units } closedAt } }
      history(direction: ASC) { nodes { kind status outcome amount { units } held { units } ledger txHash } }
      reputationChanges { nodes { role party previous reputation reason } }
      usageReports { nodes { storageMb egressMb eventId } }
      slaReports { nodes { slaAvgLatencyMs slaUptimePercent breach } }
    } }`
    expect(dataOf(await api.ask(query)).deal).toMatchSnapshot()
    expect(api.statements).toHaveLength(6)
    // They are sent together, in no fixed order.
    expect(api.statements.toSorted()).toMatchSnapshot()
  })

  test('the end of a deal that is not started, or never ends, is null', async () => {
    await database.sql`update deal set duration_secs = 18446744073709551615 where deal_id = 3`
    const data = dataOf(await api.ask('{ deals(first: 7) { nodes { dealId endsAt } } }'))
    const endOf = (id: number) => data.deals.nodes.find((node: { dealId: number }) => node.dealId === id).endsAt
    expect([endOf(1), endOf(3), endOf(4)]).toEqual([null, null, '2026-01-31T00:03:20Z'])
  })
})

const amounts = async (filter: string): Promise<string[]> =>
  dataOf(
    await api.ask(`{ payments(first: 50, filter: { ${filter} }) { nodes { amount { units } } } }`),
  ).payments.nodes.map((node: { amount: { units: string } }) => node.amount.units)

describe('payments', () => {
  const MOST = '340282366920938463463374607431768211455'
  const time = (ledger: number) => closeTime(ledger).toISOString()
  test.each([
    ['kinds: [FEE]', ['1000', '7']],
    [`party: "${C}"`, ['10000', '10', '1']],
    [`from: "${C}"`, ['10', '1']],
    [`to: "${OWNER}"`, ['1000', '7']],
    [`consumers: ["${D}"]`, []],
    [`providers: ["${Q}"]`, [MOST]],
    ['dealId: 7', [MOST]],
    [`assets: ["${OTHER_ASSET}"]`, [MOST]],
    [`amountMin: "${MOST}"`, [MOST]],
    ['ledgerFrom: 104', [MOST, '10000']],
    ['ledgerTo: 100', ['1']],
    ['ledgerTo: 2147483647, ledgerFrom: 105', [MOST]],
    [`closedAfter: "${time(104)}"`, [MOST, '10000']],
    [`closedAfter: "${time(106)}"`, []],
    [`closedBefore: "${time(101)}"`, ['1']],
    [`closedBefore: "${time(500)}", kinds: [REFUND]`, ['10000']],
    [`txHash: "${txHash(toid(102)).toUpperCase()}"`, ['7', '100']],
  ])('filter %s', async (filter, expected) => {
    expect(await amounts(filter)).toEqual(expected)
    expect(api.statements).toHaveLength(1)
  })

  test('several movements of one event are told apart across pages', async () => {
    const pages = await walk(async (cursor) => {
      const after = cursor ? `, after: "${cursor}"` : ''
      return dataOf(
        await api.ask(
          `{ payments(first: 1${after}, direction: ASC) { nodes { id part } pageInfo { next: hasNextPage cursor: endCursor } } }`,
        ),
      ).payments
    })
    expect(pages).toHaveLength(7)
    expect(new Set(pages.map((payment) => (payment as { id: string }).id)).size).toBe(7)
  })

  test('totals over a filter are exact, whatever the page, and one statement more', async () => {
    const totals = 'totals { kind asset count sum { units formatted } }'
    const query = `{ all: payments(first: 1) { ${totals} } fees: payments(first: 0, filter: { kinds: [FEE] }) { ${totals} } }`
    expect(dataOf(await api.ask(query))).toMatchSnapshot()
    expect(api.statements).toHaveLength(4)
  })

  test('totals of each deal of a page are one statement', async () => {
    const { nodes } = dataOf(
      await api.ask('{ deals(first: 7) { nodes { dealId payments(first: 1) { totals { kind sum { units } } } } } }'),
    ).deals
    const of = (dealId: number) => nodes.find((node: { dealId: number }) => node.dealId === dealId).payments.totals
    expect(of(1)).toContainEqual({ kind: 'FEE', sum: { units: '1007' } })
    expect(of(2)).toEqual([])
    expect(of(7)).toEqual([{ kind: 'FUNDING', sum: { units: MOST } }])
    expect(api.statements).toHaveLength(3)
  })

  test('lists of parties reach their own payments', async () => {
    const data = dataOf(
      await api.ask(
        `{ provider(address: "${Q}") { payments { nodes { dealId: deal { dealId } } } } consumers(first: 2) { nodes { address payments(first: 50) { totalCount } } } }`,
      ),
    )
    expect(data.provider.payments.nodes).toEqual([{ dealId: { dealId: 7 } }])
    expect(data.consumers.nodes.find((node: { address: string }) => node.address === C).payments.totalCount).toBe(7)
  })
})

describe('reputations', () => {
  test.each([
    [`party: "${P}"`, ['SETTLED']],
    ['role: CONSUMER', ['UNDERPAID']],
    ['reasons: [SETTLED, UNDERPAID]', ['UNDERPAID', 'SETTLED']],
  ])('filter %s', async (filter, expected) => {
    const data = dataOf(await api.ask(`{ reputationHistory(filter: { ${filter} }) { nodes { reason } } }`))
    expect(data.reputationHistory.nodes.map((node: { reason: string }) => node.reason)).toEqual(expected)
  })

  test('each side of an account has its own history', async () => {
    const data = dataOf(
      await api.ask(
        `{ provider(address: "${P}") { reputationHistory { nodes { reputation } } } consumer(address: "${C}") { reputationHistory { nodes { reputation } } } }`,
      ),
    )
    expect(data).toEqual({
      provider: { reputationHistory: { nodes: [{ reputation: 51 }] } },
      consumer: { reputationHistory: { nodes: [{ reputation: 49 }] } },
    })
  })
})

test('reports and changes of the whole market can be narrowed', async () => {
  const query =
    '{ usageReports { totalCount } slaReports(filter: { breach: false }) { totalCount } dealChanges(filter: { kinds: [SETTLED] }) { nodes { outcome deal { dealId } } } }'
  expect(dataOf(await api.ask(query))).toEqual({
    usageReports: { totalCount: 1 },
    slaReports: { totalCount: 0 },
    dealChanges: { nodes: [{ outcome: 'PAID', deal: { dealId: 1 } }] },
  })
})
