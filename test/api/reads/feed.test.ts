import { expect, test } from 'vitest'
import { Feed, type FeedOptions } from '../../../api/reads/feed.ts'
import type { News } from '../../../api/reads/news.ts'

/** A row that is nothing but its place. */
type Row = bigint

const news = (...rows: Row[]): News<Row> =>
  ({
    market: { position: { ledger: Number(rows.at(-1) ?? 0) } },
    rows,
    cursor: String(rows.at(-1)),
  }) as unknown as News<Row>
const caughtUp =
  (...rows: Row[]) =>
  async () => ({ news: news(...rows), caughtUp: true })
const feedOf = (options: Pick<FeedOptions<Row>, 'catchUp'> & Partial<FeedOptions<Row>>) =>
  new Feed<Row>({ after: null, placeOf: (row) => [row], onEnd: () => undefined, ...options })
const places = (result: IteratorResult<News<Row>, undefined>) => result.value?.rows

test('what was read while catching up is not told again', async () => {
  const feed = feedOf({ catchUp: caughtUp(1n, 2n) })
  feed.push(news(2n, 3n))
  expect(places(await feed.next())).toEqual([1n, 2n])
  expect(places(await feed.next())).toEqual([3n])
})

test('a subscriber that waits gets the next message when it comes', async () => {
  const feed = feedOf({ catchUp: caughtUp() })
  await feed.next()
  const next = feed.next()
  feed.push(news(7n))
  expect(places(await next)).toEqual([7n])
})

test('a message without anything new is left out', async () => {
  const feed = feedOf({ catchUp: caughtUp(5n) })
  await feed.next()
  feed.push(news(4n, 5n))
  const next = feed.next()
  feed.push(news(5n))
  feed.push(news(6n))
  expect(places(await next)).toEqual([6n])
})

test('a subscriber that does not read is ended with the way to go on, and holds nothing', async () => {
  const ended: Feed<Row>[] = []
  const feed = feedOf({ catchUp: caughtUp(), onEnd: (one) => ended.push(one) })
  await feed.next()
  for (let n = 0n; n <= 100n; n++) feed.push(news(n))
  expect(ended).toEqual([feed])
  await expect(feed.next()).rejects.toThrowErrorMatchingInlineSnapshot(
    `[ReadError: More than 100 messages were waiting: subscribe again with \`after\` set to the cursor of the last message.]`,
  )
})

test('a feed that is ended lets go of the one who waits', async () => {
  const ended: Feed<Row>[] = []
  const feed = feedOf({ catchUp: caughtUp(), onEnd: (one) => ended.push(one) })
  await feed.next()
  const next = feed.next()
  await feed.return()
  expect(await next).toEqual({ done: true, value: undefined })
  expect(await feed.next()).toEqual({ done: true, value: undefined })
  expect(ended).toEqual([feed])
})

test('a failure to read is told once to the one who waits', async () => {
  const feed = feedOf({ catchUp: caughtUp() })
  await feed.next()
  const next = feed.next()
  feed.fail(new Error('no database'))
  await expect(next).rejects.toThrow('no database')
})

test('a subscriber that goes on after a place is not told again what came before it', async () => {
  const feed = feedOf({ catchUp: caughtUp(), after: { cursor: '5', place: [5n] } })
  await feed.next()
  const next = feed.next()
  feed.push(news(4n, 5n, 6n))
  expect(places(await next)).toEqual([6n])
})

test('a subscriber that wants a part gets only that, and no message without it', async () => {
  const feed = feedOf({ catchUp: caughtUp(2n), wanted: (row) => row % 2n === 0n })
  expect(places(await feed.next())).toEqual([2n])
  const next = feed.next()
  feed.push(news(3n))
  feed.push(news(5n, 6n, 7n))
  expect(places(await next)).toEqual([6n])
  feed.push(news(6n, 7n, 8n))
  expect(places(await feed.next())).toEqual([8n])
})
