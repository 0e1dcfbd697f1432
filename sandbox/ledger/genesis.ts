/** Ledger 1: the root account with all lumens, the settings, and the header the chain hangs on. */
import { Keypair, xdr } from '@stellar/stellar-sdk'
import { newAccount, storeAccount, wrapEntry } from './accounts.ts'
import { sha256 } from './hash.ts'
import { createHeader, TOTAL_COINS, type ValueSigner } from './header.ts'
import { settingKey } from './keys.ts'
import type { ClosedLedger } from './network.ts'
import { createLayer, type Ground, type Layer } from './state.ts'
import { createTransactionSet } from './transaction-set.ts'
import { array } from './xdr-bytes.ts'

const NO_HASH = new Uint8Array(32)

/** Holds all lumens at first; its key is the network id, so everybody has it. */
export const rootKeypair = (passphrase: string): Keypair => Keypair.master(passphrase)

export interface Genesis {
  passphrase: string
  protocol: number
  closeTime: bigint
  settings: readonly xdr.ConfigSettingEntry[]
  sign: ValueSigner
}

/** @param state empty */
export const createGenesis = (
  { passphrase, protocol, closeTime, settings, sign }: Genesis,
  state: Ground,
): { ledger: ClosedLedger; layer: Layer } => {
  const layer = createLayer(state, 1)
  const root = new Uint8Array(rootKeypair(passphrase).rawPublicKey())
  storeAccount(layer, newAccount(root, TOTAL_COINS, 0n))
  for (const setting of settings) {
    layer.put(settingKey(setting), wrapEntry(xdr.LedgerEntryData.configSetting(setting)))
  }
  const set = createTransactionSet(NO_HASH, [])
  const header = createHeader(
    {
      protocol,
      sequence: 1,
      closeTime,
      previousLedgerHash: NO_HASH,
      previousSkipList: [],
      transactionSetHash: set.hash,
      resultSetHash: sha256(array([])),
      stateDigest: NO_HASH,
      feePool: 0n,
    },
    sign,
  ).toXdr()
  return { ledger: { sequence: 1, closeTime, hash: sha256(header), header, transactionSet: set.xdr }, layer }
}
