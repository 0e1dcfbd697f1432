/**
 * The only place that constructs database clients.
 * By key through Prisma; anything with a filter, an order, a sum or a bulk through SQL.
 * No value loses precision: int8 is a bigint, numeric a string (in Prisma a Decimal: take `.toFixed()`).
 */
import { PrismaPg } from '@prisma/adapter-pg'
import postgres from 'postgres'
import { asReader, withSettings } from './address.ts'
import { PrismaClient } from './generated/client/client.ts'

/** A `postgres` client, or a transaction of one, whose int8 values are bigints. */
export type Sql = postgres.Sql<{ bigint: bigint }>
/** The connection inside `sql.begin`. */
export type Transaction = postgres.TransactionSql<{ bigint: bigint }>
export type { PrismaClient }

export interface ClientOptions {
  readonly url: string
  /** Connections at most. */
  readonly connections?: number
  /** Shown in pg_stat_activity. */
  readonly applicationName?: string
  /** True: a connection is not replaced from time to time, because a lock of its session hangs on it. */
  readonly keep?: boolean
  /** Told of each statement of an SQL client as it is sent: for tests that assert the statements. */
  readonly onStatement?: (text: string, parameters: readonly unknown[]) => void
}

export interface ReaderOptions extends ClientOptions {
  /** A statement that runs longer is cancelled (SQLSTATE 57014). */
  readonly statementTimeoutMs?: number
}

const CONNECTIONS = 10
const APPLICATION = 'flashindex'
const READER_STATEMENT_MS = 10_000

const readerUrl = ({ url, statementTimeoutMs }: ReaderOptions) =>
  withSettings(asReader(url), {
    statement_timeout: statementTimeoutMs ?? READER_STATEMENT_MS,
    default_transaction_read_only: 'on',
    idle_in_transaction_session_timeout: 2 * (statementTimeoutMs ?? READER_STATEMENT_MS),
  })

/** Only where it is asked for: with `debug` the driver also keeps a stack of every statement. */
const watched =
  (onStatement: NonNullable<ClientOptions['onStatement']>) =>
  (_connection: number, text: string, parameters: unknown[]) =>
    onStatement(text, parameters)

/** SQL with all rights of the address. End it with `end()`. */
export const openSql = (options: ClientOptions): Sql =>
  postgres(options.url, {
    max: options.connections ?? CONNECTIONS,
    ...(options.keep ? { max_lifetime: null } : {}),
    types: { bigint: postgres.BigInt },
    connection: { application_name: options.applicationName ?? APPLICATION },
    // "already exists, skipping" and the like are no news.
    onnotice: () => undefined,
    ...(options.onStatement ? { debug: watched(options.onStatement) } : {}),
  })

/** SQL that can only read, with a limit on the time of a statement. */
export const openReaderSql = (options: ReaderOptions): Sql => openSql({ ...options, url: readerUrl(options) })

/** Prisma with all rights of the address. End it with `$disconnect()`. */
export const openPrisma = ({ url, connections, applicationName }: ClientOptions): PrismaClient => {
  const config = {
    connectionString: url,
    max: connections ?? CONNECTIONS,
    application_name: applicationName ?? APPLICATION,
  }
  return new PrismaClient({ adapter: new PrismaPg(config) })
}

/** Prisma that can only read, with a limit on the time of a statement. */
export const openReaderPrisma = (options: ReaderOptions): PrismaClient =>
  openPrisma({ ...options, url: readerUrl(options) })
