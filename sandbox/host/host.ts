/**
 * The real Soroban host, compiled to WebAssembly: its calls with types. XDR goes in and out as bytes; nothing of the
 * Stellar SDK is needed here. Every call is synchronous and can throw HostCallError (the host is fine) or HostTrap
 * (its instance was replaced, `onReset` was called). Works in any thread; a worker with `resourceLimits.stackSizeMb`
 * of 16 has room for the deepest call chains.
 */
import { decodeOutcome, encodeApplication, type InvokeApplication, type InvokeOutcome } from './apply.ts'
import {
  decodeResourceFee,
  encodeRentChanges,
  encodeResources,
  type RentChange,
  type ResourceFee,
  type TransactionResources,
} from './fees.ts'
import {
  decodeFootprintSimulation,
  encodeFootprintSimulation,
  type FootprintSimulation,
  type FootprintSimulationRequest,
} from './footprint.ts'
import { FrameReader } from './frame.ts'
import { createInstance, type InstanceOptions } from './instance.ts'
import { compileHost } from './module.ts'
import {
  decodeInvokeSimulation,
  encodeInvokeSimulation,
  type InvokeSimulation,
  type InvokeSimulationRequest,
} from './simulate.ts'

export interface HostOptions extends Omit<InstanceOptions, 'module'> {
  /** A path, or the compiled module when another thread made it. Default: the module checked in beside this file. */
  wasm?: string | WebAssembly.Module | undefined
}

export interface Host {
  /** The one ledger protocol this host runs. */
  version(): number
  /** The cost tables built into the host, as ContractCostParams XDR: those of the public networks. Needs no configuration. */
  defaultCostParams(): { cpu: Uint8Array; memory: Uint8Array }
  /** Reads the network settings from the snapshot: before the first call below, after a reset, after every change. */
  loadConfig(): void
  /**
   * Parses a contract ahead of its calls. Mandatory for every live ContractCode entry at ledger close: simulation
   * assumes it, and without it a call costs about twice what it declared.
   */
  cacheModule(code: Uint8Array): void
  /** Forgets a contract by the SHA-256 of its code. Unknown hashes are fine. */
  evictModule(hash: Uint8Array): void
  simulateInvoke(request: InvokeSimulationRequest): InvokeSimulation
  simulateFootprint(request: FootprintSimulationRequest): FootprintSimulation
  applyInvoke(application: InvokeApplication): InvokeOutcome
  resourceFee(resources: TransactionResources): ResourceFee
  rentFee(sequence: number, changes: readonly RentChange[]): bigint
  /** The size an entry (LedgerEntry XDR) pays rent for: contract code counts with its parsed form. */
  entrySizeForRent(entry: Uint8Array): number
  /** Size of the module's linear memory. */
  memoryBytes(): number
}

/** Makes a host of its own: nothing is shared with other hosts but the compiled module. */
export const loadHost = ({ wasm, ...options }: HostOptions): Host => {
  const module = wasm instanceof WebAssembly.Module ? wasm : compileHost(wasm)
  const instance = createInstance({ module, ...options })
  const protocol = instance.version()
  return {
    version: () => protocol,
    defaultCostParams() {
      const tables = new FrameReader(instance.call('default_cost_params'))
      return { cpu: tables.bytes(), memory: tables.bytes() }
    },
    loadConfig: () => void instance.call('load_config'),
    cacheModule: (code) => void instance.call('cache_module', code),
    evictModule: (hash) => void instance.call('evict_module', hash),
    simulateInvoke: (request) =>
      decodeInvokeSimulation(instance.call('simulate_invoke', encodeInvokeSimulation(protocol, request))),
    simulateFootprint: (request) =>
      decodeFootprintSimulation(instance.call('simulate_footprint_op', encodeFootprintSimulation(protocol, request))),
    applyInvoke: (application) =>
      decodeOutcome(instance.call('apply_invoke', encodeApplication(protocol, application))),
    resourceFee: (resources) => decodeResourceFee(instance.call('resource_fee', encodeResources(resources))),
    rentFee: (sequence, changes) =>
      new FrameReader(instance.call('rent_fee', encodeRentChanges(sequence, changes))).i64(),
    entrySizeForRent: (entry) => new FrameReader(instance.call('entry_size_for_rent', entry)).u32(),
    memoryBytes: () => instance.memoryBytes(),
  }
}
