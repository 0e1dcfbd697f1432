/**
 * Eviction: entries that expired leave the live state, temporary ones for good, persistent ones into the hot archive.
 * stellar-core finds them by reading its bucket list from a level on, so an entry must have sunk to that level first.
 * There are no buckets here: the ledger in which an entry would have sunk deep enough follows from that of its last write.
 */
import { isTemporary, keyText, ttlKey } from './keys.ts'
import { type Layer, lastModified, type StateEntry } from './state.ts'

/** Which entries are due in which ledger. It follows the state; nothing of it needs to be kept. */
export interface EvictionSchedule {
  /** Tells what a key holds now. */
  note(text: string, entry: StateEntry | null): void
  /** Those to look at when this ledger closes, in order; what is not evicted then is due again in the next. */
  due(sequence: number): StateEntry[]
  /** All over again. @param sequence the latest ledger */
  rebuild(level: number, sequence: number, entries: Iterable<StateEntry>): void
}

export const createEvictionSchedule = (): EvictionSchedule => {
  const planned = new Map<string, number>()
  const waiting = new Map<number, Map<string, StateEntry>>()
  let startingLevel = 1
  let now = 0
  const forget = (text: string): void => {
    const ledger = planned.get(text)
    if (ledger === undefined) return
    planned.delete(text)
    const others = waiting.get(ledger)!
    others.delete(text)
    if (others.size === 0) waiting.delete(ledger)
  }
  const plan = (text: string, entry: StateEntry, ledger: number): void => {
    const others = waiting.get(ledger) ?? new Map<string, StateEntry>()
    waiting.set(ledger, others.set(text, entry))
    planned.set(text, ledger)
  }
  const note = (text: string, entry: StateEntry | null): void => {
    forget(text)
    if (entry === null || entry.evicted || entry.liveUntil === 0) return
    const deep = sunkBy(startingLevel, lastModified(entry.entry))
    plan(text, entry, Math.max(entry.liveUntil + 1, deep, now + 1))
  }
  return {
    note,
    due(sequence) {
      now = sequence
      for (const [text, entry] of [...(waiting.get(sequence - 1) ?? [])]) {
        forget(text)
        plan(text, entry, sequence)
      }
      return [...(waiting.get(sequence)?.values() ?? [])].sort(byExpiry)
    },
    rebuild(level, sequence, entries) {
      startingLevel = level
      now = sequence
      planned.clear()
      waiting.clear()
      for (const entry of entries) note(keyText(entry.key), entry)
    },
  }
}

const byExpiry = (a: StateEntry, b: StateEntry): number => a.liveUntil - b.liveUntil || Buffer.compare(a.key, b.key)

/** Ledgers between two spills of a level. */
const half = (level: number): number => 2 * 4 ** level

/** The ledger in which an entry has reached a level: out of each above by its next spill, merged by the two after that. */
export const sunkBy = (level: number, written: number): number => {
  let ledger = written
  for (let above = 0; above < level; above++) {
    ledger = (Math.floor(ledger / half(above)) + 3) * half(above)
  }
  return ledger
}

/**
 * Evicts what is due and was not touched by this ledger.
 * @param limit most entries @returns LedgerKeys as LedgerCloseMeta lists them: what is gone, then what is archived
 */
export const evict = (layer: Layer, due: readonly StateEntry[], limit: number): Uint8Array[] => {
  const touched = due.length === 0 ? new Set<string>() : touchedBy(layer)
  const gone: Uint8Array[] = []
  const archived: Uint8Array[] = []
  for (const entry of due.filter(({ key }) => !touched.has(keyText(key))).slice(0, limit)) {
    if (isTemporary(entry.key)) {
      layer.remove(entry.key)
      gone.push(entry.key)
    } else {
      layer.evict(entry)
      archived.push(entry.key)
    }
    gone.push(ttlKey(entry.key))
  }
  return [...gone, ...archived]
}

const touchedBy = (layer: Layer): Set<string> =>
  new Set([...layer.changes()].map(({ before, after }) => keyText((after ?? before)!.key)))
