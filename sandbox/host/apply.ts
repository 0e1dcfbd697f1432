/** Applying an InvokeHostFunction operation with the resources it declares. Frames of `src/apply.rs`. */
import { encodeContext, type LedgerContext } from './context.ts'
import { concat, type Field, FrameReader, frame, u32 } from './frame.ts'
import type { SnapshotEntry } from './instance.ts'

export interface InvokeApplication {
  ledger: LedgerContext
  /** HostFunction XDR. */
  hostFunction: Uint8Array
  /** SorobanResources XDR. */
  resources: Uint8Array
  /** Indices into the read-write footprint of the entries that are restored on the way. */
  restored: readonly number[]
  /** AccountId XDR of the operation's source. */
  source: Uint8Array
  /** SorobanAuthorizationEntry XDR. */
  auth: readonly Uint8Array[]
  /**
   * One per footprint key, read-only ones first, each list in its order; null for a missing entry and for an expired
   * temporary one. An expired persistent entry may only be given when it is in `restored`, with its new lifetime.
   */
  entries: readonly (SnapshotEntry | null)[]
  /** 32 bytes: SHA-256(transaction set hash, u64be index of the transaction). */
  seed: Uint8Array
  diagnostics?: boolean
  /** Parses contracts anew, as for Wasm uploaded in the same ledger. Only tests want this. */
  withoutModuleCache?: boolean
}

/** What happened to one key of the footprint. Entries that did not change are listed too. */
export interface EntryChange {
  readOnly: boolean
  /** LedgerKey XDR. */
  key: Uint8Array
  /** LedgerEntry XDR with lastModifiedLedgerSeq as the host left it (0 when new); null: absent or read only. */
  entry: Uint8Array | null
  /** null for classic entries; equal numbers when the lifetime stayed. `from` is 0 for a new entry. */
  lifetime: { keyHash: Uint8Array; from: number; until: number } | null
}

interface Consumed {
  instructions: number
  memoryBytes: number
  /** DiagnosticEvent XDR; empty unless asked for. */
  diagnosticEvents: Uint8Array[]
}

/** The outcome of an invocation; only a successful one changes anything. */
export type InvokeOutcome =
  | (Consumed & {
      status: 'ok'
      /** ScVal XDR. */
      returnValue: Uint8Array
      /** ContractEvent XDR. */
      contractEvents: Uint8Array[]
      /** Stroops for the lifetimes and sizes in `changes`. */
      rentFee: bigint
      changes: EntryChange[]
    })
  | (Consumed & { status: 'trapped' | 'resourceLimit' | 'internal'; error: string })

const FAILURES = { 1: 'trapped', 2: 'resourceLimit', 3: 'internal' } as const
const DIAGNOSTICS = 1
const WITHOUT_MODULE_CACHE = 2

export const encodeApplication = (protocol: number, application: InvokeApplication): Uint8Array =>
  frame([
    encodeContext(protocol, application.ledger),
    application.hostFunction,
    application.resources,
    concat(application.restored.map(u32)),
    application.source,
    application.auth,
    application.entries.map(encodeEntry),
    application.seed,
    (application.diagnostics ? DIAGNOSTICS : 0) | (application.withoutModuleCache ? WITHOUT_MODULE_CACHE : 0),
  ])

const encodeEntry = (found: SnapshotEntry | null): Field =>
  found === null ? new Uint8Array() : concat([u32(found.liveUntil), found.entry])

export const decodeOutcome = (answer: Uint8Array): InvokeOutcome => {
  const fields = new FrameReader(answer)
  const status = fields.u32()
  const value = fields.bytes()
  const [instructions, memoryBytes] = [Number(fields.i64()), Number(fields.i64())]
  const [rentFee, contractEvents, diagnosticEvents] = [fields.i64(), fields.list(), fields.list()]
  const consumed = { instructions, memoryBytes, diagnosticEvents }
  if (status === 0) {
    const changes = decodeChanges(fields.nested())
    return { status: 'ok', returnValue: value, contractEvents, rentFee, changes, ...consumed }
  }
  const failure = FAILURES[status as keyof typeof FAILURES]
  if (failure === undefined) throw new Error(`the host answered with the unknown status ${status}`)
  return { status: failure, error: new TextDecoder().decode(value), ...consumed }
}

const decodeChanges = (fields: FrameReader): EntryChange[] => {
  const changes: EntryChange[] = []
  while (!fields.done) {
    const [readOnly, key, entry] = [fields.u32() === 1, fields.bytes(), fields.optional()]
    const [keyHash, from, until] = [fields.optional(), fields.u32(), fields.u32()]
    changes.push({ readOnly, key, entry, lifetime: keyHash && { keyHash, from, until } })
  }
  return changes
}
