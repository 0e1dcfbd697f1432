/** Rows by their identity, many in one statement. */
import type { Sql } from '../../prisma/client.ts'
import { text } from './fragment.ts'
import type { Noun } from './noun.ts'
import { type ParentKey, parentTable } from './related.ts'
import { allColumns } from './selection.ts'

/** The row of each key, in the order of the keys; null where there is none. */
export const readByKey = async <Row>(
  sql: Sql,
  noun: Noun<Row, never, never>,
  keys: readonly ParentKey[],
): Promise<(Row | null)[]> => {
  const matches = noun.identity
    .map((key, at) => `${noun.table}.${noun.columns[key.property]} = parents.key${at}`)
    .join(' and ')
  const rows = await sql<(Row & object)[]>`
    select ${text(sql, allColumns(noun))} from ${parentTable(sql, noun.identity, keys)}
    join ${text(sql, noun.table)} on ${text(sql, matches)}`
  const found = new Map(rows.map((row) => [identityOf(noun, row as Row), row as Row]))
  return keys.map((key) => found.get(key.join('/')) ?? null)
}

/** The identity of a row as one text. */
export const identityOf = <Row>(noun: Noun<Row, never, never>, row: Row): string =>
  noun.identity.map((key) => String(row[key.property])).join('/')
