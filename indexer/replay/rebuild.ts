/** The archive once more through decode and project, into the tables of the search path. */
import type { Sql, Transaction } from '../../prisma/client.ts'
import { ahead } from '../ahead.ts'
import { type Interpretation, interpret } from '../interpret.ts'
import { type JudgedEvent, quarantine } from '../store/archive.ts'
import {
  type ArchivedEvent,
  type ArchivePlace,
  archivedMarkets,
  BEGINNING,
  readArchive,
} from '../store/archive-reader.ts'
import { FRESH, LIVE } from './tables.ts'

/** Table of the events whose outcome or name is another one now, with the new one. */
export const RECLASSIFIED = 'reclassified'

/** How far a replay has come in each market. */
export type Places = ReadonlyMap<number, ArchivePlace>

/** Where the tables are found: the fresh ones before the live ones. */
export const useFresh = async (transaction: Transaction): Promise<void> => {
  await transaction`select set_config('search_path', ${`${FRESH}, ${LIVE}`}, true)`
}

/** The fresh table for changed outcomes; it has no live counterpart. */
export const createReclassified = async (sql: Sql): Promise<void> => {
  await sql`
    create table ${sql(FRESH)}.${sql(RECLASSIFIED)} (
      market_id int, toid bigint, event_index int, outcome text not null, name text,
      primary key (market_id, toid, event_index)
    )`
}

/** What a rebuild works with: one client to read, another to write, so that both go on at the same time. */
export interface Rebuild {
  readonly reader: Sql
  readonly writer: Sql
  readonly interpretation: Interpretation
  readonly pageEvents: number
  readonly onEvents: (events: number) => void
  readonly signal: AbortSignal
}

/** Rebuilds all that the archive of a market holds by now; gives the place it came to. */
export const rebuildMarket = async (rebuild: Rebuild, marketId: number): Promise<ArchivePlace> => {
  const { writer, interpretation, onEvents, signal } = rebuild
  let place = BEGINNING
  for await (const page of ahead(pages(rebuild, marketId))) {
    signal.throwIfAborted()
    await writer.begin(async (transaction) => {
      await useFresh(transaction)
      await writePage(transaction, marketId, page, interpretation)
    })
    place = page.events.at(-1)!
    onEvents(page.events.length)
  }
  return place
}

/** Rebuilds the few events that came since, in the transaction that goes on to swap or compare. */
export const catchUp = async (
  transaction: Transaction,
  places: Places,
  { interpretation, pageEvents, onEvents }: Pick<Rebuild, 'interpretation' | 'pageEvents' | 'onEvents'>,
): Promise<void> => {
  await useFresh(transaction)
  for (const marketId of await archivedMarkets(transaction)) {
    let place = places.get(marketId) ?? BEGINNING
    for (let last = pageEvents; last >= pageEvents; ) {
      const events = await readArchive(transaction, marketId, place, pageEvents)
      await writePage(transaction, marketId, { events, ...interpret(events, interpretation.decode) }, interpretation)
      place = events.at(-1) ?? place
      last = events.length
      onEvents(last)
    }
  }
}

type Page = { readonly events: readonly ArchivedEvent[] } & ReturnType<typeof interpret>

async function* pages({ reader, interpretation, pageEvents }: Rebuild, marketId: number): AsyncGenerator<Page> {
  for (let place: ArchivePlace = BEGINNING; ; ) {
    const events = await readArchive(reader, marketId, place, pageEvents)
    if (events.length > 0) yield { events, ...interpret(events, interpretation.decode) }
    if (events.length < pageEvents) return
    place = events.at(-1)!
  }
}

const writePage = async (
  transaction: Transaction,
  marketId: number,
  { events, judged, facts }: Page,
  { project }: Interpretation,
): Promise<void> => {
  await quarantine(transaction, marketId, judged)
  const changed = judged.filter(({ outcome, name }, i) => outcome !== events[i]!.outcome || name !== events[i]!.name)
  if (changed.length > 0) await noteReclassified(transaction, marketId, changed)
  if (facts.length > 0) await project(transaction, marketId, facts)
}

const noteReclassified = async (transaction: Transaction, marketId: number, changed: readonly JudgedEvent[]) => {
  await transaction`
    insert into ${transaction(RECLASSIFIED)} (market_id, toid, event_index, outcome, name)
    select ${marketId}, * from unnest(
      ${changed.map(({ event }) => String(event.toid))}::bigint[],
      ${changed.map(({ event }) => event.eventIndex)}::int[],
      ${changed.map(({ outcome }) => outcome)}::text[],
      ${changed.map(({ name }) => name)}::text[]
    )`
}

/** Writes the new outcomes into the archive. */
export const applyReclassified = async (transaction: Transaction): Promise<void> => {
  await transaction`
    update raw_event set outcome = changed.outcome, name = changed.name
    from ${transaction(FRESH)}.${transaction(RECLASSIFIED)} changed
    where raw_event.market_id = changed.market_id and raw_event.toid = changed.toid
      and raw_event.event_index = changed.event_index`
}
