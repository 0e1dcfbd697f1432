/** What is new in a list of records, as it is committed: the messages, and how their rows are read. */
import type { Sql } from '../../prisma/client.ts'
import { decodeCursor, type KeyType } from './cursor.ts'
import { listName, readPage } from './list.ts'
import type { MarketState } from './market.ts'
import { keyValue, type Noun } from './noun.ts'
import { MAX_PAGE, type Page } from './page.ts'
import type { RecordOrder } from './record.ts'

/** The index of a market moved on. */
export interface News<Row> {
  readonly market: MarketState
  /** In the order of the chain; a page at most, what is left comes in the next message. */
  readonly rows: readonly Row[]
  /** Place to resume after; null while the market has no row. */
  readonly cursor: string | null
}

/** A list in the order of the chain. */
export type RecordNoun<Row, Filter extends object> = Noun<Row, Filter, RecordOrder>

/** The rows after a place; it is a cursor of the list. @throws ReadError BAD_CURSOR */
export const readNews = <Row, Filter extends object>(
  sql: Sql,
  noun: RecordNoun<Row, Filter>,
  market: MarketState,
  after: string | null,
  filter: Filter = {} as Filter,
): Promise<Page<Row>> =>
  readPage(sql, noun, market, { filter, order: 'POSITION', descending: false, page: { first: MAX_PAGE, after } })

/** The place of the newest row; null while there is none. */
export const newestPlace = async <Row, Filter extends object>(
  sql: Sql,
  noun: RecordNoun<Row, Filter>,
  market: MarketState,
): Promise<string | null> => {
  const request = { filter: {} as Filter, order: 'POSITION', descending: true, page: { first: 1 } } as const
  const { rows, cursorOf } = await readPage(sql, noun, market, request)
  return rows[0] === undefined ? null : cursorOf(rows[0])
}

/** The keys of a row's place. */
export type Place = readonly (string | number | bigint)[]

type Tailed = Pick<Noun<never, never, RecordOrder>, 'tail'>

const read = (type: KeyType, text: string) => (type === 'int8' ? BigInt(text) : Number(text))

/** The place that a cursor of the list names. @throws ReadError BAD_CURSOR */
export const placeOfCursor = (noun: Tailed & { table: string }, market: MarketState, cursor: string): Place => {
  const types = noun.tail.map(({ type }) => type)
  return decodeCursor(cursor, listName(market, noun, 'POSITION'), types).map((text, at) => read(types[at]!, text))
}

export const placeOf = (noun: Tailed, row: unknown): Place =>
  noun.tail.map((key) => keyValue(row as never, key) as number | bigint)

/** Whether a place comes after another on the chain. */
export const isAfter = (place: Place, than: Place | undefined): boolean => {
  const differs = than === undefined ? 0 : place.findIndex((key, at) => key !== than[at])
  return than === undefined || (differs >= 0 && place[differs]! > than[differs]!)
}
