/** The chain of ledgers: where it is kept, the state at its end, and the host that runs contracts on that state. */
import { type Host, loadHost } from '../host/host.ts'
import type { Closing, ClosingContext } from './close-ledger.ts'
import { createAssetContracts } from './events.ts'
import { createEvictionSchedule } from './eviction.ts'
import { createGenesis } from './genesis.ts'
import { sha256 } from './hash.ts'
import { createValueSigner } from './header.ts'
import { keyText } from './keys.ts'
import { codeChanges, fillModuleCache } from './module-cache.ts'
import type { ClosedLedger, NetworkOptions } from './network.ts'
import { readSettings } from './network-settings.ts'
import { genesisSettings } from './settings.ts'
import { createState } from './state.ts'
import { openStore, type Store } from './store.ts'
import { foundingUpgrades } from './upgrades.ts'

export interface Chain {
  store: Store
  /** Of the latest ledger. */
  state: State
  /** What closing a ledger needs, and validating, and simulating. */
  context: ClosingContext
  latest(): ClosedLedger
  /** Stores a closed ledger; if that fails, nothing has changed. */
  append(closing: Closing): ClosedLedger
}

type State = ReturnType<typeof createState>

/** Opens a store, with genesis in an empty one, and takes up the state and the host where it stopped. */
export const openChain = (options: NetworkOptions, firstCloseTime: bigint): Chain => {
  const { passphrase, storeFile } = options
  const networkId = sha256(passphrase)
  const store = openStore(storeFile, passphrase)
  const state = createState()
  const host = openHost(options.hostWasm, state)
  const sign = createValueSigner(networkId)
  found(options, firstCloseTime, { store, state, host, sign })
  let latest = store.latest()!
  for (const entry of store.entries()) state.accept(keyText(entry.key), entry)
  state.sequence = latest.sequence
  prepareHost(host, state)
  const context = {
    host,
    settings: readSettings(state),
    networkId,
    assetContract: createAssetContracts(passphrase),
    protocol: host.version(),
    sign,
    evictions: createEvictionSchedule(),
  }
  scheduleAll(context, state)
  return {
    store,
    state,
    context,
    latest: () => latest,
    append(closing) {
      const { layer, ledger } = closing
      const changeCode = codeChanges(layer)
      const changed = [...layer.changes()].map(({ before, after }) => ({ key: (after ?? before)!.key, after }))
      store.save(closing)
      layer.commit()
      latest = ledger
      state.sequence = ledger.sequence
      changeCode(host)
      for (const { key, after } of changed) context.evictions.note(keyText(key), after)
      if (ledger.upgrades.length > 0) takeUpSettings(context, state)
      return latest
    },
  }
}

const takeUpSettings = (context: ClosingContext, state: State): void => {
  context.settings = readSettings(state)
  context.host.loadConfig()
  scheduleAll(context, state)
}

const scheduleAll = ({ evictions, settings }: ClosingContext, state: State): void =>
  evictions.rebuild(settings.archival.startingEvictionScanLevel, state.sequence, state.all())

interface Parts {
  store: Store
  state: State
  host: Host
  sign: ReturnType<typeof createValueSigner>
}

/** Puts the first two ledgers into an empty store. */
const found = (options: NetworkOptions, closeTime: bigint, { store, state, host, sign }: Parts): void => {
  const known = store.latest()?.sequence ?? 0
  if (known >= 2) return
  const settings = genesisSettings(host.defaultCostParams(), options.settings)
  const upgrades = foundingUpgrades(host.version(), settings)
  const genesis = { passphrase: options.passphrase, protocol: host.version(), closeTime, upgrades, sign }
  for (const closing of createGenesis(genesis, state)) {
    if (closing.ledger.sequence > known) store.save(closing)
  }
}

const openHost = (wasm: string | undefined, state: State): Host => {
  const host: Host = loadHost({
    wasm,
    snapshot: (key) => state.get(keyText(key)),
    onReset: () => prepareHost(host, state),
  })
  return host
}

/** Settings and parsed contracts: what a new instance of the host does not know. */
const prepareHost = (host: Host, state: State): void => {
  host.loadConfig()
  fillModuleCache(host, state.all())
}
