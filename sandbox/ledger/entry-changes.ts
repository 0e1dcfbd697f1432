/** LedgerEntryChanges: what a layer changed, in the forms of stellar-core's TransactionMeta.cpp. */
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
    if (before === undefined) list.push(...created(after!))
    else if (after === null) list.push(...removed(before))
    else list.push(...updated(before, after, restores.get(keyText(after.key)), layer.sequence))
  }
  return list
}

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
  const ttl = ttlEntry(before.key, before.liveUntil, before.ttlModified)
  return [change(STATE, ttl), change(REMOVED, ttlKey(before.key)), ...entry]
}

const updated = (
  before: StateEntry,
  after: StateEntry,
  restore: { liveUntil: number } | undefined,
  sequence: number,
): Uint8Array[] => {
  const list: Uint8Array[] = []
  if (before.liveUntil !== after.liveUntil) list.push(...ttlUpdated(before, after, restore?.liveUntil, sequence))
  if (restore === undefined) {
    if (before.entry !== after.entry) list.push(change(STATE, before.entry), change(UPDATED, after.entry))
  } else if (before.entry === after.entry) {
    list.push(change(RESTORED, before.entry)) // RestoreFootprint leaves the entry itself alone
  } else {
    list.push(...restoredEntry(before.entry, after.entry, sequence))
  }
  return list
}

/** Rewritten by an automatic restore: one image when the value stayed, two when the call changed it. */
const restoredEntry = (before: Uint8Array, after: Uint8Array, sequence: number): Uint8Array[] => {
  const image = stamped(before, sequence)
  const unchanged = Buffer.compare(image, stamped(after, sequence)) === 0
  return unchanged ? [change(RESTORED, after)] : [change(RESTORED, image), change(UPDATED, after)]
}

const ttlUpdated = (
  before: StateEntry,
  after: StateEntry,
  restoredUntil: number | undefined,
  sequence: number,
): Uint8Array[] => {
  const image = ttlEntry(after.key, after.liveUntil, after.ttlModified)
  if (restoredUntil === undefined) {
    return [change(STATE, ttlEntry(before.key, before.liveUntil, before.ttlModified)), change(UPDATED, image)]
  }
  if (restoredUntil === after.liveUntil) return [change(RESTORED, image)]
  return [change(RESTORED, ttlEntry(before.key, before.liveUntil, sequence)), change(UPDATED, image)]
}

/** Whether the entry (not just its lifetime) was last written in this ledger. */
export const writtenIn = (entry: StateEntry, sequence: number): boolean => lastModified(entry.entry) === sequence
