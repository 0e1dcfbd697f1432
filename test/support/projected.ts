/** Statements of events brought into a database the way of the indexer: as XDR through decode and project. */

import { loadContractSpec } from '../../contract/interface/spec.ts'
import { createDecoder } from '../../indexer/decode/decode-event.ts'
import type { Fact, Position, Statement } from '../../indexer/decode/fact.ts'
import { PROJECTION_TABLES, project } from '../../indexer/project/project.ts'
import type { Sql, Transaction } from '../../prisma/client.ts'
import { positionAt, rawEvent } from './event-xdr.ts'
import { contract } from './parties.ts'

export const CONTRACT = contract(77)

const spec = loadContractSpec()
const decode = createDecoder(spec)

/** Records a market for projections to belong to; gives its id. */
export const createMarket = async (sql: Sql, name = 'test'): Promise<number> => {
  const [row] = await sql<{ id: number }[]>`
    with n as (insert into network (passphrase, incarnation) values (${name}, 1) returning id)
    insert into market (network_id, contract_id, name, start_ledger) select id, ${CONTRACT}, ${name}, 2 from n returning id`
  return row!.id
}

/** One statement a ledger, from `ledger` on. */
export const factsOf = (statements: readonly Statement[], ledger = 10): Fact[] =>
  statements.map((statement, index) => factAt(statement, positionAt(ledger + index)))

/** A statement through XDR and back. */
export const factAt = (statement: Statement, position: Position): Fact => {
  const decoded = decode(rawEvent(spec, statement, position))
  if (decoded.outcome !== 'known') throw new Error(`${statement.event} is ${JSON.stringify(decoded)}`)
  return decoded.fact
}

/** Projects facts in one transaction. */
export const apply = (sql: Sql, marketId: number, facts: readonly Fact[]): Promise<void> =>
  sql.begin((tx) => project(tx, marketId, facts))

/** Every row of every projection of a market, in a fixed order. */
export const dump = async (sql: Sql | Transaction, marketId: number): Promise<Record<string, string[]>> => {
  const parts = PROJECTION_TABLES.map(
    (table) =>
      `select '${table}' as name, (to_jsonb(t) - 'market_id')::text as row from ${table} t where market_id = $1`,
  )
  const rows = await sql.unsafe<{ name: string; row: string }[]>(`${parts.join(' union all ')} order by 1, 2`, [
    marketId,
  ])
  const rowsOf = (table: string) => rows.filter(({ name }) => name === table).map(({ row }) => row)
  return Object.fromEntries(PROJECTION_TABLES.map((table) => [table, rowsOf(table)]))
}

/** Forgets all rows of a market. */
export const clear = async (sql: Sql, marketId: number) => {
  await sql.unsafe(PROJECTION_TABLES.map((table) => `delete from ${table} where market_id = ${marketId}`).join(';'))
}
