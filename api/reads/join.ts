/** Rows that a list leads to (the provider of each bucket), read in the list's own statement. */
import type { Sql } from '../../prisma/client.ts'
import { type Fragment, text } from './fragment.ts'

/** What a join needs to know of a noun. */
export interface Joinable {
  readonly table: string
  readonly columns: Readonly<Record<string, string>>
  readonly identity: readonly { readonly property: string }[]
}

/** A noun that each row leads to one of, at most. */
export interface Join {
  readonly noun: Joinable
  /** The condition, of this source only. */
  readonly on: string
}

interface Parts {
  /** `provider.address as "provider.address"`, … */
  readonly selection: string
  /** Name in the joined row and property, of each column. */
  readonly names: readonly (readonly [name: string, property: string])[]
}

const known = new WeakMap<Joinable, Parts>()

const partsOf = (noun: Joinable): Parts => {
  const remembered = known.get(noun)
  if (remembered) return remembered
  const columns = Object.entries(noun.columns)
  const parts = {
    selection: columns.map(([property, column]) => `${noun.table}.${column} as "${noun.table}.${property}"`).join(', '),
    names: columns.map(([property]) => [`${noun.table}.${property}`, property] as const),
  }
  known.set(noun, parts)
  return parts
}

/** The joins of a noun that these fields ask for. */
export const joinsOf = (
  { joins = {} }: { readonly joins?: Readonly<Record<string, Join>> },
  fields: ReadonlySet<string>,
): Join[] => Object.entries(joins).flatMap(([field, join]) => (fields.has(field) ? [join] : []))

/** The columns of the joins, with a comma before each. */
export const joinedColumns = (sql: Sql, joins: readonly Join[]): Fragment =>
  text(sql, joins.map(({ noun }) => `, ${partsOf(noun).selection}`).join(''))

/** The joins themselves. */
export const joinedTables = (sql: Sql, joins: readonly Join[]): Fragment =>
  text(sql, joins.map(({ noun, on }) => ` left join ${noun.table} on ${on}`).join(''))

/** The rows of one joined noun, each once as often as it was joined; those that matched nothing are left out. */
export const joinedRows = (rows: readonly object[], { noun }: Join): Record<string, unknown>[] => {
  const { names } = partsOf(noun)
  const identity = `${noun.table}.${noun.identity[0]!.property}`
  return (rows as readonly Record<string, unknown>[])
    .filter((row) => row[identity] !== null)
    .map((row) => {
      const joined: Record<string, unknown> = {}
      for (const [name, property] of names) joined[property] = row[name]
      return joined
    })
}
