/**
 * What one request may ask for. Cost counts fields, multiplied by the size of the pages they are in; cheap enough that a
 * frontend never meets it (a page of 100 buckets with providers and deals costs about 3,000), low enough that one request
 * cannot keep the database busy for long.
 */
import type { ComplexityErrorFn } from '@pothos/plugin-complexity'
import { clientError } from './errors.ts'

export const LIMITS = {
  /** Nesting of fields. */
  depth: 14,
  /** Fields times page sizes. */
  cost: 25_000,
  /** Items on a page. */
  pageSize: 100,
  /** Items on a page where the client names no size. */
  defaultPageSize: 20,
  /** Aliases in one query. */
  aliases: 30,
  /** Tokens of a query's text. */
  tokens: 2_000,
  /** Bytes of a request; a signed transaction has at most about 100 KiB. */
  bodyBytes: 512 * 1024,
} as const

/** Cost of a field that does nothing but read a property. */
export const FIELD_COST = 1
/** Cost of a field that starts a statement of its own. */
export const STATEMENT_COST = 10

/** Told to a client whose query is nested too deep or asks for too much at once. */
export const complexityError: ComplexityErrorFn = (kind, { depth, maxDepth, complexity, maxComplexity }) =>
  kind === 'Depth'
    ? clientError('QUERY_TOO_DEEP', `The query nests ${depth} fields; ${maxDepth} is the limit.`)
    : clientError(
        'QUERY_TOO_COSTLY',
        `The query costs ${complexity}; ${maxComplexity} is the limit. Ask for smaller pages.`,
      )
