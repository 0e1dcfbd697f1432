/** A noun as the resolvers of one request read it: lists, lists of parents, and rows by key, batched where many ask. */
import DataLoader from 'dataloader'
import type { Sql } from '../../prisma/client.ts'
import { identityOf, readByKey } from './by-key.ts'
import type { Joinable } from './join.ts'
import { readPage } from './list.ts'
import type { MarketState, Markets } from './market.ts'
import type { ListRequest, Noun } from './noun.ts'
import type { Page } from './page.ts'
import { type ParentKey, type Relation, readRelated } from './related.ts'

export interface Reader<Row, Filter, Order extends string> {
  /** One page of the market's list: one statement, which reads what these fields need, and what they lead to. */
  list(market: MarketState, request: ListRequest<Filter, Order>, fields?: ReadonlySet<string>): Promise<Page<Row>>
  /** One page of the list of a parent (its key starts with the market's id): one statement for all that ask the same. */
  of(
    relation: Relation<Row>,
    parent: ParentKey,
    request: ListRequest<Filter, Order>,
    fields?: ReadonlySet<string>,
  ): Promise<Page<Row>>
  /** The row with this identity (which starts with the market's id): one statement for all that are asked for together. */
  load(key: ParentKey): Row | null | Promise<Row | null>
  /** Rows that were read with others: `load` has them without a statement, and without waiting. */
  know(rows: readonly Row[]): void
}

const textOf = (key: ParentKey) => key.join('/')

/** Filters hold bigints, which JSON does not know. */
const signature = (value: unknown) =>
  JSON.stringify(value, (_, part: unknown) => (typeof part === 'bigint' ? `${part}n` : part))

/**
 * Remembers within one request only: make a new one for each.
 * @param know hands rows that were joined to the reader of their noun
 */
export const createReader = <Row, Filter, Order extends string>(
  sql: Sql,
  noun: Noun<Row, Filter, Order>,
  markets: Markets,
  know: (noun: Joinable, rows: readonly object[]) => void,
): Reader<Row, Filter, Order> => {
  const byKey = new DataLoader<ParentKey, Row | null, string>(
    (keys) => readByKey(sql, noun as unknown as Noun<Row, never, never>, keys),
    { cacheKeyFn: textOf },
  )
  const ahead = new Map<string, Row>()
  const byParent = new Map<string, DataLoader<ParentKey, Page<Row>, string>>()
  return {
    list: (market, request, fields) =>
      readPage(sql, noun, market, request, fields, (join, rows) => know(join.noun, rows)),
    of: (relation, parent, request, fields) => {
      const market = markets.byId(Number(parent[0]))
      const asked = signature([relation.map((key) => key.property), market.id, request, fields && [...fields]])
      const loader =
        byParent.get(asked) ??
        new DataLoader<ParentKey, Page<Row>, string>(
          (parents) => readRelated(sql, noun, relation, parents, market, request, fields),
          { cacheKeyFn: textOf },
        )
      byParent.set(asked, loader)
      return loader.load(parent)
    },
    load: (key) => {
      const row = ahead.size > 0 ? ahead.get(textOf(key)) : undefined
      return row === undefined ? byKey.load(key) : row
    },
    know: (rows) => {
      for (const row of rows) ahead.set(identityOf(noun as unknown as Noun<Row, never, never>, row), row)
    },
  }
}
