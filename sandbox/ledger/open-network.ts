/** Puts the network together: chain, submissions, simulation, listeners. */
import { type Chain, openChain } from './chain.ts'
import { closeLedger } from './close-ledger.ts'
import { encodeCloseMeta } from './close-meta.ts'
import { createCloseTimes } from './close-times.ts'
import { keyText } from './keys.ts'
import type { ClosedLedger, LiveEntry, Network, NetworkOptions } from './network.ts'
import { createSimulator } from './simulate.ts'
import { lastModified, type StateEntry } from './state.ts'
import { createSubmissions } from './submission.ts'

/** The first ledger whose transactions are kept: the one before it is genesis. */
const OLDEST = 2

const machineTime = (): bigint => BigInt(Math.floor(Date.now() / 1000))

/** Opens the store (creating genesis in an empty one) and takes the network up where it stopped. */
export const createNetwork = (options: NetworkOptions): Network => {
  const { passphrase, genesisCloseTime, now = machineTime } = options
  const chain = openChain(options, genesisCloseTime ?? now())
  const { context, state } = chain
  const times = createCloseTimes(now, genesisCloseTime !== undefined)
  const submissions = createSubmissions(chain, times)
  const simulator = createSimulator(context.host, context.networkId, chain.latest)
  const listeners = { close: new Set<(ledger: ClosedLedger) => void>(), pending: new Set<() => void>() }
  if (chain.latest().sequence < OLDEST) closeEmpty(chain)

  const close = (given?: bigint): ClosedLedger => {
    const closeTime = times.next(chain.latest(), given)
    const transactions = submissions.take(closeTime)
    const ledger = chain.append(closeLedger(chain.latest(), state, transactions, closeTime, context))
    for (const listener of listeners.close) listener(ledger)
    return ledger
  }

  return {
    passphrase,
    protocol: context.protocol,
    ...reading(chain),
    submit(envelope) {
      const submission = submissions.submit(envelope)
      if (submission.status === 'PENDING') for (const listener of listeners.pending) listener()
      return submission
    },
    pending: submissions.pending,
    close: ({ closeTime } = {}) => close(closeTime),
    simulateInvoke: simulator.invoke,
    simulateExtend: simulator.extend,
    simulateRestore: simulator.restore,
    onClose: (listener) => subscribe(listeners.close, listener),
    onPending: (listener) => subscribe(listeners.pending, listener),
    stop: () => chain.store.close(),
  }
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

const reading = ({ store, state, latest }: Chain): Pick<Network, Reading> => ({
  latest,
  oldest: () => store.ledger(OLDEST)!,
  ledger: (sequence) => store.ledger(sequence),
  entry: (key) => liveEntry(state.get(keyText(key))),
  transaction: (hash) => store.transaction(hash),
  transactions: (from, limit) => store.transactions(Number(from >> 32n), Number((from >> 12n) & 0xfffffn), limit),
  transactionsOf: (sequence) => store.transactionsOf(sequence),
  closeMeta(sequence) {
    const found = store.ledger(sequence)
    return found && encodeCloseMeta(found, store.transactionsOf(sequence))
  },
  events: (query) => store.events(query),
})

/** Ledger 2, at once: clients ask for ledgers from there on. */
const closeEmpty = (chain: Chain): void => {
  const latest = chain.latest()
  chain.append(closeLedger(latest, chain.state, [], latest.closeTime + 1n, chain.context))
}

const subscribe = <Listener>(listeners: Set<Listener>, listener: Listener): (() => void) => {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}

const liveEntry = (found: StateEntry | undefined): LiveEntry | undefined =>
  found && {
    entry: found.entry,
    lastModified: lastModified(found.entry),
    liveUntil: found.liveUntil === 0 ? null : found.liveUntil,
  }
