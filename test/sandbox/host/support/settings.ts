/** The ten network settings that the host reads, with the numbers of the public test network where they matter. */
import { xdr } from '@stellar/stellar-sdk'

const C = xdr.ConfigSettingEntry

/** ContractCostParams has no class in the SDK: it is read as part of its setting, whose discriminant is 6 or 7. */
const costTable = (discriminant: number, params: Uint8Array): xdr.ConfigSettingEntry =>
  C.fromXdr(new Uint8Array([0, 0, 0, discriminant, ...params]))

/** @param costs the cost tables of the host itself */
export const networkSettings = (costs: { cpu: Uint8Array; memory: Uint8Array }): xdr.ConfigSettingEntry[] => [
  C.configSettingContractComputeV0(
    new xdr.ConfigSettingContractComputeV0({
      ledgerMaxInstructions: 580_000_000n,
      txMaxInstructions: 400_000_000n,
      feeRatePerInstructionsIncrement: 7n,
      txMemoryLimit: 41_943_040,
    }),
  ),
  C.configSettingContractLedgerCostV0(
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
  C.configSettingContractHistoricalDataV0(new xdr.ConfigSettingContractHistoricalDataV0({ feeHistorical1Kb: 4059n })),
  C.configSettingContractEventsV0(
    new xdr.ConfigSettingContractEventsV0({ txMaxContractEventsSizeBytes: 16_384, feeContractEvents1Kb: 5000n }),
  ),
  C.configSettingContractBandwidthV0(
    new xdr.ConfigSettingContractBandwidthV0({
      ledgerMaxTxsSizeBytes: 266_240,
      txMaxSizeBytes: 132_096,
      feeTxSize1Kb: 406n,
    }),
  ),
  costTable(6, costs.cpu),
  costTable(7, costs.memory),
  C.configSettingStateArchival(
    new xdr.StateArchivalSettings({
      maxEntryTtl: 3_110_400,
      minTemporaryTtl: 720,
      minPersistentTtl: MIN_PERSISTENT_TTL,
      persistentRentRateDenominator: 1215n,
      tempRentRateDenominator: 2430n,
      maxEntriesToArchive: 1000,
      liveSorobanStateSizeWindowSampleSize: 30,
      liveSorobanStateSizeWindowSamplePeriod: 64,
      evictionScanSize: 500_000,
      startingEvictionScanLevel: 7,
    }),
  ),
  C.configSettingLiveSorobanStateSizeWindow(Array<bigint>(30).fill(1_000_000_000n)),
  C.configSettingContractLedgerCostExtV0(
    new xdr.ConfigSettingContractLedgerCostExtV0({ txMaxFootprintEntries: 400, feeWrite1Kb: 875n }),
  ),
]

/** Ledgers a new persistent entry lives for. */
export const MIN_PERSISTENT_TTL = 120_960
