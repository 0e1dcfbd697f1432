/**
 * Fresh tables that are like the live ones in everything: columns, checks, names of indexes and constraints, grants,
 * comments. Names are unique per schema, so the copies have the names of the originals from the beginning.
 */
import type { Sql, Transaction } from '../../prisma/client.ts'

/** Schema of the tables that the world reads. */
export const LIVE = 'public'
/** Schema in which a replay builds. */
export const FRESH = 'replay'

/** The statement that makes an index or a constraint on the copy. */
interface Extra {
  readonly statement: string
  /**
   * Whether writing needs it: the key of rows that stand for a state, which are written again and again. A row that
   * stands for an event is written once; its key can come late, and then also proves that it was.
   */
  readonly early: boolean
}

/**
 * Drops what an interrupted replay left, and creates the tables. Indexes that writing does not need come at the end,
 * because building one over all rows is cheaper than keeping it row by row.
 */
export const createFresh = async (sql: Sql, tables: readonly string[]): Promise<void> => {
  await sql`drop schema if exists ${sql(FRESH)} cascade`
  await sql`create schema ${sql(FRESH)}`
  for (const table of tables) {
    await sql`
      create table ${sql(FRESH)}.${sql(table)} (
        like ${sql(LIVE)}.${sql(table)}
        including defaults including generated including constraints including comments including storage
      )`
    for (const { statement } of (await extrasOf(sql, table)).filter(({ early }) => early)) await sql.unsafe(statement)
  }
}

/**
 * Adds what the fresh tables still lack: indexes, grants, the table's comment, statistics for the planner.
 * @param connections as many tables are finished at once
 */
export const finishFresh = async (connections: readonly Sql[], tables: readonly string[]): Promise<void> => {
  const rest = [...tables]
  const finishAll = async (sql: Sql) => {
    for (let table = rest.shift(); table !== undefined; table = rest.shift()) await finish(sql, table)
  }
  await Promise.all(connections.map(finishAll))
}

const finish = async (sql: Sql, table: string): Promise<void> => {
  for (const { statement } of (await extrasOf(sql, table)).filter(({ early }) => !early)) await sql.unsafe(statement)
  for (const statement of await grantsOf(sql, table)) await sql.unsafe(statement)
  await sql`analyze ${sql(FRESH)}.${sql(table)}`
}

/** Puts the fresh tables in the place of the live ones; the live ones are gone when the transaction commits. */
export const swapIn = async (transaction: Transaction, tables: readonly string[]): Promise<void> => {
  for (const table of tables) {
    await transaction`drop table ${transaction(LIVE)}.${transaction(table)}`
    await transaction`alter table ${transaction(FRESH)}.${transaction(table)} set schema ${transaction(LIVE)}`
  }
  await transaction`drop schema ${transaction(FRESH)} cascade`
}

/** Forgets the fresh tables. */
export const dropFresh = async (sql: Sql): Promise<void> => {
  await sql`drop schema if exists ${sql(FRESH)} cascade`
}

/** Indexes and unique constraints of a live table, as statements for its copy; exclusive of foreign keys: there are none. */
const extrasOf = (sql: Sql, table: string): Promise<Extra[]> =>
  sql<Extra[]>`
    select
      case when con.oid is null
        then replace(pg_get_indexdef(i.indexrelid), format(' ON %I.', ${LIVE}::text), format(' ON %I.', ${FRESH}::text))
        else format('alter table %I.%I add constraint %I %s', ${FRESH}::text, ${table}::text, con.conname,
          pg_get_constraintdef(con.oid))
      end as statement,
      coalesce(con.contype = 'p', false) and not exists (
        select from pg_attribute where attrelid = i.indrelid and attnum = any(i.indkey) and attname = 'event_index'
      ) as early
    from pg_index i
    left join pg_constraint con on con.conindid = i.indexrelid and con.contype in ('p', 'u', 'x')
    where i.indrelid = format('%I.%I', ${LIVE}::text, ${table}::text)::regclass
    order by con.contype is null, i.indexrelid`

const grantsOf = async (sql: Sql, table: string): Promise<string[]> => {
  const rows = await sql<{ statement: string }[]>`
    select format('grant %s on %I.%I to %s', acl.privilege_type, ${FRESH}::text, ${table}::text,
      case acl.grantee when 0 then 'public' else quote_ident(pg_get_userbyid(acl.grantee)) end) as statement
    from pg_class c, aclexplode(c.relacl) acl
    where c.oid = format('%I.%I', ${LIVE}::text, ${table}::text)::regclass
    union all
    select format('comment on table %I.%I is %L', ${FRESH}::text, ${table}::text, obj_description(c.oid, 'pg_class'))
    from pg_class c
    where c.oid = format('%I.%I', ${LIVE}::text, ${table}::text)::regclass and obj_description(c.oid, 'pg_class') is not null`
  return rows.map(({ statement }) => statement)
}
