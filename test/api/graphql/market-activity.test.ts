import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { subscribe as follow, openApi, type TestApi } from '../../support/api.ts'
import { insertEvent, insertMarket } from '../../support/market-rows.ts'
import { createDatabase, type TestDatabase } from '../../support/postgres.ts'

let database: TestDatabase
let api: TestApi
let market: number
let ledger = 1000

beforeAll(async () => {
  database = await createDatabase()
  market = await insertMarket(database.sql, 'local', { ledger })
  api = openApi(database)
})

beforeEach(async () => {
  // The last feed of the test before has ended: nothing but this test listens.
  api.statements.length = 0
})

afterAll(async () => {
  await api.close()
  await database.close()
})

interface Message {
  ledger: number
  cursor: string | null
  events: { name: string; ledger: number }[]
}

const subscribe = (after?: string, names?: string[]) =>
  follow<Message>(
    api,
    'marketActivity',
    `subscription($after: String, $names: [String!]) { marketActivity(after: $after, names: $names) { ledger cursor events { name ledger } } }`,
    { after, names },
  )

/** What the indexer does: events and watermark in one transaction, with the news. */
const commit = async (events: number) => {
  ledger += 1
  await database.sql.begin(async (transaction) => {
    for (let at = 0; at < events; at++)
      await insertEvent(transaction as never, market, ledger, { event_index: at, name: `event_${at}` })
    await transaction`update watermark set ledger = ${ledger}, tip_ledger = ${ledger}`
    await transaction`select pg_notify('market_activity', ${JSON.stringify({ marketId: market, through: ledger, events })})`
  })
  return ledger
}

test('a feed says at once where the index is, then what each batch brought, in order', async () => {
  const feed = await subscribe()
  expect(await feed.message()).toMatchObject({ ledger: 1000, events: [] })
  const first = await commit(2)
  expect(await feed.message()).toMatchObject({
    ledger: first,
    events: [
      { name: 'event_0', ledger: first },
      { name: 'event_1', ledger: first },
    ],
  })
  const second = await commit(0)
  expect(await feed.message()).toMatchObject({ ledger: second, events: [] })
  await feed.end()
})

test('many feeds cost one read of each batch', async () => {
  const feeds = await Promise.all(Array.from({ length: 20 }, () => subscribe()))
  await Promise.all(feeds.map((feed) => feed.message()))
  api.statements.length = 0
  const at = await commit(1)
  const messages = await Promise.all(feeds.map((feed) => feed.message()))
  expect(messages.every((message) => message.ledger === at && message.events.length === 1)).toBe(true)
  expect(api.statements).toHaveLength(1)
  for (const feed of feeds) await feed.end()
})

test('a feed that resumes gets everything since its place exactly once, also more than a page', async () => {
  const feed = await subscribe()
  await feed.message()
  await commit(1)
  const { cursor } = await feed.message()
  await feed.end()
  const missed = await commit(150)
  const resumed = await subscribe(cursor!)
  const [one, two] = [await resumed.message(), await resumed.message()]
  expect([one.events.length, two.events.length]).toEqual([100, 50])
  expect(new Set([...one.events, ...two.events].map((event) => event.name)).size).toBe(150)
  const later = await commit(1)
  expect(await resumed.message()).toMatchObject({ ledger: later, events: [{ ledger: later }] })
  await resumed.end()
  expect(missed).toBe(later - 1)
})

test('the cursor of a message is a place in the list of events', async () => {
  const feed = await subscribe()
  await feed.message()
  const at = await commit(1)
  const { cursor } = await feed.message()
  await feed.end()
  const { data } = await api.ask(
    `{ events(first: 5, direction: DESC, before: "${cursor}") { totalCount nodes { ledger } } after: events(first: 1, direction: DESC, after: "${cursor}") { nodes { ledger } } }`,
  )
  expect(data.events.nodes).toEqual([])
  expect(data.after.nodes[0].ledger).toBeLessThan(at)
})

test('a feed of some events tells of nothing else, also where it resumes', async () => {
  const feed = await subscribe(undefined, ['event_1', 'event_3'])
  expect((await feed.message()).events).toEqual([])
  await commit(1)
  const at = await commit(3)
  const { cursor, events } = await feed.message()
  expect(events).toEqual([{ name: 'event_1', ledger: at }])
  await feed.end()
  const [second, third] = [await commit(2), await commit(4)]
  const resumed = await subscribe(cursor!, ['event_1', 'event_3'])
  expect((await resumed.message()).events).toEqual([
    { name: 'event_1', ledger: second },
    { name: 'event_1', ledger: third },
    { name: 'event_3', ledger: third },
  ])
  await resumed.end()
})

test('a wrong cursor is refused', async () => {
  const feed = await subscribe('nonsense')
  expect((await feed.next()).errors?.[0]?.extensions.code).toBe('BAD_CURSOR')
})
