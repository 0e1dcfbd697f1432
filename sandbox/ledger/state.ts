/**
 * Ledger entries in layers. The bottom holds the entries of the latest closed ledger; a ledger being closed, a
 * transaction and an operation each put a layer on top, which is committed into the one below or dropped.
 */
import { keyText } from './keys.ts'
import { readUint32, uint32 } from './xdr-bytes.ts'

/** An entry; never changed in place. */
export interface StateEntry {
  /** LedgerKey */
  readonly key: Uint8Array
  /** LedgerEntry. Written anew by every change, also by one that writes the same: identity tells a write. */
  readonly entry: Uint8Array
  /** Last ledger in which the entry is live; 0 for entries without a lifetime. */
  readonly liveUntil: number
  /** Ledger of the last change of `liveUntil`; 0 without a lifetime. */
  readonly ttlModified: number
  /** It expired long ago and lies in the hot archive: no part of the live state, until it is restored. */
  readonly evicted: boolean
}

/** Reading access. */
export interface Entries {
  get(text: string): StateEntry | undefined
  /** The ledger whose state this is, or which is being closed. */
  readonly sequence: number
}

export interface Layer extends Entries {
  /** Writes an entry, stamped with this ledger. Without `liveUntil` its lifetime stays. */
  put(key: Uint8Array, entry: Uint8Array, liveUntil?: number): void
  /** Sets the lifetime only; the entry must exist. */
  extend(key: Uint8Array, liveUntil: number): void
  remove(key: Uint8Array): void
  /** Moves an expired persistent entry into the hot archive. */
  evict(entry: StateEntry): void
  /** What this layer holds: null where it removed an entry. Each with the entry below, in the order of first touch. */
  changes(): Iterable<{ before: StateEntry | undefined; after: StateEntry | null }>
  /** Moves everything into the layer or state below. */
  commit(): void
}

/** What a layer can lie on. */
export interface Ground extends Entries {
  accept(text: string, entry: StateEntry | null): void
}

export const lastModified = (entry: Uint8Array): number => readUint32(entry, 0)

/** A LedgerEntry with its first field, lastModifiedLedgerSeq, set. */
export const stamped = (entry: Uint8Array, sequence: number): Uint8Array => {
  const copy = entry.slice()
  copy.set(uint32(sequence))
  return copy
}

export const createLayer = (ground: Ground, sequence = ground.sequence): Layer & Ground => {
  const held = new Map<string, StateEntry | null>()
  const get = (text: string): StateEntry | undefined => {
    const own = held.get(text)
    return own === undefined ? ground.get(text) : (own ?? undefined)
  }
  return {
    sequence,
    get,
    accept: (text, entry) => void held.set(text, entry),
    put(key, entry, liveUntil) {
      const text = keyText(key)
      const before = get(text)
      const until = liveUntil ?? before?.liveUntil ?? 0
      const ttlModified = until === before?.liveUntil ? before.ttlModified : until === 0 ? 0 : sequence
      held.set(text, { key, entry: stamped(entry, sequence), liveUntil: until, ttlModified, evicted: false })
    },
    extend(key, liveUntil) {
      const text = keyText(key)
      const before = get(text)
      if (before === undefined) throw new Error(`no entry whose lifetime could be extended: ${text}`)
      held.set(text, { ...before, liveUntil, ttlModified: sequence })
    },
    remove: (key) => void held.set(keyText(key), null),
    evict: (entry) => void held.set(keyText(entry.key), { ...entry, evicted: true }),
    *changes() {
      for (const [text, after] of held) {
        const before = ground.get(text)
        if (before !== undefined || after !== null) yield { before, after }
      }
    },
    commit() {
      for (const [text, entry] of held) ground.accept(text, entry)
      held.clear()
    },
  }
}

/** The state of the latest closed ledger. */
export const createState = (): Ground & { sequence: number; all(): Iterable<StateEntry> } => {
  const entries = new Map<string, StateEntry>()
  return {
    sequence: 0,
    get: (text) => entries.get(text),
    accept: (text, entry) => void (entry === null ? entries.delete(text) : entries.set(text, entry)),
    all: () => entries.values(),
  }
}
