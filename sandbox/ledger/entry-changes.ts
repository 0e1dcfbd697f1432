/** LedgerEntryChanges: what a layer changed, in the forms of stellar-core's TransactionMeta.cpp. */
import { sameBytes } from './hash.ts'
import { keyText, ttlHash, ttlKey } from './keys.ts'
import { type Layer, lastModified, type StateEntry, stamped } from './state.ts'
import { array, concat, uint32 } from './xdr-bytes.ts'

const CREATED = 0
const UPDATED = 1
const REMOVED = 2
const STATE = 3
const RESTORED = 4
const TTL = 9

/** An entry that was archived and is restored in this operation, as it was before. */
export type Restores = ReadonlyMap<string, { before: StateEntry; liveUntil: number }>

const NOTHING_RESTORED: Restores = new Map()

const change = (form: number, body: Uint8Array): Uint8Array => concat([uint32(form), body])

/** LedgerEntry of a TTL entry. */
const ttlEntry = (key: Uint8Array, liveUntil: number, modified: number): Uint8Array =>
  concat([uint32(modified), uint32(TTL), ttlHash(key), uint32(liveUntil), uint32(0)])

/** @returns LedgerEntryChange each; `restores` turns the images of restored entries into RESTORED. */
export const entryChanges = (layer: Layer, restores = NOTHING_RESTORED): Uint8Array[] => {
  const list: Uint8Array[] = []
  for (const { before, after } of layer.changes()) {
    const restore = restores.get(keyText((after ?? before)!.key))
    const [from, to] = [live(before), live(after)]
    if (before !== undefined && restore !== undefined) list.push(...restored(before, after, restore, layer.sequence))
    else if (from === null && to !== null) list.push(...created(to))
    else if (from !== null && to === null) list.push(...removed(from))
    else if (from !== null && to !== null) list.push(...updated(from, to))
  }
  return list
}

/** What lies in the hot archive is not there for the live state: evicting removes, restoring creates. */
const live = (entry: StateEntry | null | undefined): StateEntry | null =>
  entry === undefined || entry === null || entry.evicted ? null : entry

/** LedgerEntryChanges */
export const encodeChanges = (changes: readonly Uint8Array[]): Uint8Array => array(changes)

const created = (after: StateEntry): Uint8Array[] => {
  const entry = change(CREATED, after.entry)
  if (after.liveUntil === 0) return [entry]
  return [change(CREATED, ttlEntry(after.key, after.liveUntil, after.ttlModified)), entry]
}

const removed = (before: StateEntry): Uint8Array[] => {
  const entry = [change(STATE, before.entry), change(REMOVED, before.key)]
  if (before.liveUntil === 0) return entry
  return [change(STATE, ttlImage(before)), change(REMOVED, ttlKey(before.key)), ...entry]
}

const updated = (before: StateEntry, after: StateEntry): Uint8Array[] => {
  const list: Uint8Array[] = []
  if (before.liveUntil !== after.liveUntil) {
    list.push(change(STATE, ttlImage(before)), change(UPDATED, ttlImage(after)))
  }
  if (before.entry !== after.entry) list.push(change(STATE, before.entry), change(UPDATED, after.entry))
  return list
}

const ttlImage = ({ key, liveUntil, ttlModified }: StateEntry): Uint8Array => ttlEntry(key, liveUntil, ttlModified)

/** First the entry as it comes back, then what the call made of it. */
const restored = (
  before: StateEntry,
  after: StateEntry | null,
  restore: { liveUntil: number },
  sequence: number,
): Uint8Array[] => {
  // From the hot archive the lifetime comes back as the new one; of an entry that never left, as it was.
  const ttl = ttlEntry(before.key, before.evicted ? restore.liveUntil : before.liveUntil, sequence)
  const entry = stamped(before.entry, sequence)
  if (after === null) {
    const ttlGone = [change(RESTORED, ttl), change(REMOVED, ttlKey(before.key))]
    return [...ttlGone, change(RESTORED, entry), change(REMOVED, before.key)]
  }
  const isLonger = after.liveUntil !== restore.liveUntil
  const lifetime = isLonger
    ? [change(RESTORED, ttl), change(UPDATED, ttlImage(after))]
    : [change(RESTORED, ttlImage(after))]
  // RestoreFootprint leaves an entry that never left alone; everything else writes it anew.
  const isSame = after.entry === before.entry || sameBytes(entry, after.entry)
  return isSame
    ? [...lifetime, change(RESTORED, after.entry)]
    : [...lifetime, change(RESTORED, entry), change(UPDATED, after.entry)]
}

/** Whether the entry (not just its lifetime) was last written in this ledger. */
export const writtenIn = (entry: StateEntry, sequence: number): boolean => lastModified(entry.entry) === sequence
