/** Pieces of SQL. Values are always parameters; only names and texts of this source are written into statements. */
import type { Fragment } from 'postgres'
import type { Sql } from '../../prisma/client.ts'

export type { Fragment }

/** The conditions joined by `and`; `true` where there is none. */
export const every = (sql: Sql, conditions: readonly Fragment[]): Fragment => {
  const [first, ...rest] = conditions
  if (first === undefined) return sql`true`
  return sql`${[first, ...rest.map((condition) => sql` and ${condition}`)]}`
}

/** The pieces with commas between them. */
export const commas = (sql: Sql, pieces: readonly Fragment[]): Fragment =>
  sql`${pieces.map((piece, at) => (at === 0 ? piece : sql`, ${piece}`))}`

/** A piece of SQL written in this source: never put a value of a request into it. */
export const text = (sql: Sql, source: string): Fragment => sql.unsafe(source)

/** Whether a column of this source is one of these; a single one by `=`: then an index goes on with the order of the list. */
export const oneOf = (sql: Sql, column: string, list: readonly string[]): Fragment =>
  list.length === 1 ? sql`${text(sql, column)} = ${list[0]!}` : sql`${text(sql, column)} = any(${[...list]}::text[])`

/** Runs `make` for a value that was given; null and undefined mean "no condition". */
export const given = <T>(value: T | null | undefined, make: (value: T) => Fragment): Fragment[] =>
  value === null || value === undefined ? [] : [make(value)]

/** A pattern for `like` that finds the text anywhere, none of its characters special. */
export const containing = (search: string) => `%${search.replace(/[\\%_]/g, (special) => `\\${special}`)}%`
