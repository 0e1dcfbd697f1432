/** The archive read back in chain order, by key, so that its size does not matter. */
import type { Sql, Transaction } from '../../prisma/client.ts'
import type { RawEvent } from '../chain/event.ts'
import type { JudgedEvent } from './archive.ts'

/** An event and what was made of it when it was archived. */
export interface ArchivedEvent extends RawEvent {
  readonly outcome: JudgedEvent['outcome']
  readonly name: string | null
}

/** A place in a market's archive: everything up to it was read. */
export interface ArchivePlace {
  readonly toid: bigint
  readonly eventIndex: number
}

/** Before the first event. */
export const BEGINNING: ArchivePlace = { toid: -1n, eventIndex: 0 }

type Columns = [
  bigint,
  number,
  number,
  number,
  string,
  RawEvent['type'],
  string,
  string,
  JudgedEvent['outcome'],
  string | null,
]

/**
 * The events after a place: at least `limit`, where there are so many, and then the rest of the last operation, because
 * events of one operation are read together. Fewer mean that there are no more now.
 */
export const readArchive = async (
  sql: Sql | Transaction,
  marketId: number,
  place: ArchivePlace,
  limit: number,
): Promise<ArchivedEvent[]> => {
  const events = await readEvents(sql, marketId, place, NO_END, limit)
  const last = events.at(-1)
  if (last === undefined || events.length < limit) return events
  return [...events, ...(await readEvents(sql, marketId, last, last.toid, null))]
}

/** Beyond every operation. */
const NO_END = 2n ** 63n - 1n

/** @param through the last operation to read of @param limit null: all of them */
const readEvents = async (
  sql: Sql | Transaction,
  marketId: number,
  { toid, eventIndex }: ArchivePlace,
  through: bigint,
  limit: number | null,
): Promise<ArchivedEvent[]> => {
  const rows = await sql`
    select toid, event_index, ledger, extract(epoch from closed_at)::int, tx_hash, type,
      array_to_string(topics, ' '), data, outcome, name
    from raw_event
    where market_id = ${marketId} and (toid, event_index) > (${String(toid)}::bigint, ${eventIndex}::int)
      and toid <= ${String(through)}::bigint
    order by toid, event_index limit ${limit}`.values()
  return (rows as unknown as Columns[]).map(readRow)
}

const readRow = ([
  toid,
  eventIndex,
  ledger,
  closedAt,
  txHash,
  type,
  topics,
  data,
  outcome,
  name,
]: Columns): ArchivedEvent => ({
  toid,
  eventIndex,
  ledger,
  closedAt: new Date(closedAt * 1000),
  txHash,
  type,
  topics: topics === '' ? [] : topics.split(' '),
  data,
  outcome,
  name,
})

/** Each market that has events, with their number. */
export const countArchive = (sql: Sql): Promise<{ marketId: number; events: bigint }[]> =>
  sql<{ marketId: number; events: bigint }[]>`
    select market_id as "marketId", count(*) as events from raw_event group by market_id order by market_id`

/** Markets that may have events, in the order in which they are replayed. */
export const archivedMarkets = async (sql: Sql | Transaction): Promise<number[]> =>
  (await sql<{ id: number }[]>`select id from market order by id`).map(({ id }) => id)
