/** Entries as rows, those of the hot archive among them. */
import type { StateEntry } from './state.ts'
import { bytes, type Row, type Values } from './store-columns.ts'

/** In the order of the columns of the insert statement. */
export const entryRow = ({ key, entry, liveUntil, ttlModified, evicted }: StateEntry): Values => [
  key,
  entry,
  liveUntil,
  ttlModified,
  evicted ? 1 : 0,
]

export const readEntry = (row: Row): StateEntry => ({
  key: bytes(row.key),
  entry: bytes(row.entry),
  liveUntil: Number(row.live_until),
  ttlModified: Number(row.ttl_modified),
  evicted: row.evicted === 1,
})
