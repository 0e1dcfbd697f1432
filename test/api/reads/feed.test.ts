import { expect, test } from 'vitest'
import type { Activity } from '../../../api/reads/activity.ts'
import type { EventRow } from '../../../api/reads/event.ts'
import { Feed } from '../../../api/reads/feed.ts'

const event = (toid: bigint) => ({ toid, eventIndex: 0 }) as EventRow
const activity = (...toids: bigint[]) =>
  ({
    market: { position: { ledger: Number(toids.at(-1) ?? 0) } },
    events: toids.map(event),
    cursor: String(toids.at(-1)),
  }) as unknown as Activity
const caughtUp =
  (...toids: bigint[]) =>
  async () => ({ activity: activity(...toids), caughtUp: true })
const places = (result: IteratorResult<Activity, undefined>) => result.value?.events.map(({ toid }) => toid)

test('what was read while catching up is not told again', async () => {
  const feed = new Feed(null, caughtUp(1n, 2n), () => undefined)
  feed.push(activity(2n, 3n))
  expect(places(await feed.next())).toEqual([1n, 2n])
  expect(places(await feed.next())).toEqual([3n])
})

test('a subscriber that waits gets the next message when it comes', async () => {
  const feed = new Feed(null, caughtUp(), () => undefined)
  await feed.next()
  const next = feed.next()
  feed.push(activity(7n))
  expect(places(await next)).toEqual([7n])
})

test('a message without anything new is left out', async () => {
  const feed = new Feed(null, caughtUp(5n), () => undefined)
  await feed.next()
  feed.push(activity(4n, 5n))
  const next = feed.next()
  feed.push(activity(5n))
  feed.push(activity(6n))
  expect(places(await next)).toEqual([6n])
})

test('a subscriber that does not read is ended with the way to go on, and holds nothing', async () => {
  const ended: Feed[] = []
  const feed = new Feed(null, caughtUp(), (one) => ended.push(one))
  await feed.next()
  for (let n = 0n; n <= 100n; n++) feed.push(activity(n))
  expect(ended).toEqual([feed])
  await expect(feed.next()).rejects.toThrowErrorMatchingInlineSnapshot(
    `[ReadError: More than 100 messages were waiting: subscribe again with \`after\` set to the cursor of the last message.]`,
  )
})

test('a feed that is ended lets go of the one who waits', async () => {
  const ended: Feed[] = []
  const feed = new Feed(null, caughtUp(), (one) => ended.push(one))
  await feed.next()
  const next = feed.next()
  await feed.return()
  expect(await next).toEqual({ done: true, value: undefined })
  expect(await feed.next()).toEqual({ done: true, value: undefined })
  expect(ended).toEqual([feed])
})

test('a failure to read is told once to the one who waits', async () => {
  const feed = new Feed(null, caughtUp(), () => undefined)
  await feed.next()
  const next = feed.next()
  feed.fail(new Error('no database'))
  await expect(next).rejects.toThrow('no database')
})
