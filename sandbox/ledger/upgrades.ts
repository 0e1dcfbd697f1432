/** Upgrades: how a network gets its version, its reserve and its settings; validators vote for them, here somebody asks. */
import { xdr } from '@stellar/stellar-sdk'
import { BASE_RESERVE, wrapEntry } from './accounts.ts'
import { encodeChanges, entryChanges } from './entry-changes.ts'
import { sha256 } from './hash.ts'
import { settingKey } from './keys.ts'
import { createLayer, type Ground } from './state.ts'
import { concat } from './xdr-bytes.ts'

/** What one ledger is the first to have. */
export interface Upgrade {
  /** LedgerUpgrade */
  vote: Uint8Array
  settings: readonly xdr.ConfigSettingEntry[]
}

/** From nothing to a network that runs contracts. A real one gets the same numbers in several steps. */
export const foundingUpgrades = (protocol: number, settings: readonly xdr.ConfigSettingEntry[]): Upgrade[] => [
  { vote: xdr.LedgerUpgrade.ledgerUpgradeVersion(protocol).toXdr(), settings },
  { vote: xdr.LedgerUpgrade.ledgerUpgradeBaseReserve(BASE_RESERVE).toXdr(), settings: [] },
]

/** On a real network the vote names a contract's entry that holds the settings; here the entry is only named. */
export const settingsUpgrade = (settings: readonly xdr.ConfigSettingEntry[]): Upgrade => {
  const contentHash = sha256(new xdr.ConfigUpgradeSet({ updatedEntry: [...settings] }).toXdr())
  const key = new xdr.ConfigUpgradeSetKey({ contractId: new xdr.ContractId(sha256('settings')), contentHash })
  return { vote: xdr.LedgerUpgrade.ledgerUpgradeConfig(key).toXdr(), settings }
}

/** @returns UpgradeEntryMeta */
export const applyUpgrade = ({ vote, settings }: Upgrade, ground: Ground): Uint8Array => {
  const layer = createLayer(ground)
  for (const setting of settings) {
    layer.put(settingKey(setting), wrapEntry(xdr.LedgerEntryData.configSetting(setting)))
  }
  const changes = encodeChanges(entryChanges(layer))
  layer.commit()
  return concat([vote, changes])
}
