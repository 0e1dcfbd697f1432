/** One page of a list: what is asked for, and what is given. */
import { ReadError } from './read-error.ts'

export const MAX_PAGE = 100
export const DEFAULT_PAGE = 20
/** A list is counted up to this; one more means "more than". */
export const COUNT_LIMIT = 10_000

/** As in Relay: the first items after a cursor, or the last ones before it. */
export interface PageRequest {
  readonly first?: number | null | undefined
  readonly after?: string | null | undefined
  readonly last?: number | null | undefined
  readonly before?: string | null | undefined
}

export interface Page<Row> {
  readonly rows: readonly Row[]
  readonly hasNextPage: boolean
  readonly hasPreviousPage: boolean
  cursorOf(row: Row): string
  /** Matches of the filter, counted up to COUNT_LIMIT + 1; a statement of its own. */
  count(): Promise<number>
  /** Sums over all matches of the filter, where the noun has some; a statement of its own. */
  totals(): Promise<readonly object[]>
}

/** Items on the page and whether they are taken from the end. */
export const sizeOf = ({ first, last }: PageRequest): { size: number; fromEnd: boolean } => {
  if (first != null && last != null)
    throw new ReadError('BAD_INPUT', '`first` and `last` were both given; a page has one of them.')
  const size = first ?? last ?? DEFAULT_PAGE
  if (size < 0) throw new ReadError('BAD_INPUT', `A page of ${size} items cannot be; ask for 0 to ${MAX_PAGE}.`)
  if (size > MAX_PAGE)
    throw new ReadError('PAGE_TOO_LARGE', `A page has ${MAX_PAGE} items at most; ${size} were asked for.`)
  return { size, fromEnd: last != null }
}

/** Cuts what was read (one row more than the page, nearest first) to the page, in list order. */
export const cut = <Row>(read: readonly Row[], request: PageRequest) => {
  const { size, fromEnd } = sizeOf(request)
  const more = read.length > size
  const rows = more ? read.slice(0, size) : [...read]
  if (!fromEnd) return { rows, hasNextPage: more, hasPreviousPage: request.after != null }
  return { rows: rows.reverse(), hasNextPage: request.before != null, hasPreviousPage: more }
}
