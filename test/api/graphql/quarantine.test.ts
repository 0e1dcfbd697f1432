/** A market with an event that could not be decoded: it claims nothing that the event may have changed. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { loadContractSpec } from '../../../contract/interface/spec.ts'
import { dataOf, openApi, type TestApi } from '../../support/api.ts'
import { DEALS } from '../../support/deal-statements.ts'
import { positionAt, rawEvent } from '../../support/event-xdr.ts'
import { accountOf, insertDeal, insertEvent, insertMarket, insertPayment, toid } from '../../support/market-rows.ts'
import { CONSUMER, PROVIDER } from '../../support/parties.ts'
import { createDatabase, type TestDatabase } from '../../support/postgres.ts'

const DEAL = { consumer: accountOf('c'), provider: accountOf('p'), dealId: 1 }

let database: TestDatabase
let api: TestApi
let market: number
beforeAll(async () => {
  database = await createDatabase()
  market = await insertMarket(database.sql)
  await insertDeal(database.sql, market, DEAL, {
    paid_in: '1000',
    balance: '1000',
    paid_out: '0',
    fees: '0',
    refunded: '0',
  })
  await insertPayment(database.sql, market, 100, DEAL)
  const settled = DEALS.find(({ event }) => event === 'deal_settled')!
  const { topics } = rawEvent(loadContractSpec(), settled, positionAt(101))
  await insertEvent(database.sql, market, 101, { name: 'deal_settled', outcome: 'malformed', topics, data: 'AAAAAQ==' })
  api = openApi(database)
})
afterAll(async () => {
  await api.close()
  await database.close()
})

const QUARANTINED = () => ({ market_id: market, toid: toid(101), event_index: 0, ledger: 101, reason: 'data is void' })
const TOTALS = '{ market { totals { quarantined sums { reconciles } held { reconciles } } } }'

test('books that add up are said to reconcile', async () => {
  const { data, extensions } = await api.ask(TOTALS)
  expect(data.market.totals).toEqual({ quarantined: 0, sums: [{ reconciles: true }], held: [{ reconciles: true }] })
  expect(extensions!.completeThrough.local).not.toHaveProperty('quarantined')
})

test('with an event in quarantine the same books are not, and every answer says that something is missing', async () => {
  await database.sql`insert into quarantine ${database.sql(QUARANTINED())}`
  await database.sql`update watermark set ledger = ledger + 1`
  const { data, extensions } = await api.ask(TOTALS)
  expect(data.market.totals).toEqual({ quarantined: 1, sums: [{ reconciles: false }], held: [{ reconciles: false }] })
  expect(extensions!.completeThrough.local).toMatchObject({ quarantined: 1 })
})

test('the event says which rows it was about', async () => {
  const query =
    '{ indexing { quarantine { nodes { reason subject { consumer provider dealId streamId party asset bucketId disputeId } } } } }'
  expect(dataOf(await api.ask(query)).indexing.quarantine.nodes).toEqual([
    {
      reason: 'data is void',
      subject: {
        ...{ consumer: CONSUMER, provider: PROVIDER, dealId: 1, streamId: null, party: null },
        ...{ asset: null, bucketId: null, disputeId: null },
      },
    },
  ])
})
