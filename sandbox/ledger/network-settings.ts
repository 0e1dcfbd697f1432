/** The numbers of the network's settings that the ledger itself looks at. */
import { xdr } from '@stellar/stellar-sdk'
import { keyText } from './keys.ts'
import type { Entries } from './state.ts'
import { concat, uint32 } from './xdr-bytes.ts'

export interface NetworkSettings {
  maxContractSizeBytes: number
  maxDataKeySizeBytes: number
  maxDataEntrySizeBytes: number
  txMaxInstructions: bigint
  ledgerMaxInstructions: bigint
  txMemoryLimit: number
  cost: xdr.ConfigSettingContractLedgerCostV0
  txMaxFootprintEntries: number
  txMaxEventsSizeBytes: number
  txMaxSizeBytes: number
  archival: xdr.StateArchivalSettings
  /** Mean of the sampled sizes of the Soroban state, bytes: what sets the rent rate. */
  stateSize: bigint
}

const setting = (entries: Entries, id: number): xdr.ConfigSettingEntry => {
  const found = entries.get(keyText(concat([uint32(8), uint32(id)])))
  const data = found && xdr.LedgerEntry.fromXdr(found.entry).data
  if (data?.type !== 'configSetting') throw new Error(`the ledger has no network setting ${id}`)
  return data.configSetting
}

const wrong = (entry: xdr.ConfigSettingEntry): never => {
  throw new Error(`the network setting ${entry.type} stands in another's place`)
}

const meanOf = (samples: readonly bigint[]): bigint =>
  samples.reduce((sum, size) => sum + size, 0n) / BigInt(Math.max(1, samples.length))

/** @throws Error when a setting is missing */
export const readSettings = (entries: Entries): NetworkSettings => {
  const get = (id: number) => setting(entries, id)
  const [size, compute, cost, events, bandwidth] = [get(0), get(1), get(2), get(4), get(5)]
  const [keySize, entrySize, archival, window, extension] = [get(8), get(9), get(10), get(12), get(15)]
  const v0 = compute.type === 'configSettingContractComputeV0' ? compute.contractCompute : wrong(compute)
  return {
    maxContractSizeBytes: size.type === 'configSettingContractMaxSizeBytes' ? size.contractMaxSizeBytes : wrong(size),
    maxDataKeySizeBytes:
      keySize.type === 'configSettingContractDataKeySizeBytes' ? keySize.contractDataKeySizeBytes : wrong(keySize),
    maxDataEntrySizeBytes:
      entrySize.type === 'configSettingContractDataEntrySizeBytes'
        ? entrySize.contractDataEntrySizeBytes
        : wrong(entrySize),
    txMaxInstructions: v0.txMaxInstructions,
    ledgerMaxInstructions: v0.ledgerMaxInstructions,
    txMemoryLimit: v0.txMemoryLimit,
    cost: cost.type === 'configSettingContractLedgerCostV0' ? cost.contractLedgerCost : wrong(cost),
    txMaxFootprintEntries:
      extension.type === 'configSettingContractLedgerCostExtV0'
        ? extension.contractLedgerCostExt.txMaxFootprintEntries
        : wrong(extension),
    txMaxEventsSizeBytes:
      events.type === 'configSettingContractEventsV0'
        ? events.contractEvents.txMaxContractEventsSizeBytes
        : wrong(events),
    txMaxSizeBytes:
      bandwidth.type === 'configSettingContractBandwidthV0'
        ? bandwidth.contractBandwidth.txMaxSizeBytes
        : wrong(bandwidth),
    stateSize:
      window.type === 'configSettingLiveSorobanStateSizeWindow'
        ? meanOf(window.liveSorobanStateSizeWindow)
        : wrong(window),
    archival: archival.type === 'configSettingStateArchival' ? archival.stateArchivalSettings : wrong(archival),
  }
}
