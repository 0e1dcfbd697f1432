/**
 * What clients are told when something fails. An error with a code is meant for them; anything else is masked:
 * the client gets INTERNAL and nothing of the inside, the log gets the whole of it.
 */
import { GraphQLError } from 'graphql'
import { ReadError } from '../reads/read-error.ts'
import { REFUSAL_CODES, TransactionRefused } from '../transactions/refusal.ts'

/** Codes in `extensions.code`, and what the caller should do. */
export const ERROR_CODES = {
  BAD_INPUT: 'Change the argument that the message names.',
  BAD_CURSOR: 'Start the list again without the cursor, or use the order and market it came from.',
  BAD_ID: 'Use an id that this API gave.',
  UNKNOWN_MARKET: 'Name one of the markets that the message lists.',
  NO_MARKET: 'Nothing is indexed yet: start the indexer.',
  PAGE_TOO_LARGE: 'Ask for fewer items and follow the cursor.',
  QUERY_TOO_DEEP: 'Nest less, or ask in two queries.',
  QUERY_TOO_COSTLY: 'Ask for smaller pages or fewer fields.',
  TOO_MANY_ALIASES: 'Use fewer aliases in one query.',
  TOO_MANY_TOKENS: 'Send a shorter query.',
  TOO_SLOW: 'Subscribe again after the last cursor, and read faster.',
  TIMEOUT: 'Narrow the filter; the database took too long.',
  UNAVAILABLE: 'Try again in a moment.',
  INTERNAL: 'A mistake of the server: report it.',
  ...REFUSAL_CODES,
} as const

export type ErrorCode = keyof typeof ERROR_CODES

/** An error for the client: what is wrong with which value, and (by its code) what to do. */
export const clientError = (code: ErrorCode | (string & {}), message: string, extensions?: Record<string, unknown>) =>
  new GraphQLError(message, { extensions: { ...extensions, code } })

/** SQLSTATE and socket codes that say more than "internal". Source: PostgreSQL, appendix A. */
const DATABASE_FAILURES: Record<string, readonly [ErrorCode, string]> = {
  '22021': ['BAD_INPUT', 'A text holds a character that no stored text can hold (NUL).'],
  '57014': ['TIMEOUT', 'The database took too long for this query.'],
  '53300': ['UNAVAILABLE', 'The database has no connection free.'],
  '57P01': ['UNAVAILABLE', 'The database is restarting.'],
  '57P03': ['UNAVAILABLE', 'The database is starting.'],
  ECONNREFUSED: ['UNAVAILABLE', 'The database cannot be reached.'],
  CONNECTION_CLOSED: ['UNAVAILABLE', 'The connection to the database was closed.'],
  CONNECTION_ENDED: ['UNAVAILABLE', 'The API is shutting down.'],
  CONNECT_TIMEOUT: ['UNAVAILABLE', 'The database cannot be reached.'],
}

/** By name, because a tool may load the package twice (as module and as script), each with a class of its own. */
const isGraphQLError = (error: unknown): error is GraphQLError =>
  error instanceof Error && error.name === 'GraphQLError'

/** What of an error a client may see. The same error comes back where nothing is hidden. */
export const maskError = (error: unknown): GraphQLError => {
  const graphqlError = isGraphQLError(error) ? error : undefined
  const cause = graphqlError?.originalError ?? (graphqlError ? undefined : error)
  if (graphqlError && (cause === undefined || isGraphQLError(cause))) return withCode(graphqlError)
  if (cause instanceof ReadError) return placed(graphqlError, cause.code, cause.message)
  if (cause instanceof TransactionRefused) return placed(graphqlError, cause.code, cause.message, cause.details)
  const known = DATABASE_FAILURES[String((cause as { code?: unknown } | undefined)?.code)]
  return known
    ? placed(graphqlError, ...known)
    : placed(graphqlError, 'INTERNAL', 'Something went wrong in the server.')
}

const OPERATORS_CONCERN: readonly unknown[] = [
  'INTERNAL',
  'UNAVAILABLE',
  'TIMEOUT',
  'RPC_UNAVAILABLE',
  'RPC_REFUSED',
] satisfies ErrorCode[]

/** `maskError` that tells `onFailure` the whole of what an operator should know of. */
export const createErrorMask =
  (onFailure: (error: unknown) => void) =>
  (error: unknown): GraphQLError => {
    const masked = maskError(error)
    if (OPERATORS_CONCERN.includes(masked.extensions.code)) onFailure((error as GraphQLError).originalError ?? error)
    return masked
  }

/** GraphQL's own errors (syntax, unknown field, wrong type) are the client's to fix. */
const withCode = (error: GraphQLError) =>
  error.extensions.code ? error : placed(error, 'BAD_INPUT', error.message, error.extensions)

const placed = (at: GraphQLError | undefined, code: ErrorCode, message: string, extensions = {}) =>
  new GraphQLError(message, {
    nodes: at?.nodes ?? null,
    source: at?.source ?? null,
    positions: at?.positions ?? null,
    path: at?.path ?? null,
    extensions: { ...extensions, code },
  })
