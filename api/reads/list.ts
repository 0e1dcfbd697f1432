/** Reads a page of a list by keyset: the statement starts at the cursor's keys, whatever page it is. */
import type { Sql } from '../../prisma/client.ts'
import { decodeCursor, encodeCursor, type KeyType } from './cursor.ts'
import { commas, every, type Fragment, text } from './fragment.ts'
import { type Join, joinedColumns, joinedRows, joinedTables, joinsOf } from './join.ts'
import type { MarketState } from './market.ts'
import { type Key, keyValue, type ListRequest, type Noun } from './noun.ts'
import { COUNT_LIMIT, cut, type Page, sizeOf } from './page.ts'
import { rowLimit } from './row-limit.ts'
import { allColumns, columnsFor } from './selection.ts'

type AnyNoun = Noun<never, never, never>

/** A request turned into the pieces that its statements are made of. */
export interface Plan<Row> {
  /** Names the list in cursors. */
  readonly list: string
  readonly keys: readonly Key<Row>[]
  /** Conditions of the filter alone: what the total counts. */
  readonly where: readonly Fragment[]
  /** Conditions of the filter and of the cursors. */
  readonly fromCursor: readonly Fragment[]
  readonly orderBy: Fragment
  /** At least one row more than the page, to know whether the list goes on. */
  readonly limit: Fragment
}

const columnsOf = <Row>(noun: Noun<Row, never, never>, keys: readonly Key<Row>[]) =>
  keys.map((key) => `${noun.table}.${noun.columns[key.property]}`)

/** @throws ReadError for a cursor, a size or a filter that cannot be */
export const planList = <Row, Filter, Order extends string>(
  sql: Sql,
  noun: Noun<Row, Filter, Order>,
  market: MarketState,
  request: ListRequest<Filter, Order>,
): Plan<Row> => {
  const { size, fromEnd } = sizeOf(request.page)
  const keys = [...noun.orders[request.order], ...noun.tail]
  const columns = columnsOf(noun as Noun<Row, never, never>, keys)
  const list = listName(market, noun, request.order)
  const where = noun.conditions(sql, request.filter, market)
  const beyond = (cursor: string | null | undefined, ahead: boolean): Fragment[] =>
    cursor == null ? [] : [comparison(sql, columns, keys, decodeCursor(cursor, list, keys.map(typeOf)), ahead)]
  const direction = request.descending === fromEnd ? 'asc' : 'desc'
  return {
    list,
    keys,
    where,
    fromCursor: [
      ...where,
      ...beyond(request.page.after, !request.descending),
      ...beyond(request.page.before, request.descending),
    ],
    orderBy: text(sql, columns.map((column) => `${column} ${direction}`).join(', ')),
    limit: rowLimit(sql, noun, request, size),
  }
}

/** Names a list in cursors, so that one of another list is told apart. */
export const listName = (market: MarketState, { table }: { readonly table: string }, order: string): string =>
  `${market.name}.${table}.${order}`

const typeOf = (key: { type: KeyType }) => key.type

/** `(a, b) > (1, 2)`: rows on one side of a place, served by the index of the order. */
const comparison = (
  sql: Sql,
  columns: readonly string[],
  keys: readonly { type: KeyType }[],
  values: readonly string[],
  ahead: boolean,
): Fragment => {
  const bounds = commas(
    sql,
    values.map((value, at) => sql`${value}::${text(sql, keys[at]!.type)}`),
  )
  return sql`(${text(sql, columns.join(', '))}) ${text(sql, ahead ? '>' : '<')} (${bounds})`
}

/** A page of a list of a whole market; what is joined to its rows is handed to `onJoined`. */
export const readPage = async <Row, Filter, Order extends string>(
  sql: Sql,
  noun: Noun<Row, Filter, Order>,
  market: MarketState,
  request: ListRequest<Filter, Order>,
  fields?: ReadonlySet<string>,
  onJoined: (join: Join, rows: readonly object[]) => void = () => undefined,
): Promise<Page<Row>> => {
  const plan = planList(sql, noun, market, request)
  const joins = fields ? joinsOf(noun, fields) : []
  const columns = fields ? columnsFor(noun as never, fields, request.order) : allColumns(noun as never)
  const inMarket = sql`${text(sql, `${noun.table}.market_id`)} = ${market.id}`
  const rows = await sql<(Row & object)[]>`
    select ${text(sql, columns)}${joinedColumns(sql, joins)} from ${text(sql, noun.table)}${joinedTables(sql, joins)}
    where ${every(sql, [inMarket, ...plan.fromCursor])} order by ${plan.orderBy} limit ${plan.limit}`
  for (const join of joins) onJoined(join, joinedRows(rows, join))
  const matches = every(sql, [inMarket, ...plan.where])
  return toPage(plan, rows, request, {
    count: () => countMatches(sql, noun.table, matches),
    totals: () => sumMatches(sql, noun as never, matches),
  })
}

const countMatches = async (sql: Sql, table: string, matches: Fragment): Promise<number> => {
  const [counted] = await sql<{ count: number }[]>`
    select count(*)::int as count from (
      select from ${text(sql, table)} where ${matches} limit ${COUNT_LIMIT + 1}) as counted`
  return counted!.count
}

const sumMatches = async (sql: Sql, { table, totals }: AnyNoun, matches: Fragment): Promise<object[]> =>
  totals
    ? sql`select ${text(sql, totals.select)} from ${text(sql, table)} where ${matches}
        group by ${text(sql, totals.by)} order by ${text(sql, totals.by)}`
    : []

/** The rows that were read, as the page that was asked for. */
export const toPage = <Row>(
  plan: Plan<Row>,
  read: readonly Row[],
  request: ListRequest<unknown, string>,
  overall: Pick<Page<Row>, 'count' | 'totals'>,
): Page<Row> => ({
  ...cut(read, request.page),
  cursorOf: (row) =>
    encodeCursor(
      plan.list,
      plan.keys.map((key) => keyValue(row, key)),
    ),
  ...overall,
})
