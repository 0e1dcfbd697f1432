/**
 * The least ledger that drives the host: a map of entries, simulate, apply. No signatures, no sequence numbers, no
 * fees of the envelope: those are the sandbox ledger's. Deterministic, so that what is recorded can be recorded again.
 */
import { createHash } from 'node:crypto'
import { Address, type Asset, Keypair, xdr } from '@stellar/stellar-sdk'
import type { InvokeOutcome } from '../../../../sandbox/host/apply.ts'
import { type Host, type HostOptions, loadHost } from '../../../../sandbox/host/host.ts'
import type { SnapshotEntry } from '../../../../sandbox/host/instance.ts'
import type { InvokeSimulation, SimulatedAuth } from '../../../../sandbox/host/simulate.ts'
import { MIN_PERSISTENT_TTL, networkSettings } from './settings.ts'

export const sha256 = (text: string | Uint8Array): Uint8Array =>
  new Uint8Array(createHash('sha256').update(text).digest())

export const PASSPHRASE = 'Standalone Network ; February 2017'
export const keypair = (name: string): Keypair => Keypair.fromRawEd25519Seed(sha256(`host test: ${name}`))
export const accountId = (who: Keypair): Uint8Array => who.xdrAccountId().toXdr()
export const scAddress = (address: string): xdr.ScVal => new Address(address).toScVal()

/** An InvokeContract host function as XDR. */
export const callOf = (contract: string, name: string, ...args: xdr.ScVal[]): Uint8Array =>
  xdr.HostFunction.hostFunctionTypeInvokeContract(
    new xdr.InvokeContractArgs({ contractAddress: new Address(contract).toScAddress(), functionName: name, args }),
  ).toXdr()

export const deployAssetOf = (asset: Asset): Uint8Array =>
  xdr.HostFunction.hostFunctionTypeCreateContract(
    new xdr.CreateContractArgs({
      contractIdPreimage: xdr.ContractIdPreimage.contractIdPreimageFromAsset(asset.toXDRObject()),
      executable: xdr.ContractExecutable.contractExecutableStellarAsset(),
    }),
  ).toXdr()

export interface World {
  readonly host: Host
  /** Latest closed ledger. */
  sequence: number
  readonly entries: Map<string, SnapshotEntry>
  ledger(sequence?: number): { sequence: number; closeTime: bigint; networkId: Uint8Array; baseReserve: number }
  put(data: xdr.LedgerEntryData, liveUntil?: number): void
  simulate(hostFunction: Uint8Array, source: Keypair, auth?: SimulatedAuth): InvokeSimulation
  /** Applies in the next ledger what was simulated, and keeps the changes of a success. */
  apply(hostFunction: Uint8Array, source: Keypair, options?: Partial<Application>): InvokeOutcome
}

export interface Application {
  /** SorobanTransactionData; default: simulated first. */
  data: xdr.SorobanTransactionData
  auth: Uint8Array[]
  withoutModuleCache: boolean
  commit: boolean
}

/** A ledger with the settings, and whatever is put into it. */
export const createWorld = (options: Pick<HostOptions, 'wasm' | 'observe'> = {}): World => {
  const entries = new Map<string, SnapshotEntry>()
  const host = loadHost({ ...options, snapshot: (key) => entries.get(hex(key)), onReset: () => warmUp(host, entries) })
  let calls = 0
  const nextSeed = () => sha256(`seed ${calls++}`)

  const world: World = {
    host,
    entries,
    sequence: 100,
    ledger: (sequence = world.sequence) => ({
      sequence,
      closeTime: 1_800_000_000n + 5n * BigInt(sequence),
      networkId: sha256(PASSPHRASE),
      baseReserve: 5_000_000,
    }),
    put(data, liveUntil = 0) {
      const entry = new xdr.LedgerEntry({ lastModifiedLedgerSeq: world.sequence, data, ext: xdr.LedgerEntryExt.v0() })
      entries.set(hex(keyOf(data).toXdr()), { liveUntil, entry: entry.toXdr() })
    },
    simulate: (hostFunction, source, auth = { mode: 'record' }) =>
      host.simulateInvoke({
        ledger: world.ledger(),
        hostFunction,
        auth,
        source: accountId(source),
        seed: nextSeed(),
      }),
    apply(hostFunction, source, given = {}) {
      const { data, auth } = 'data' in given ? given : simulated(world.simulate(hostFunction, source))
      const outcome = host.applyInvoke({
        ledger: world.ledger(world.sequence + 1),
        hostFunction,
        ...footprintOf(data!, entries, world.sequence + 1),
        source: accountId(source),
        auth: given.auth ?? auth ?? [],
        seed: nextSeed(),
        diagnostics: true,
        withoutModuleCache: given.withoutModuleCache ?? false,
      })
      if (given.commit === false) return outcome
      world.sequence += 1
      if (outcome.status === 'ok') keep(outcome.changes, world)
      return outcome
    },
  }
  for (const setting of networkSettings(host.defaultCostParams())) world.put(xdr.LedgerEntryData.configSetting(setting))
  host.loadConfig()
  return world
}

/** What simulation says a transaction has to carry. */
export const simulated = (simulation: InvokeSimulation): { data: xdr.SorobanTransactionData; auth: Uint8Array[] } => {
  if (simulation.status === 'failed') throw new Error(`the simulation failed: ${simulation.error}`)
  return { data: xdr.SorobanTransactionData.fromXdr(simulation.transactionData), auth: simulation.auth }
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')

const warmUp = (host: Host, entries: Map<string, SnapshotEntry>): void => {
  host.loadConfig()
  for (const { entry } of entries.values()) cacheCode(host, entry)
}

const cacheCode = (host: Host, entry: Uint8Array): void => {
  const { data } = xdr.LedgerEntry.fromXdr(entry)
  if (data.type === 'contractCode') host.cacheModule(data.contractCode.code)
}

const footprintOf = (data: xdr.SorobanTransactionData, entries: Map<string, SnapshotEntry>, sequence: number) => {
  const { readOnly, readWrite } = data.resources.footprint
  const restored = data.ext.type === 'resourceExt' ? data.ext.resourceExt.archivedSorobanEntries.map(Number) : []
  const live = (key: xdr.LedgerKey, index: number): SnapshotEntry | null => {
    const found = entries.get(hex(key.toXdr()))
    if (found === undefined) return null
    const revived = restored.includes(index - readOnly.length)
    return revived ? { ...found, liveUntil: sequence + MIN_PERSISTENT_TTL - 1 } : found
  }
  return { resources: data.resources.toXdr(), restored, entries: [...readOnly, ...readWrite].map(live) }
}

const keep = (changes: Extract<InvokeOutcome, { status: 'ok' }>['changes'], world: World): void => {
  for (const { readOnly, key, entry, lifetime } of changes) {
    const before = world.entries.get(hex(key))
    if (entry !== null) {
      world.entries.set(hex(key), { liveUntil: lifetime?.until ?? 0, entry })
      cacheCode(world.host, entry)
    } else if (!readOnly) world.entries.delete(hex(key))
    else if (before !== undefined && lifetime !== null)
      world.entries.set(hex(key), { ...before, liveUntil: lifetime.until })
  }
}

const keyOf = (data: xdr.LedgerEntryData): xdr.LedgerKey => {
  const K = xdr.LedgerKey
  switch (data.type) {
    case 'account':
      return K.account(new xdr.LedgerKeyAccount({ accountId: data.account.accountId }))
    case 'trustline': {
      const { accountId, asset } = data.trustLine
      return K.trustline(new xdr.LedgerKeyTrustLine({ accountId, asset }))
    }
    case 'configSetting': {
      const configSettingId = xdr.ConfigSettingId.fromXdr(data.configSetting.toXdr().slice(0, 4))
      return K.configSetting(new xdr.LedgerKeyConfigSetting({ configSettingId }))
    }
    default:
      throw new Error(`entries of the kind ${data.type} are not put by hand`)
  }
}
