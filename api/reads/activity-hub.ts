/**
 * One connection listens for all subscribers, and each batch of the indexer is read once, however many follow it.
 */
import type { Sql } from '../../prisma/client.ts'
import { type Activity, newestPlace, readActivity } from './activity.ts'
import { Feed } from './feed.ts'
import type { MarketCache, MarketState } from './market.ts'

const CHANNEL = 'market_activity'

export interface ActivityHub {
  /** Messages from a place on (a cursor of `events`), or from now on. The first comes at once. */
  follow(market: MarketState, after: string | null): Promise<AsyncIterableIterator<Activity>>
  /** Ends all feeds and the listening. */
  close(): Promise<void>
}

/** The followers of one market, and how far they were told. */
interface Group {
  readonly feeds: Set<Feed>
  cursor: string | null
  ledger: number
  pumping: boolean
  again: boolean
}

export interface ActivityHubDeps {
  readonly sql: Sql
  readonly markets: MarketCache
  /** Told of a failure to read; the followers are ended with it. */
  readonly onError: (error: unknown) => void
}

/** Listens from the first subscriber on. */
export const createActivityHub = ({ sql, markets, onError }: ActivityHubDeps): ActivityHub => {
  const groups = new Map<number, Group>()
  let listening: Promise<{ unlisten(): Promise<void> }> | undefined

  const pumpAll = () => {
    markets.forget()
    for (const [id, group] of groups) void pump(id, group)
  }

  /** Reads what is new and hands it out; a call while one runs makes that one go round again. */
  const pump = async (id: number, group: Group): Promise<void> => {
    group.again = true
    if (group.pumping) return
    group.pumping = true
    try {
      while (group.again) {
        group.again = false
        const market = (await markets.current()).byId(id)
        group.again = (await tell(group, market)) || group.again
      }
    } catch (error) {
      onError(error)
      for (const feed of group.feeds) feed.fail(error as Error)
    } finally {
      group.pumping = false
    }
  }

  /** One message, where there is news. @returns whether more is waiting */
  const tell = async (group: Group, market: MarketState): Promise<boolean> => {
    const { rows, hasNextPage, cursorOf } = await readActivity(sql, market, group.cursor)
    const ledger = market.position?.ledger ?? 0
    if (rows.length === 0 && ledger === group.ledger) return false
    const last = rows.at(-1)
    group.cursor = last ? cursorOf(last) : group.cursor
    group.ledger = ledger
    for (const feed of group.feeds) feed.push({ market, events: rows, cursor: group.cursor })
    return hasNextPage
  }

  const join = (market: MarketState, cursor: string | null, feedOf: (group: Group) => Feed): Feed => {
    const ledger = market.position?.ledger ?? 0
    const group = groups.get(market.id) ?? { feeds: new Set(), cursor, ledger, pumping: false, again: false }
    groups.set(market.id, group)
    const feed = feedOf(group)
    group.feeds.add(feed)
    return feed
  }

  return {
    follow: async (market, after) => {
      listening ??= sql.listen(CHANNEL, pumpAll, pumpAll)
      await listening
      const newest = await newestPlace(sql, market)
      const catchUp = async (place: string | null) => {
        const now = (await markets.current()).byId(market.id)
        const { rows, hasNextPage, cursorOf } = await readActivity(sql, now, place)
        const last = rows.at(-1)
        return {
          activity: { market: now, events: rows, cursor: last ? cursorOf(last) : place },
          caughtUp: !hasNextPage,
        }
      }
      return join(
        market,
        newest,
        (group) =>
          new Feed(after ?? newest, catchUp, (ended) => {
            group.feeds.delete(ended)
            if (group.feeds.size === 0) groups.delete(market.id)
          }),
      )
    },
    close: async () => {
      for (const group of groups.values()) for (const feed of [...group.feeds]) await feed.return()
      await (await listening)?.unlisten()
    },
  }
}
