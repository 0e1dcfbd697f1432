/**
 * Keyset cursors: the sort keys of one row, as base64url of JSON `[version, checksum, list, ...keys]`.
 * `list` names the table, the order and the market, so that a cursor of another list is told apart; the checksum
 * finds cursors that were changed. Neither is a secret: a cursor only says where to start, it grants nothing.
 */
import { ReadError } from './read-error.ts'

const VERSION = 1

/** How a sort key is written in a cursor and compared in SQL. */
export type KeyType = 'int4' | 'int8' | 'numeric' | 'text' | 'timestamptz'
export type KeyValue = string | number | bigint | Date

const SHAPE: Record<KeyType, RegExp> = {
  int4: /^-?\d{1,10}$/,
  int8: /^-?\d{1,19}$/,
  numeric: /^-?\d{1,39}$/,
  text: /^[^\0]*$/s,
  timestamptz: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/,
}

const textOf = (value: KeyValue) => (value instanceof Date ? value.toISOString() : String(value))

/** FNV-1a, 32 bits. */
const checksum = (content: string) => {
  let hash = 0x811c9dc5
  for (let at = 0; at < content.length; at++) hash = Math.imul(hash ^ content.charCodeAt(at), 0x01000193)
  return hash >>> 0
}

/** The cursor of a row with these sort keys in this list. */
export const encodeCursor = (list: string, keys: readonly KeyValue[]): string => {
  const content = [list, ...keys.map(textOf)]
  return Buffer.from(JSON.stringify([VERSION, checksum(content.join('\n')), ...content])).toString('base64url')
}

/**
 * The sort keys that a cursor holds, as texts for SQL.
 * @throws ReadError BAD_CURSOR when it was not made by `encodeCursor` for this list
 */
export const decodeCursor = (cursor: string, list: string, types: readonly KeyType[]): string[] => {
  const [version, sum, ...content] = parse(cursor)
  if (version !== VERSION || !content.every((part) => typeof part === 'string') || sum !== checksum(content.join('\n')))
    throw new ReadError('BAD_CURSOR', `"${cursor}" is no cursor of this API.`)
  const [from, ...keys] = content
  if (from !== list)
    throw new ReadError('BAD_CURSOR', `The cursor belongs to the list ${from}; it has no place in ${list}.`)
  if (keys.length !== types.length || !types.every((type, at) => SHAPE[type].test(keys[at]!)))
    throw new ReadError('BAD_CURSOR', `"${cursor}" is no cursor of this API.`)
  return keys
}

const parse = (cursor: string): unknown[] => {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))
    return Array.isArray(parsed) ? parsed : []
  } catch (cause) {
    throw new ReadError('BAD_CURSOR', `"${cursor}" is no cursor of this API.`, { cause })
  }
}
