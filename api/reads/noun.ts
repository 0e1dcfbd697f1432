/** What every list of the API is made of: a table, its columns, its orders and its filter. */
import type { Sql } from '../../prisma/client.ts'
import type { KeyType, KeyValue } from './cursor.ts'
import type { Fragment } from './fragment.ts'
import type { Join } from './join.ts'
import type { MarketState } from './market.ts'
import type { PageRequest } from './page.ts'

/** A column that rows are sorted or found by. */
export interface Key<Row> {
  readonly property: keyof Row & string
  readonly type: KeyType
}

export interface Noun<Row, Filter, Order extends string> {
  readonly table: string
  /** Property of the row → column of the table; each row has all of them. */
  readonly columns: Record<keyof Row & string, string>
  /** Finds one row; starts with the market. */
  readonly identity: readonly Key<Row>[]
  /** The keys of each order, before the tail. */
  readonly orders: Record<Order, readonly Key<Row>[]>
  /** Makes every order total: unique within a market. */
  readonly tail: readonly Key<Row>[]
  conditions(sql: Sql, filter: Filter, market: MarketState): Fragment[]
  /** What its rows lead to, by the name of the field that does. */
  readonly joins?: Readonly<Record<string, Join>>
  /** Conditions that are on the column of an order: filter → order. */
  readonly steady?: Readonly<Record<string, string>>
  /** Sums over a filter: the columns of each sum, and what they are grouped by. */
  readonly totals?: { readonly select: string; readonly by: string }
  /** Properties that a field needs, where it is not a property of the same name; with it, lists read only what is asked for. */
  readonly needs?: Readonly<Record<string, readonly (keyof Row & string)[]>>
}

/** One list: the filter, the order and the page that were asked for. */
export interface ListRequest<Filter, Order extends string> {
  readonly filter: Filter
  readonly order: Order
  readonly descending: boolean
  readonly page: PageRequest
}

/** The value of a key in a row. */
export const keyValue = <Row>(row: Row, key: Key<Row>): KeyValue => row[key.property] as KeyValue
