/** Puts the network together: chain, submissions, simulation, listeners. */
import { type Chain, openChain } from './chain.ts'
import { closeLedger } from './close-ledger.ts'
import { encodeCloseMeta } from './close-meta.ts'
import { type CloseTimes, createCloseTimes } from './close-times.ts'
import { keyText } from './keys.ts'
import type { ClosedLedger, LiveEntry, Network, NetworkOptions } from './network.ts'
import { type ArchivalOptions, archivalSetting } from './settings.ts'
import { createSimulator } from './simulate.ts'
import { lastModified, type StateEntry } from './state.ts'
import { createSubmissions } from './submission.ts'
import { settingsUpgrade } from './upgrades.ts'

/** The first ledger whose transactions are kept: the one before it is genesis. */
const OLDEST = 2

const machineTime = (): bigint => BigInt(Math.floor(Date.now() / 1000))

/** Opens the store (creating genesis in an empty one) and takes the network up where it stopped. */
export const createNetwork = (options: NetworkOptions): Network => {
  const { passphrase, genesisCloseTime, now = machineTime } = options
  let parts = openParts(options, genesisCloseTime ?? now(), createCloseTimes(now, genesisCloseTime !== undefined))
  const listeners = { close: new Set<(ledger: ClosedLedger) => void>(), pending: new Set<() => void>() }
  const announce = (ledger: ClosedLedger): ClosedLedger => {
    for (const listener of listeners.close) listener(ledger)
    return ledger
  }
  return {
    passphrase,
    protocol: parts.chain.context.protocol,
    ...reading(() => parts.chain),
    submit(envelope) {
      const submission = parts.submissions.submit(envelope)
      if (submission.status === 'PENDING') for (const listener of listeners.pending) listener()
      return submission
    },
    pending: () => parts.submissions.pending(),
    close: ({ closeTime, settings } = {}) => announce(closeNext(parts, closeTime, settings)),
    reset({ genesisCloseTime: given } = {}) {
      const first = firstCloseTime(parts.chain, given, now)
      parts.chain.store.clear()
      parts.chain.store.close()
      parts = openParts(options, first, createCloseTimes(now, given !== undefined))
      return announce(parts.chain.latest())
    },
    simulateInvoke: (request) => parts.simulator.invoke(request),
    simulateExtend: (request) => parts.simulator.extend(request),
    simulateRestore: (request) => parts.simulator.restore(request),
    onClose: (listener) => subscribe(listeners.close, listener),
    onPending: (listener) => subscribe(listeners.pending, listener),
    stop: () => parts.chain.store.close(),
  }
}

type Parts = ReturnType<typeof openParts>

/** Everything that belongs to one chain of ledgers, and goes with it. */
const openParts = (options: NetworkOptions, first: bigint, times: CloseTimes) => {
  const chain = openChain(options, first)
  const submissions = createSubmissions(chain, times)
  const simulator = createSimulator(chain.context.host, chain.context.networkId, chain.latest)
  return { chain, times, submissions, simulator }
}

const closeNext = (
  { chain, times, submissions }: Parts,
  given: bigint | undefined,
  settings: ArchivalOptions | undefined,
): ClosedLedger => {
  const closeTime = times.next(chain.latest(), given)
  const upgrades = settings ? [settingsUpgrade([archivalSetting(chain.context.settings.archival, settings)])] : []
  const transactions = submissions.take(closeTime)
  return chain.append(closeLedger(chain.latest(), chain.state, { transactions, closeTime, upgrades }, chain.context))
}

/** When a chain begins that takes the place of another: with the same time it would be the same chain. */
const firstCloseTime = ({ store }: Chain, given: bigint | undefined, now: () => bigint): bigint => {
  const former = store.ledger(OLDEST)!.closeTime
  if (given === former) {
    throw new Error(`the network began at ${former}: begin at another time, or it will be the same again`)
  }
  const time = given ?? now()
  return time === former ? time + 1n : time
}

type Reading =
  | 'latest'
  | 'oldest'
  | 'ledger'
  | 'entry'
  | 'transaction'
  | 'transactions'
  | 'transactionsOf'
  | 'closeMeta'
  | 'events'

const reading = (chain: () => Chain): Pick<Network, Reading> => ({
  latest: () => chain().latest(),
  oldest: () => chain().store.ledger(OLDEST)!,
  ledger: (sequence) => chain().store.ledger(sequence),
  entry: (key) => liveEntry(chain().state.get(keyText(key))),
  transaction: (hash) => chain().store.transaction(hash),
  transactions: (from, limit) =>
    chain().store.transactions(Number(from >> 32n), Number((from >> 12n) & 0xfffffn), limit),
  transactionsOf: (sequence) => chain().store.transactionsOf(sequence),
  closeMeta(sequence) {
    const { store } = chain()
    const found = store.ledger(sequence)
    return found && encodeCloseMeta(found, store.transactionsOf(sequence))
  },
  events: (query) => chain().store.events(query),
})

const subscribe = <Listener>(listeners: Set<Listener>, listener: Listener): (() => void) => {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}

const liveEntry = (found: StateEntry | undefined): LiveEntry | undefined =>
  found && {
    entry: found.entry,
    lastModified: lastModified(found.entry),
    liveUntil: found.liveUntil === 0 ? null : found.liveUntil,
    evicted: found.evicted,
  }
