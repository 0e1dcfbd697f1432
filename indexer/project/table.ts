/**
 * Rows in bulk: one statement per table and batch, whatever the number of rows. Each column travels as one array.
 * Names of tables are unqualified: the search path decides, so that a replay can write into tables of its own.
 * Statements are not prepared: a plan made while a table was empty would go on to scan it when it is large.
 */
import type { Transaction } from '../../prisma/client.ts'

/** A value of a column. Integers and amounts may be bigints: no digit is lost. */
export type Cell = string | number | bigint | boolean | Date | null | readonly string[]

/** A table, or those of its columns that a statement writes; every table also has market_id. */
export interface Table<Column extends string> {
  readonly name: string
  /** Columns that name a row, beside market_id. */
  readonly key: readonly NoInfer<Column>[]
  /** SQL types of the columns. */
  readonly columns: Readonly<Record<Column, string>>
  /** Further columns, as SQL over the row `x` and the market `$1::int`. */
  readonly computed?: Readonly<Record<string, string>>
  /** Columns that a patch empties by an empty text, since its nulls leave a column as it is. */
  readonly clearable?: readonly NoInfer<Column>[]
}

/** A row of a table. */
export type Row<T> = T extends Table<infer Column> ? Readonly<Record<Column, Cell>> : never

/** Infers the columns of a table. */
export const table = <Column extends string>(description: Table<Column>): Table<Column> => description

/** Columns of a row that stands for the state after its last event. */
export const POSITION = { toid: 'bigint', event_index: 'int' } as const
/** Columns of a row that stands for one event. */
export const PLACE = { ...POSITION, ledger: 'int', closed_at: 'timestamptz', tx_hash: 'text' } as const

/** Adds rows that stand for an event; one that is there already stays. */
export const insertNew = async <C extends string>(
  tx: Transaction,
  into: Table<C>,
  marketId: number,
  rows: Row<Table<C>>[],
) => {
  if (rows.length > 0) await run(tx, `${insert(into)} on conflict do nothing`, into, marketId, rows)
}

/** Writes rows that stand for a state; one that is there already is replaced by a newer one only. */
export const upsertNewer = async <C extends string>(
  tx: Transaction,
  into: Table<C>,
  marketId: number,
  rows: Row<Table<C>>[],
) => {
  if (rows.length === 0) return
  const changes = namesOf(into).filter((name) => !into.key.includes(name as C))
  const statement = `${insert(into)}
    on conflict (${['market_id', ...into.key].join()}) do update
    set ${changes.map((name) => `${name} = excluded.${name}`).join()}
    where (excluded.toid, excluded.event_index) > (${into.name}.toid, ${into.name}.event_index)`
  await run(tx, statement, into, marketId, rows)
}

/** Changes rows that are there already, where the change is newer. */
export const updateNewer = <C extends string>(
  tx: Transaction,
  into: Table<C>,
  marketId: number,
  rows: Row<Table<C>>[],
) => change(tx, into, marketId, rows, (name) => `x.${name}`)

/** The same; a null leaves a column as it is, an empty text in a clearable one makes it null. */
export const patchNewer = <C extends string>(
  tx: Transaction,
  into: Table<C>,
  marketId: number,
  rows: Row<Table<C>>[],
) =>
  change(tx, into, marketId, rows, (name) => {
    const patched = `coalesce(x.${name}, t.${name})`
    return into.clearable?.includes(name as C) ? `nullif(${patched}, '')` : patched
  })

const change = async <C extends string>(
  tx: Transaction,
  into: Table<C>,
  marketId: number,
  rows: Row<Table<C>>[],
  setTo: (name: string) => string,
) => {
  if (rows.length === 0) return
  const changes = Object.keys(into.columns).filter((name) => !into.key.includes(name as C))
  const statement = `update ${into.name} t
    set ${changes.map((name) => `${name} = ${setTo(name)}`).join()}
    from ${source(into)}
    where t.market_id = $1::int ${into.key.map((name) => `and t.${name} = x.${name}`).join(' ')}
      and (x.toid, x.event_index) > (t.toid, t.event_index)`
  await run(tx, statement, into, marketId, rows)
}

const namesOf = (into: Table<string>) => [...Object.keys(into.columns), ...Object.keys(into.computed ?? {})]

const insert = (into: Table<string>): string => {
  const values = Object.entries(into.columns).map(([name, type]) => (isList(type) ? `x.${name}::${type}` : `x.${name}`))
  return `insert into ${into.name} (${['market_id', ...namesOf(into)].join()})
    select ${['$1::int', ...values, ...Object.values(into.computed ?? {})].join()} from ${source(into)}`
}

/** The rows as a relation `x`. Lists travel as text: an array of lists of different lengths is none. */
const source = (into: Table<string>): string => {
  const arrays = Object.values(into.columns).map(
    (type, index) => `$${index + 2}::text::${isList(type) ? 'text' : type}[]`,
  )
  return `unnest(${arrays.join()}) as x(${Object.keys(into.columns).join()})`
}

const isList = (type: string) => type.endsWith('[]')

const run = async (
  tx: Transaction,
  statement: string,
  into: Table<string>,
  marketId: number,
  rows: readonly Row<Table<string>>[],
) => {
  const columns = Object.keys(into.columns).map((name) => arrayText(rows.map((row) => row[name]!)))
  await tx.unsafe(statement, [marketId, ...columns])
}

/** An array as PostgreSQL writes one. */
const arrayText = (cells: readonly Cell[]): string => `{${cells.map(cellText).join()}}`

const cellText = (cell: Cell): string => {
  if (cell === null) return 'NULL'
  if (typeof cell === 'string') return quoted(cell)
  if (cell instanceof Date) return quoted(cell.toISOString())
  return typeof cell === 'object' ? quoted(arrayText(cell)) : String(cell)
}

const quoted = (text: string): string => `"${/["\\]/.test(text) ? text.replace(/["\\]/g, '\\$&') : text}"`
