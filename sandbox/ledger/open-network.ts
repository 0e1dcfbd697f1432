/** Puts the parts together: store, host, state, queue. */
import { type Host, loadHost } from '../host/host.ts'
import { type ClosingContext, closeLedger } from './close-ledger.ts'
import { createAssetContracts } from './events.ts'
import { reportedFee } from './fees.ts'
import { createGenesis } from './genesis.ts'
import { sha256 } from './hash.ts'
import { createValueSigner } from './header.ts'
import { keyText } from './keys.ts'
import { createMempool } from './mempool.ts'
import { fillModuleCache, updateModuleCache } from './module-cache.ts'
import type { ClosedLedger, LiveEntry, Network, NetworkOptions, Submission } from './network.ts'
import { readSettings } from './network-settings.ts'
import { encodeResult } from './results.ts'
import { genesisSettings } from './settings.ts'
import { createSimulator } from './simulate.ts'
import { createState, lastModified, type StateEntry } from './state.ts'
import { openStore, type Store } from './store.ts'
import { parseTransaction, type Transaction } from './transaction.ts'
import { validate } from './validate.ts'

/** The first ledger whose transactions are kept: the one before it is genesis. */
const OLDEST = 2
/** Ledgers for which a transaction that was applied is answered with "try again later". */
const REMEMBERED_LEDGERS = 10

type State = ReturnType<typeof createState>

/** Opens the store (creating genesis in an empty one) and takes the network up where it stopped. */
export const createNetwork = (options: NetworkOptions): Network => {
  const { passphrase, storeFile, hostWasm, now = () => BigInt(Math.floor(Date.now() / 1000)) } = options
  const networkId = sha256(passphrase)
  const store = openStore(storeFile, passphrase)
  const state = createState()
  const host: Host = loadHost({
    wasm: hostWasm,
    snapshot: (key) => state.get(keyText(key)),
    onReset: () => prepareHost(host, state),
  })
  const sign = createValueSigner(networkId)
  const protocol = host.version()
  let latest = store.latest() ?? startChain()
  if (state.sequence === 0) loadState(store, state, latest)
  prepareHost(host, state)
  const settings = readSettings(state)
  const closing: ClosingContext = {
    host,
    settings,
    networkId,
    assetContract: createAssetContracts(passphrase),
    protocol,
    sign,
  }
  const simulator = createSimulator(host, networkId, () => latest)
  const mempool = createMempool((hash) => {
    const found = store.transaction(hash)
    return found !== undefined && found.ledger > latest.sequence - REMEMBERED_LEDGERS
  })
  /** Whether close times come from the clock: then what is too late by the clock need not wait for a ledger. */
  let followsClock = options.genesisCloseTime === undefined
  const listeners = { close: new Set<(ledger: ClosedLedger) => void>(), pending: new Set<() => void>() }

  function startChain(): ClosedLedger {
    const closeTime = options.genesisCloseTime ?? now()
    const genesis = createGenesis(
      { passphrase, protocol, closeTime, settings: genesisSettings(host.defaultCostParams(), options.settings), sign },
      state,
    )
    store.save(genesis)
    genesis.layer.commit()
    state.sequence = 1
    return genesis.ledger
  }

  const submit = (envelope: Uint8Array): Submission => {
    const transaction = parseTransaction(envelope, networkId)
    const { hash } = transaction
    const obstacle = mempool.obstacle(transaction, settings)
    if (obstacle !== null) return { status: obstacle, hash }
    const ledger = { sequence: latest.sequence + 1, closeTime: latest.closeTime }
    const latestCloseTime = followsClock ? later(latest.closeTime + 1n, now()) : latest.closeTime + 1n
    const refusal = validate(transaction, { entries: state, host, settings, ledger, latestCloseTime })
    if (refusal !== null) {
      const isMalformed = refusal.code === 'txMalformed' && refusal.outer
      const result = encodeResult(transaction, refusal, isMalformed ? 0n : reportedFee(transaction))
      return { status: 'ERROR', hash, result, diagnosticEvents: refusal.diagnostics }
    }
    mempool.add(transaction)
    for (const listener of listeners.pending) listener()
    return { status: 'PENDING', hash }
  }

  const close = (given?: bigint): ClosedLedger => {
    const closeTime = given ?? later(latest.closeTime + 1n, now())
    if (closeTime <= latest.closeTime) {
      throw new Error(`the close time ${closeTime} is not after ${latest.closeTime}, that of ledger ${latest.sequence}`)
    }
    const waiting = mempool.list()
    const closed = closeLedger(latest, state, stillValid(waiting, closeTime), closeTime, closing)
    store.save(closed)
    mempool.remove(waiting)
    updateModuleCache(host, closed.layer)
    closed.layer.commit()
    latest = closed.ledger
    state.sequence = latest.sequence
    followsClock = given === undefined
    for (const listener of listeners.close) listener(latest)
    return latest
  }

  /** What has become invalid while it waited is dropped. */
  const stillValid = (transactions: Transaction[], closeTime: bigint): Transaction[] => {
    const ledger = { sequence: latest.sequence + 1, closeTime }
    const context = { entries: state, host, settings, ledger, latestCloseTime: closeTime }
    return transactions.filter((transaction) => validate(transaction, context) === null)
  }

  if (latest.sequence < OLDEST) close(latest.closeTime + 1n)
  followsClock = options.genesisCloseTime === undefined

  return {
    passphrase,
    protocol,
    latest: () => latest,
    oldest: () => store.ledger(OLDEST)!,
    ledger: (sequence) => store.ledger(sequence),
    entry: (key) => liveEntry(state.get(keyText(key))),
    submit,
    pending: () => mempool.size(),
    close: ({ closeTime } = {}) => close(closeTime),
    simulateInvoke: simulator.invoke,
    simulateExtend: simulator.extend,
    simulateRestore: simulator.restore,
    transaction: (hash) => store.transaction(hash),
    transactions: (from, limit) => store.transactions(Number(from >> 32n), Number((from >> 12n) & 0xfffffn), limit),
    events: (query) => store.events(query),
    onClose: (listener) => subscribe(listeners.close, listener),
    onPending: (listener) => subscribe(listeners.pending, listener),
    stop: () => store.close(),
  }
}

const later = (a: bigint, b: bigint): bigint => (a > b ? a : b)

const subscribe = <Listener>(listeners: Set<Listener>, listener: Listener): (() => void) => {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}

const loadState = (store: Store, state: State, latest: ClosedLedger): void => {
  for (const entry of store.entries()) state.accept(keyText(entry.key), entry)
  state.sequence = latest.sequence
}

/** Settings and parsed contracts: what a new instance of the host does not know. */
const prepareHost = (host: Host, state: State): void => {
  host.loadConfig()
  fillModuleCache(host, state.all())
}

const liveEntry = (found: StateEntry | undefined): LiveEntry | undefined =>
  found && {
    entry: found.entry,
    lastModified: lastModified(found.entry),
    liveUntil: found.liveUntil === 0 ? null : found.liveUntil,
  }
