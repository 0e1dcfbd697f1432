/** Everything the API can ask the database, for one request. */
import type { Sql } from '../../prisma/client.ts'

export interface Reads {
  readonly sql: Sql
}
