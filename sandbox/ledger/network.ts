/**
 * A Stellar network in one process: a development network without consensus, bucket list or fee market.
 * Contracts run in the real Soroban host; this folder is the ledger around it.
 *
 * All methods are synchronous and all values named `Uint8Array` are XDR. The hash of a transaction is hex text.
 */

import type { ArchivalOptions, SettingsOptions } from './settings.ts'

export { encodeHeaderEntry } from './close-meta.ts'
export { createNetwork } from './open-network.ts'
export type { ArchivalOptions, SettingsOptions } from './settings.ts'
export { InvalidEnvelope } from './transaction.ts'

/** A ledger that has been closed; nothing about it changes any more. */
export interface ClosedLedger {
  sequence: number
  hash: Uint8Array
  /** Unix seconds; strictly greater than the one before. */
  closeTime: bigint
  /** LedgerHeader */
  header: Uint8Array
  /** GeneralizedTransactionSet */
  transactionSet: Uint8Array
  /** UpgradeEntryMeta each: settings that changed with this ledger. */
  upgrades: Uint8Array[]
  /** LedgerKey each: expired entries that left the live state with this ledger, and their TTL entries. */
  evictedKeys: Uint8Array[]
  /** Mean size of the live Soroban state in bytes, as the settings have it. */
  stateSize: bigint
}

/** An entry as of the latest closed ledger. */
export interface LiveEntry {
  /** LedgerEntry */
  entry: Uint8Array
  lastModified: number
  /** Last ledger in which the entry is live; null for classic entries and settings. Smaller than the latest ledger: archived (persistent) or gone (temporary). */
  liveUntil: number | null
  /** Archived, and no part of the live state any more: it lies in the hot archive. */
  evicted: boolean
}

/** A transaction that is part of a closed ledger, successful or not. */
export interface AppliedTransaction {
  hash: string
  /** Hash of the transaction inside a fee bump; null for any other transaction. */
  innerHash: string | null
  ledger: number
  /** 1-based place in the order of application. */
  position: number
  closeTime: bigint
  successful: boolean
  /** TransactionEnvelope */
  envelope: Uint8Array
  /** TransactionResult, refund deducted */
  result: Uint8Array
  /** TransactionMeta, version 4 */
  meta: Uint8Array
  /** LedgerEntryChanges of charging the fee */
  feeChanges: Uint8Array
  /** LedgerEntryChanges of the refund */
  postFeeChanges: Uint8Array
}

/** An event that getEvents can show: contract or system, and the fee events of the native asset. */
export interface PublishedEvent {
  /** `%019d-%010d`: TOID and index; sorts as text in the order of publication. */
  id: string
  ledger: number
  closeTime: bigint
  /** As in the id: 0 for fees charged, 1048575 for refunds, else the 1-based place of the transaction. */
  transactionIndex: number
  /** 0-based. */
  operationIndex: number
  txHash: string
  type: 'contract' | 'system'
  /** C… address, or '' where there is none. */
  contractId: string
  successful: boolean
  /** ScVal each */
  topics: Uint8Array[]
  /** ScVal */
  data: Uint8Array
}

export interface EventQuery {
  /** First id, inclusive. */
  from: string
  /** Last ledger, inclusive. */
  throughLedger: number
  /** Most events to return. */
  limit: number
  /** Only events of these contracts (any, when absent or empty): answered from an index. */
  contractIds?: readonly string[]
  /** Only events this accepts: applied after `contractIds`, before `limit`. */
  matches?: (event: PublishedEvent) => boolean
}

/** What became of a submitted envelope; `result` is a TransactionResult, the events are DiagnosticEvents. */
export type Submission =
  | { status: 'PENDING' | 'DUPLICATE' | 'TRY_AGAIN_LATER'; hash: string }
  | { status: 'ERROR'; hash: string; result: Uint8Array; diagnosticEvents: Uint8Array[] }

/** `record_allow_nonroot` also records authorisation of calls below the root call. */
export type AuthMode = 'enforce' | 'record' | 'record_allow_nonroot'

export interface InvokeRequest {
  /** HostFunction */
  hostFunction: Uint8Array
  /** AccountId of the operation's source, else of the transaction's. */
  source: Uint8Array
  /** SorobanAuthorizationEntry each; used by `enforce` only. */
  auth: readonly Uint8Array[]
  authMode: AuthMode
  /** Record AddressV2 credentials instead of Address. */
  useUpgradedAuth: boolean
  /** Replaces the 50,000 instructions of head-room; 0 or absent keeps them. */
  instructionLeeway?: number
}

export interface StateChange {
  type: 'created' | 'updated' | 'deleted'
  /** LedgerKey */
  key: Uint8Array
  /** LedgerEntry */
  before: Uint8Array | null
  /** LedgerEntry */
  after: Uint8Array | null
}

export interface InvokeSimulation {
  latestLedger: number
  /** The host's own text; null when the call succeeded. */
  error: string | null
  /** ScVal; null when the call failed. */
  returnValue: Uint8Array | null
  /** SorobanAuthorizationEntry each: recorded, or those that were enforced. */
  auth: Uint8Array[]
  /** ContractEvent each */
  contractEvents: Uint8Array[]
  /** DiagnosticEvent each, contract events among them: what stellar-rpc answers as `events`. */
  diagnosticEvents: Uint8Array[]
  /** SorobanTransactionData; null when the call failed. */
  transactionData: Uint8Array | null
  /** Stroops; 0 when the call failed. */
  minResourceFee: bigint
  instructions: number
  /** Bytes. */
  memory: number
  stateChanges: StateChange[]
}

export interface FootprintRequest {
  /** LedgerKey each: the read-only keys to extend, or the read-write keys to restore. */
  keys: readonly Uint8Array[]
}

export interface ExtendRequest extends FootprintRequest {
  /** Ledgers from the current one. */
  extendTo: number
}

export interface FootprintSimulation {
  latestLedger: number
  error: string | null
  /** SorobanTransactionData; null on an error. */
  transactionData: Uint8Array | null
  minResourceFee: bigint
  /** What must be restored first (extension of archived entries only). */
  restorePreamble: { transactionData: Uint8Array; minResourceFee: bigint } | null
}

export interface Network {
  readonly passphrase: string
  /** Protocol of ledger and host. */
  readonly protocol: number
  latest(): ClosedLedger
  /** The first ledger whose transactions and events are kept. */
  oldest(): ClosedLedger
  ledger(sequence: number): ClosedLedger | undefined
  /** @param key LedgerKey; of any type but TTL. Archived and expired entries are returned too. */
  entry(key: Uint8Array): LiveEntry | undefined
  /** Checks an envelope and puts it in the queue of the next ledger. @throws InvalidEnvelope */
  submit(envelope: Uint8Array): Submission
  /** Number of transactions waiting for the next ledger. */
  pending(): number
  /**
   * Closes a ledger with all waiting transactions, at `closeTime` (unix seconds, default: now, at least one more than before).
   * `settings` change with it: they hold from the next ledger on.
   */
  close(options?: { closeTime?: bigint; settings?: ArchivalOptions }): ClosedLedger
  /**
   * Begins anew with the same passphrase and settings, as the public test network does from time to time: everything is
   * gone, ledgers count from 1, and every hash from ledger 2 on is another one. Listeners stay and hear of ledger 2.
   * @throws Error when the given close time is that of the former ledger 2: it would be the same chain again
   */
  reset(options?: { genesisCloseTime?: bigint }): ClosedLedger
  /** Answers at the latest ledger; a failed call is an answer with `error`, not an exception. */
  simulateInvoke(request: InvokeRequest): InvokeSimulation
  simulateExtend(request: ExtendRequest): FootprintSimulation
  simulateRestore(request: FootprintRequest): FootprintSimulation
  /** By its hash, or by the hash of the transaction inside a fee bump. */
  transaction(hash: string): AppliedTransaction | undefined
  /** In order of application, from a TOID (ledger << 32 | position << 12) on, inclusive. */
  transactions(fromToid: bigint, limit: number): AppliedTransaction[]
  /** All of one ledger, in order of application. */
  transactionsOf(ledger: number): AppliedTransaction[]
  /** LedgerCloseMeta: the ledger with everything that happened in it. */
  closeMeta(sequence: number): Uint8Array | undefined
  events(query: EventQuery): PublishedEvent[]
  /** Calls the listener after each close, once the ledger is stored. Returns the way to end it. */
  onClose(listener: (ledger: ClosedLedger) => void): () => void
  /** Calls the listener after each submission that is waiting for a ledger. Returns the way to end it. */
  onPending(listener: () => void): () => void
  /** Releases the store; no other method may be called afterwards. */
  stop(): void
}

export interface NetworkOptions {
  passphrase: string
  /** File of the store, or ':memory:'. */
  storeFile: string
  /** Host module; default: the project's own. */
  hostWasm?: string
  /** Unix seconds of ledger 2, the first that is told of; default: now. */
  genesisCloseTime?: bigint
  /** Wall clock in unix seconds, for close times that are not given; default: the machine's. */
  now?: () => bigint
  /** Differences from the public test network's settings; for a new store only. */
  settings?: SettingsOptions
}
