/**
 * Lists that belong to rows of another list (the buckets of each provider of a page): all of them in one statement.
 * `lateral` runs the list once per parent inside the database, each time from the index.
 */
import type { Sql } from '../../prisma/client.ts'
import { commas, every, type Fragment, text } from './fragment.ts'
import { planList, toPage } from './list.ts'
import type { MarketState } from './market.ts'
import type { Key, ListRequest, Noun } from './noun.ts'
import { COUNT_LIMIT, type Page } from './page.ts'
import { allColumns, columnsFor } from './selection.ts'

/** Which columns of a list hold the key of the parent; the first is always the market. */
export type Relation<Row> = readonly Key<Row>[]
export type ParentKey = readonly (string | number)[]

interface Read<Row> {
  readonly parent: number
  readonly rank: number
  readonly row: Row
}

/** The page of each parent, in the order of the parents. All parents are of one market. */
export const readRelated = async <Row, Filter, Order extends string>(
  sql: Sql,
  noun: Noun<Row, Filter, Order>,
  relation: Relation<Row>,
  parents: readonly ParentKey[],
  market: MarketState,
  request: ListRequest<Filter, Order>,
  fields?: ReadonlySet<string>,
): Promise<Page<Row>[]> => {
  const columns = fields ? columnsFor(noun as never, fields, request.order) : allColumns(noun as never)
  const plan = planList(sql, noun, market, request)
  const ofParent = ownedBy(sql, noun, relation)
  const rows = await sql<(Row & Omit<Read<Row>, 'row'>)[]>`
    select parents.parent::int as parent, listed.* from ${parentTable(sql, relation, parents)}
    cross join lateral (
      select ${text(sql, columns)}, row_number() over (order by ${plan.orderBy})::int as rank
      from ${text(sql, noun.table)}
      where ${every(sql, [ofParent, ...plan.fromCursor])} order by ${plan.orderBy} limit ${plan.limit}) as listed
    order by parents.parent, listed.rank`
  const byParent = Map.groupBy(rows as readonly (Row & { parent: number })[], (row) => row.parent)
  const once = <T>(read: () => Promise<T[]>) => {
    let reading: Promise<T[]> | undefined
    return async (at: number): Promise<T> => {
      reading ??= read()
      return (await reading)[at]!
    }
  }
  const counts = once(() => countRelated(sql, noun, relation, parents, plan.where))
  const totals = once(() => sumRelated(sql, noun, relation, parents, plan.where))
  return parents.map((_, at) =>
    toPage(plan, byParent.get(at + 1) ?? [], request, { count: () => counts(at), totals: () => totals(at) }),
  )
}

/** The sums of each parent. */
const sumRelated = async <Row, Filter, Order extends string>(
  sql: Sql,
  noun: Noun<Row, Filter, Order>,
  relation: Relation<Row>,
  parents: readonly ParentKey[],
  where: readonly Fragment[],
): Promise<object[][]> => {
  const { totals } = noun
  if (!totals) return parents.map(() => [])
  const rows = await sql<{ parent: number }[]>`
    select parents.parent::int as parent, summed.* from ${parentTable(sql, relation, parents)}
    cross join lateral (
      select ${text(sql, totals.select)} from ${text(sql, noun.table)}
      where ${every(sql, [ownedBy(sql, noun, relation), ...where])} group by ${text(sql, totals.by)}) as summed
    order by parents.parent, ${text(sql, totals.by.replaceAll(`${noun.table}.`, 'summed.'))}`
  const byParent = Map.groupBy(rows as readonly { parent: number }[], (row) => row.parent)
  return parents.map((_, at) => byParent.get(at + 1) ?? [])
}

const countRelated = async <Row, Filter, Order extends string>(
  sql: Sql,
  noun: Noun<Row, Filter, Order>,
  relation: Relation<Row>,
  parents: readonly ParentKey[],
  where: readonly Fragment[],
): Promise<number[]> => {
  const rows = await sql<{ count: number }[]>`
    select counted.count from ${parentTable(sql, relation, parents)}
    cross join lateral (
      select count(*)::int as count from (
        select from ${text(sql, noun.table)}
        where ${every(sql, [ownedBy(sql, noun, relation), ...where])} limit ${COUNT_LIMIT + 1}) as bounded) as counted
    order by parents.parent`
  return rows.map((row) => row.count)
}

/** The keys of the parents as a table `parents(key0, key1, …, parent)`, numbered from 1. */
export const parentTable = <Row>(sql: Sql, relation: Relation<Row>, parents: readonly ParentKey[]): Fragment => {
  const arrays = commas(
    sql,
    relation.map((key, at) => sql`${parents.map((parent) => parent[at]!) as string[]}::${text(sql, key.type)}[]`),
  )
  const names = relation.map((_, at) => `key${at}`).join(', ')
  return sql`unnest(${arrays}) with ordinality as ${text(sql, `parents(${names}, parent)`)}`
}

const ownedBy = <Row>(sql: Sql, noun: Noun<Row, never, never>, relation: Relation<Row>): Fragment =>
  text(sql, relation.map((key, at) => `${noun.table}.${noun.columns[key.property]} = parents.key${at}`).join(' and '))
