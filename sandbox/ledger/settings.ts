/**
 * The network settings of a new ledger. The cost tables come out of the host; the other numbers are those of the public
 * test network (stellar-core, soroban-settings/testnet_settings_upgrade.json, August 2026). The size of the Soroban state
 * is not measured here: the window that sets the rent rate is a constant.
 */
import { xdr } from '@stellar/stellar-sdk'
import { concat, uint32 } from './xdr-bytes.ts'

const Setting = xdr.ConfigSettingEntry

/** What may differ from the test network's settings about lifetimes; can change while the network runs. */
export interface ArchivalOptions {
  /** Ledgers a new persistent entry lives. @default 120960 */
  minPersistentTtl?: number
  /** Ledgers a new temporary entry lives. @default 720 */
  minTemporaryTtl?: number
  /** How deep an expired entry must have sunk before it is evicted: 1 is a few ledgers after its last write. @default 7 */
  evictionLevel?: number
}

/** What may differ from the test network's settings. */
export interface SettingsOptions extends ArchivalOptions {
  /** ConfigSettingEntry each: takes the place of the setting of the same id. The options above are applied after it. */
  replaced?: readonly Uint8Array[]
}

/** ContractCostParams has no class of its own in the SDK: it is read as the setting it stands in. */
const costParams = (id: number, params: Uint8Array): xdr.ConfigSettingEntry =>
  Setting.fromXdr(concat([uint32(id), params]))

/** @param costs ContractCostParams as the host gives them */
export const genesisSettings = (
  costs: { cpu: Uint8Array; memory: Uint8Array },
  options: SettingsOptions = {},
): xdr.ConfigSettingEntry[] => {
  const replaced = new Map((options.replaced ?? []).map((bytes) => Setting.fromXdr(bytes)).map((s) => [s.type, s]))
  const settings = [...limits(), ...costSettings(costs), ...lifetimes(), ...consensus()]
  return settings.map((setting) => withLifetimes(replaced.get(setting.type) ?? setting, options))
}

const withLifetimes = (setting: xdr.ConfigSettingEntry, options: ArchivalOptions): xdr.ConfigSettingEntry =>
  setting.type === 'configSettingStateArchival' ? archivalSetting(setting.stateArchivalSettings, options) : setting

/** The setting about lifetimes with some of its numbers changed. */
export const archivalSetting = (now: xdr.StateArchivalSettings, options: ArchivalOptions): xdr.ConfigSettingEntry =>
  Setting.configSettingStateArchival(
    new xdr.StateArchivalSettings({
      ...now,
      minPersistentTtl: options.minPersistentTtl ?? now.minPersistentTtl,
      minTemporaryTtl: options.minTemporaryTtl ?? now.minTemporaryTtl,
      startingEvictionScanLevel: options.evictionLevel ?? now.startingEvictionScanLevel,
    }),
  )

const limits = (): xdr.ConfigSettingEntry[] => [
  Setting.configSettingContractMaxSizeBytes(131_072),
  Setting.configSettingContractComputeV0(
    new xdr.ConfigSettingContractComputeV0({
      ledgerMaxInstructions: 580_000_000n,
      txMaxInstructions: 400_000_000n,
      feeRatePerInstructionsIncrement: 7n,
      txMemoryLimit: 41_943_040,
    }),
  ),
  Setting.configSettingContractLedgerCostV0(
    new xdr.ConfigSettingContractLedgerCostV0({
      ledgerMaxDiskReadEntries: 1000,
      ledgerMaxDiskReadBytes: 400_000,
      ledgerMaxWriteLedgerEntries: 1000,
      ledgerMaxWriteBytes: 286_720,
      txMaxDiskReadEntries: 200,
      txMaxDiskReadBytes: 200_000,
      txMaxWriteLedgerEntries: 200,
      txMaxWriteBytes: 132_096,
      feeDiskReadLedgerEntry: 1563n,
      feeWriteLedgerEntry: 2500n,
      feeDiskRead1Kb: 447n,
      sorobanStateTargetSizeBytes: 4_000_000_000n,
      rentFee1KbSorobanStateSizeLow: -17_000n,
      rentFee1KbSorobanStateSizeHigh: 10_000n,
      sorobanStateRentFeeGrowthFactor: 5000,
    }),
  ),
  Setting.configSettingContractHistoricalDataV0(
    new xdr.ConfigSettingContractHistoricalDataV0({ feeHistorical1Kb: 4059n }),
  ),
  Setting.configSettingContractEventsV0(
    new xdr.ConfigSettingContractEventsV0({ txMaxContractEventsSizeBytes: 16_384, feeContractEvents1Kb: 5000n }),
  ),
  Setting.configSettingContractBandwidthV0(
    new xdr.ConfigSettingContractBandwidthV0({
      ledgerMaxTxsSizeBytes: 266_240,
      txMaxSizeBytes: 132_096,
      feeTxSize1Kb: 406n,
    }),
  ),
]

const costSettings = (costs: { cpu: Uint8Array; memory: Uint8Array }): xdr.ConfigSettingEntry[] => [
  costParams(6, costs.cpu),
  costParams(7, costs.memory),
]

const lifetimes = (): xdr.ConfigSettingEntry[] => [
  Setting.configSettingContractDataKeySizeBytes(250),
  Setting.configSettingContractDataEntrySizeBytes(65_536),
  Setting.configSettingStateArchival(
    new xdr.StateArchivalSettings({
      maxEntryTtl: 3_110_400,
      minTemporaryTtl: 720,
      minPersistentTtl: 120_960,
      persistentRentRateDenominator: 1215n,
      tempRentRateDenominator: 2430n,
      maxEntriesToArchive: 1000,
      liveSorobanStateSizeWindowSampleSize: 30,
      liveSorobanStateSizeWindowSamplePeriod: 64,
      evictionScanSize: 500_000,
      startingEvictionScanLevel: 7,
    }),
  ),
]

const consensus = (): xdr.ConfigSettingEntry[] => [
  Setting.configSettingContractExecutionLanes(
    new xdr.ConfigSettingContractExecutionLanesV0({ ledgerMaxTxCount: 2000 }),
  ),
  Setting.configSettingLiveSorobanStateSizeWindow(Array<bigint>(30).fill(1_000_000_000n)),
  Setting.configSettingEvictionIterator(
    new xdr.EvictionIterator({ bucketListLevel: 7, isCurrBucket: true, bucketFileOffset: 0n }),
  ),
  Setting.configSettingContractParallelComputeV0(
    new xdr.ConfigSettingContractParallelComputeV0({ ledgerMaxDependentTxClusters: 2 }),
  ),
  Setting.configSettingContractLedgerCostExtV0(
    new xdr.ConfigSettingContractLedgerCostExtV0({ txMaxFootprintEntries: 400, feeWrite1Kb: 875n }),
  ),
  Setting.configSettingScpTiming(
    new xdr.ConfigSettingScpTiming({
      ledgerTargetCloseTimeMilliseconds: 5000,
      nominationTimeoutInitialMilliseconds: 1000,
      nominationTimeoutIncrementMilliseconds: 1000,
      ballotTimeoutInitialMilliseconds: 1000,
      ballotTimeoutIncrementMilliseconds: 1000,
    }),
  ),
  Setting.configSettingFrozenLedgerKeys(new xdr.FrozenLedgerKeys({ keys: [] })),
  Setting.configSettingFreezeBypassTxs(new xdr.FreezeBypassTxs({ txHashes: [] })),
]
