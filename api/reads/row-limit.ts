/**
 * How many rows a list's statement asks for: one more than the page, to know whether the list goes on. Written as a
 * number, Postgres sees that few rows are wanted and plans the statement once for all requests (planning costs as much as
 * running it). As a parameter it plans each request anew, which is right where the best plan depends on the filter's values.
 */
import type { Sql } from '../../prisma/client.ts'
import { type Fragment, text } from './fragment.ts'
import type { ListRequest } from './noun.ts'

/** Numbers that are written out: each is a statement of its own. One more than the usual sizes of pages. */
const STEPS = [2, 6, 11, 21, 51, 101]

/** Whether every condition of the filter is on the very column that the list is sorted by; then one plan is best for all values. */
const isSteady = (steady: Readonly<Record<string, string>>, { filter, order }: ListRequest<unknown, string>): boolean =>
  Object.entries(filter as object).every(([name, value]) => value == null || steady[name] === order)

/** The limit for a page of `size` rows; it may be more than one more. */
export const rowLimit = (
  sql: Sql,
  { steady = {} }: { readonly steady?: Readonly<Record<string, string>> },
  request: ListRequest<unknown, string>,
  size: number,
): Fragment => {
  const step = STEPS.find((rows) => rows > size)
  return step !== undefined && isSteady(steady, request) ? text(sql, String(step)) : sql`${size + 1}`
}
