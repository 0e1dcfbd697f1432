/**
 * One connection listens for all subscribers, and each batch of the indexer is read once, however many follow it.
 */
import type { Sql } from '../../prisma/client.ts'
import { Feed, type Wanted } from './feed.ts'
import type { MarketCache, MarketState } from './market.ts'
import { type News, newestPlace, placeOf, placeOfCursor, type RecordNoun, readNews } from './news.ts'

/** Told by the indexer whenever it commits. */
const CHANNEL = 'market_activity'

/** The part of a list that a subscriber wants: as the database finds it, and as a row that was read is asked. */
export interface Part<Row, Filter> {
  readonly filter: Filter
  readonly wanted: Wanted<Row>
}

/** Live feeds of one list of records. */
export interface FeedHub<Row, Filter> {
  /**
   * Messages from a place on (a cursor of the list), or from now on. The first comes at once.
   * @throws ReadError BAD_CURSOR
   */
  follow(market: MarketState, after: string | null, part?: Part<Row, Filter>): Promise<AsyncIterableIterator<News<Row>>>
  /** Ends all feeds and the listening. */
  close(): Promise<void>
}

/** The followers of one market, and how far they were told. */
interface Group<Row> {
  readonly feeds: Set<Feed<Row>>
  cursor: string | null
  ledger: number
  pumping: boolean
  again: boolean
}

export interface FeedHubDeps<Row, Filter extends object> {
  readonly sql: Sql
  readonly markets: MarketCache
  readonly noun: RecordNoun<Row, Filter>
  /** Told of a failure to read; the followers are ended with it. */
  readonly onError: (error: unknown) => void
}

/** Listens from the first subscriber on. */
export const createFeedHub = <Row, Filter extends object>({
  sql,
  markets,
  noun,
  onError,
}: FeedHubDeps<Row, Filter>): FeedHub<Row, Filter> => {
  const groups = new Map<number, Group<Row>>()
  let listening: Promise<{ unlisten(): Promise<void> }> | undefined

  const pumpAll = () => {
    markets.forget()
    for (const [id, group] of groups) void pump(id, group)
  }

  /** Reads what is new and hands it out; a call while one runs makes that one go round again. */
  const pump = async (id: number, group: Group<Row>): Promise<void> => {
    group.again = true
    if (group.pumping) return
    group.pumping = true
    try {
      while (group.again) {
        group.again = false
        const market = (await markets.current()).byId(id)
        group.again = (await tell(sql, noun, group, market)) || group.again
      }
    } catch (error) {
      onError(error)
      for (const feed of group.feeds) feed.fail(error as Error)
    } finally {
      group.pumping = false
    }
  }

  const join = (market: MarketState, cursor: string | null, feedOf: (group: Group<Row>) => Feed<Row>): Feed<Row> => {
    const ledger = market.position?.ledger ?? 0
    const group = groups.get(market.id) ?? { feeds: new Set(), cursor, ledger, pumping: false, again: false }
    groups.set(market.id, group)
    const feed = feedOf(group)
    group.feeds.add(feed)
    return feed
  }

  return {
    follow: async (market, after, part) => {
      const given = after === null ? undefined : { cursor: after, place: placeOfCursor(noun, market, after) }
      listening ??= sql.listen(CHANNEL, pumpAll, pumpAll)
      await listening
      const newest = await newestPlace(sql, noun, market)
      const now = newest === null ? null : { cursor: newest, place: placeOfCursor(noun, market, newest) }
      const catchUp = async (cursor: string | null) =>
        readFrom(sql, noun, (await markets.current()).byId(market.id), cursor, part?.filter)
      return join(market, newest, (group) => {
        const onEnd = (ended: Feed<Row>) => {
          group.feeds.delete(ended)
          if (group.feeds.size === 0) groups.delete(market.id)
        }
        return new Feed({
          after: given ?? now,
          placeOf: (row) => placeOf(noun, row),
          wanted: part?.wanted,
          catchUp,
          onEnd,
        })
      })
    },
    close: async () => {
      for (const group of groups.values()) for (const feed of [...group.feeds]) await feed.return()
      await (await listening)?.unlisten()
    },
  }
}

/** Tells the followers of a market what is new. @returns whether more is waiting */
const tell = async <Row, Filter extends object>(
  sql: Sql,
  noun: RecordNoun<Row, Filter>,
  group: Group<Row>,
  market: MarketState,
): Promise<boolean> => {
  const { rows, hasNextPage, cursorOf } = await readNews(sql, noun, market, group.cursor)
  const ledger = market.position?.ledger ?? 0
  if (rows.length === 0 && ledger === group.ledger) return false
  const last = rows.at(-1)
  group.cursor = last === undefined ? group.cursor : cursorOf(last)
  group.ledger = ledger
  for (const feed of group.feeds) feed.push({ market, rows, cursor: group.cursor })
  return hasNextPage
}

/** A page of what a subscriber wants, from its place. */
const readFrom = async <Row, Filter extends object>(
  sql: Sql,
  noun: RecordNoun<Row, Filter>,
  market: MarketState,
  from: string | null,
  filter: Filter | undefined,
) => {
  const { rows, hasNextPage, cursorOf } = await readNews(sql, noun, market, from, filter)
  const last = rows.at(-1)
  return { news: { market, rows, cursor: last === undefined ? from : cursorOf(last) }, caughtUp: !hasNextPage }
}
