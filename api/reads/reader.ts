/** A noun as the resolvers of one request read it: lists, lists of parents, and rows by key, batched where many ask. */
import DataLoader from 'dataloader'
import type { Sql } from '../../prisma/client.ts'
import { readByKey } from './by-key.ts'
import { readPage } from './list.ts'
import type { MarketState } from './market.ts'
import type { ListRequest, Noun } from './noun.ts'
import type { Page } from './page.ts'
import { type ParentKey, type Relation, readRelated } from './related.ts'

export interface Reader<Row, Filter, Order extends string> {
  /** One page of the market's list: one statement. */
  list(market: MarketState, request: ListRequest<Filter, Order>): Promise<Page<Row>>
  /** One page of the list of a parent: one statement for all parents that ask the same. */
  of(
    relation: Relation<Row>,
    parent: ParentKey,
    market: MarketState,
    request: ListRequest<Filter, Order>,
  ): Promise<Page<Row>>
  /** The row with this identity (which starts with the market's id): one statement for all that are asked for together. */
  load(key: ParentKey): Row | null | Promise<Row | null>
  /** Reads these rows now, in one statement, so that `load` has them without waiting. */
  readAhead(keys: readonly ParentKey[]): Promise<void>
}

const textOf = (key: ParentKey) => key.join('/')

/** Filters hold bigints, which JSON does not know. */
const signature = (value: unknown) =>
  JSON.stringify(value, (_, part: unknown) => (typeof part === 'bigint' ? `${part}n` : part))

/** Remembers within one request only: make a new one for each. */
export const createReader = <Row, Filter, Order extends string>(
  sql: Sql,
  noun: Noun<Row, Filter, Order>,
): Reader<Row, Filter, Order> => {
  const byKey = new DataLoader<ParentKey, Row | null, string>(
    (keys) => readByKey(sql, noun as unknown as Noun<Row, never, never>, keys),
    { cacheKeyFn: textOf },
  )
  const ahead = new Map<string, Row | null>()
  const byParent = new Map<string, DataLoader<ParentKey, Page<Row>, string>>()
  return {
    list: (market, request) => readPage(sql, noun, market, request),
    of: (relation, parent, market, request) => {
      const asked = signature([relation.map((key) => key.property), market.id, request])
      const loader =
        byParent.get(asked) ??
        new DataLoader<ParentKey, Page<Row>, string>(
          (parents) => readRelated(sql, noun, relation, parents, market, request),
          { cacheKeyFn: textOf },
        )
      byParent.set(asked, loader)
      return loader.load(parent)
    },
    load: (key) => {
      const row = ahead.size > 0 ? ahead.get(textOf(key)) : undefined
      return row === undefined ? byKey.load(key) : row
    },
    readAhead: async (keys) => {
      const unread = new Map(
        keys.map((key) => [textOf(key), key]).filter(([text]) => !ahead.has(text as string)) as [string, ParentKey][],
      )
      const rows = await readByKey(sql, noun as unknown as Noun<Row, never, never>, [...unread.values()])
      for (const [at, text] of [...unread.keys()].entries()) ahead.set(text, rows[at]!)
    },
  }
}
