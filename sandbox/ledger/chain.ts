/** The chain of ledgers: where it is kept, the state at its end, and the host that runs contracts on that state. */
import { type Host, loadHost } from '../host/host.ts'
import type { Closing, ClosingContext } from './close-ledger.ts'
import { createAssetContracts } from './events.ts'
import { createGenesis } from './genesis.ts'
import { sha256 } from './hash.ts'
import { createValueSigner } from './header.ts'
import { keyText } from './keys.ts'
import { fillModuleCache, uploadedCode } from './module-cache.ts'
import type { ClosedLedger, NetworkOptions } from './network.ts'
import { readSettings } from './network-settings.ts'
import { genesisSettings } from './settings.ts'
import { createState } from './state.ts'
import { openStore, type Store } from './store.ts'

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
  const protocol = host.version()
  const sign = createValueSigner(networkId)
  if (store.latest() === undefined) {
    const settings = genesisSettings(host.defaultCostParams(), options.settings)
    store.save(createGenesis({ passphrase, protocol, closeTime: firstCloseTime, settings, sign }, state))
  }
  let latest = store.latest()!
  for (const entry of store.entries()) state.accept(keyText(entry.key), entry)
  state.sequence = latest.sequence
  prepareHost(host, state)
  const assetContract = createAssetContracts(passphrase)
  return {
    store,
    state,
    context: { host, settings: readSettings(state), networkId, assetContract, protocol, sign },
    latest: () => latest,
    append(closing) {
      const uploaded = uploadedCode(closing.layer)
      store.save(closing)
      closing.layer.commit()
      latest = closing.ledger
      state.sequence = latest.sequence
      fillModuleCache(host, uploaded)
      return latest
    },
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
