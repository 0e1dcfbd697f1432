/** What goes into the columns of the store and comes out of them. */
import type { SQLInputValue, SQLOutputValue } from 'node:sqlite'

export type Row = Record<string, SQLOutputValue>
export type Values = SQLInputValue[]

/** @throws Error when the column is no blob: the store is damaged */
export const bytes = (value: SQLOutputValue | undefined): Uint8Array => {
  if (value instanceof Uint8Array) return value
  throw new Error('the network store is damaged: a column that holds XDR does not hold bytes')
}
