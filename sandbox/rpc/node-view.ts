/** What the node knows of the network when it answers one request: all of it, unless a fault hides the newest or the oldest. */
import type {
  AppliedTransaction,
  ClosedLedger,
  EventQuery,
  LiveEntry,
  Network,
  PublishedEvent,
} from '../ledger/network.ts'
import type { Faults } from './faults.ts'
import { ledgerOfToid } from './toid.ts'

/** Ledgers that a node keeps: seven days of the public network, and the default of stellar-rpc. */
export const RETENTION_LEDGERS = 120_960

/** The network as one request sees it. */
export interface NodeView {
  latest(): ClosedLedger
  oldest(): ClosedLedger
  /** As of the network's own latest ledger, also while the node lags. */
  entry(key: Uint8Array): LiveEntry | undefined
  transaction(hash: string): AppliedTransaction | undefined
  transactions(fromToid: bigint, limit: number): AppliedTransaction[]
  /** A ledger that this node has; undefined outside of oldest and latest. */
  ledger(sequence: number): ClosedLedger | undefined
  /** LedgerCloseMeta of such a ledger. */
  closeMeta(sequence: number): Uint8Array | undefined
  events(query: EventQuery): PublishedEvent[]
  /** Pages come out empty and cursors stay where they are. */
  readonly emptyPages: boolean
}

const MAX_RETENTION = { ledgers: RETENTION_LEDGERS }

/** @param method the RPC method that is asked: faults may concern some only */
export const viewOf = (network: Network, faults: Faults, method: string): NodeView => {
  const lag = faults.strike(['lag'], [method])?.ledgers ?? 0
  const retention = (faults.strike(['retention'], [method]) ?? MAX_RETENTION).ledgers!
  const first = network.oldest().sequence
  const last = Math.max(first, network.latest().sequence - lag)
  const start = Math.max(first, last - retention + 1)
  const boundary = (sequence: number) => network.ledger(sequence) ?? network.latest()
  const knows = (sequence: number) => sequence >= start && sequence <= last
  return {
    latest: () => boundary(last),
    oldest: () => boundary(start),
    entry: (key) => network.entry(key),
    transaction(hash) {
      const found = network.transaction(hash)
      return found && knows(found.ledger) ? found : undefined
    },
    transactions: (fromToid, limit) =>
      ledgerOfToid(fromToid) > last ? [] : network.transactions(fromToid, limit).filter((tx) => knows(tx.ledger)),
    ledger: (sequence) => (knows(sequence) ? network.ledger(sequence) : undefined),
    closeMeta: (sequence) => (knows(sequence) ? network.closeMeta(sequence) : undefined),
    events: (query) => network.events({ ...query, throughLedger: Math.min(query.throughLedger, last) }),
    emptyPages: faults.strike(['empty-page'], [method]) !== undefined,
  }
}
