import { afterAll, beforeAll, expect, test } from 'vitest'
import { openApi, type Subscription, subscribe, type TestApi } from '../../support/api.ts'
import { accountOf, insertChunkRelease, insertMarket, insertStream } from '../../support/market-rows.ts'
import { createDatabase, type TestDatabase } from '../../support/postgres.ts'

let database: TestDatabase
let api: TestApi
let market: number
let ledger = 1000
const [P, C, R] = ['p', 'c', 'r'].map(accountOf) as [string, string, string]
const stream = (streamId: number) => ({ consumer: C, provider: P, streamId })

beforeAll(async () => {
  database = await createDatabase()
  market = await insertMarket(database.sql, 'local', { ledger })
  for (const id of [1, 2]) await insertStream(database.sql, market, stream(id))
  api = openApi(database)
})

afterAll(async () => {
  await api.close()
  await database.close()
})

interface Message {
  ledger: number
  cursor: string | null
  releases: { streamId: number; chunk: number; stream: { status: string } }[]
}

const follow = (filter: Record<string, unknown> = {}, after?: string) =>
  subscribe<Message>(
    api,
    'chunkReleases',
    `subscription($filter: ChunkReleaseFeedFilter, $after: String) { chunkReleases(filter: $filter, after: $after) {
      ledger cursor releases { streamId chunk stream { status } } } }`,
    { filter, after },
  )

const placesIn = (message: Message) => message.releases.map(({ streamId, chunk }) => `${streamId}/${chunk}`)

/** The next releases, however many batches a message tells of. */
const places = async (feed: Subscription<Message>, count: number) => {
  const all: string[] = []
  while (all.length < count) {
    const message = await feed.message()
    expect(message.releases).not.toEqual([])
    all.push(...placesIn(message))
  }
  return all
}

/** What the indexer does: rows and watermark in one transaction, with the news. */
const commit = async (chunks: readonly (readonly [streamId: number, chunk: number, relayer?: string])[]) => {
  ledger += 1
  await database.sql.begin(async (transaction) => {
    for (const [at, [streamId, chunk, relayer = null]] of chunks.entries())
      await insertChunkRelease(transaction as never, market, ledger, stream(streamId), {
        event_index: at,
        chunk,
        relayer,
      })
    await transaction`update watermark set ledger = ${ledger}, tip_ledger = ${ledger}`
    await transaction`select pg_notify('market_activity', ${JSON.stringify({ marketId: market, through: ledger })})`
  })
  return ledger
}

test('a feed says at once where the index is, then what each proof released, with its stream', async () => {
  const feed = await follow()
  expect(await feed.message()).toEqual({ ledger: 1000, cursor: null, releases: [] })
  const at = await commit([
    [1, 0],
    [1, 1],
  ])
  expect(await feed.message()).toMatchObject({
    ledger: at,
    releases: [
      { streamId: 1, chunk: 0, stream: { status: 'ACTIVE' } },
      { streamId: 1, chunk: 1, stream: { status: 'ACTIVE' } },
    ],
  })
  await feed.end()
})

test('batches without a release that is wanted are no message', async () => {
  const all = await follow()
  const byStream = await follow({ streamId: 2 })
  const byRelayer = await follow({ relayers: [R], providers: [P], consumers: [C] })
  const byNobody = await follow({ providers: [C] })
  for (const feed of [all, byStream, byRelayer, byNobody]) expect((await feed.message()).releases).toEqual([])
  await commit([])
  await commit([[1, 2]])
  await commit([
    [1, 3, R],
    [2, 0],
  ])
  expect(await places(all, 3)).toEqual(['1/2', '1/3', '2/0'])
  expect(placesIn(await byStream.message())).toEqual(['2/0'])
  expect(placesIn(await byRelayer.message())).toEqual(['1/3'])
  for (const feed of [all, byStream, byRelayer, byNobody]) await feed.end()
})

test('many feeds with many filters cost one read of each batch', async () => {
  const feeds = await Promise.all(Array.from({ length: 20 }, (_, n) => follow(n % 2 ? { streamId: 1 } : {})))
  await Promise.all(feeds.map((feed) => feed.message()))
  api.statements.length = 0
  await commit([[1, 4]])
  for (const message of await Promise.all(feeds.map((feed) => feed.message())))
    expect(placesIn(message)).toEqual(['1/4'])
  // The streams of the releases are one more for each feed that asks for them.
  expect(api.statements.filter((statement) => statement.includes('from chunk_release'))).toHaveLength(1)
  for (const feed of feeds) await feed.end()
})

test('a feed that resumes gets what its filter finds since its place exactly once, also more than a page', async () => {
  const feed = await follow({ streamId: 2 })
  await feed.message()
  await commit([[2, 10]])
  const { cursor } = await feed.message()
  await feed.end()
  await commit(Array.from({ length: 300 }, (_, n) => [1 + (n % 2), 100 + n] as const))
  const resumed = await follow({ streamId: 2 }, cursor!)
  const [one, two] = [await resumed.message(), await resumed.message()]
  expect([one.releases.length, two.releases.length]).toEqual([100, 50])
  expect(new Set([...placesIn(one), ...placesIn(two)]).size).toBe(150)
  await commit([[2, 900]])
  expect(placesIn(await resumed.message())).toEqual(['2/900'])
  await resumed.end()
})

test('the cursor of a message is a place in the list', async () => {
  const feed = await follow()
  await feed.message()
  await commit([[1, 950]])
  const { cursor } = await feed.message()
  await feed.end()
  await commit([[1, 951]])
  const { data } = await api.ask(`{ chunkReleases(first: 5, direction: ASC, after: "${cursor}") { nodes { chunk } } }`)
  expect(data.chunkReleases.nodes).toEqual([{ chunk: 951 }])
})

test('a cursor of another list is refused', async () => {
  const { data } = await api.ask('{ streams(first: 1) { pageInfo { endCursor } } }')
  const feed = await follow({}, data.streams.pageInfo.endCursor)
  expect((await feed.next()).errors?.[0]?.extensions.code).toBe('BAD_CURSOR')
})
