/** How a network begins: ledger 1 with the root account alone, ledger 2 with everything else, by upgrades. */
import { Keypair } from '@stellar/stellar-sdk'
import { BASE_RESERVE, newAccount, storeAccount } from './accounts.ts'
import type { Closing } from './close-ledger.ts'
import { sha256 } from './hash.ts'
import { createFirstHeader, createHeader, TOTAL_COINS, type ValueSigner } from './header.ts'
import { readSettings } from './network-settings.ts'
import { createLayer, type Ground, type Layer } from './state.ts'
import { createTransactionSet } from './transaction-set.ts'
import { applyUpgrade, type Upgrade } from './upgrades.ts'
import { array } from './xdr-bytes.ts'

const NO_HASH = new Uint8Array(32)

/** Holds all lumens at first; its key is the network id, so everybody has it. */
export const rootKeypair = (passphrase: string): Keypair => Keypair.master(passphrase)

/** What a new network is made of. */
export interface Genesis {
  passphrase: string
  protocol: number
  /** Unix seconds of ledger 2; ledger 1 has none, and is the same whenever a network of this passphrase begins. */
  closeTime: bigint
  upgrades: readonly Upgrade[]
  sign: ValueSigner
}

/** @param state empty @returns ledgers 1 and 2, to be stored in this order */
export const createGenesis = (genesis: Genesis, state: Ground): Closing[] => {
  const first = createFirst(genesis, state)
  return [first, createSecond(genesis, first)]
}

const noTransactions = { transactions: [], events: [] }

/** A ledger that the next one can be built upon. */
type Built = Closing & { layer: Layer & Ground }

const createFirst = ({ passphrase }: Genesis, state: Ground): Built => {
  const layer = createLayer(state, 1)
  const root = new Uint8Array(rootKeypair(passphrase).rawPublicKey())
  storeAccount(layer, newAccount(root, TOTAL_COINS, 0n))
  const header = createFirstHeader(NO_HASH).toXdr()
  const ledger = {
    sequence: 1,
    closeTime: 0n,
    hash: sha256(header),
    header,
    transactionSet: createTransactionSet(NO_HASH, []).xdr,
    upgrades: [],
    evictedKeys: [],
    stateSize: 0n,
  }
  return { ledger, layer, ...noTransactions }
}

const createSecond = (genesis: Genesis, { ledger: first, layer: ground }: Built): Closing => {
  const { protocol, closeTime, upgrades: asked, sign } = genesis
  const layer = createLayer(ground, 2)
  const set = createTransactionSet(first.hash, [])
  const upgrades = asked.map((upgrade) => applyUpgrade(upgrade, layer))
  const parts = {
    protocol,
    sequence: 2,
    closeTime,
    previousLedgerHash: first.hash,
    previousSkipList: [],
    transactionSetHash: set.hash,
    resultSetHash: sha256(array([])),
    stateDigest: sha256(NO_HASH, ...upgrades),
    feePool: 0n,
    baseReserve: BASE_RESERVE,
    upgrades: asked.map(({ vote }) => vote),
  }
  const header = createHeader(parts, sign).toXdr()
  const hash = sha256(header)
  const { stateSize } = readSettings(layer)
  const ledger = { sequence: 2, closeTime, hash, header, transactionSet: set.xdr, upgrades, evictedKeys: [], stateSize }
  return { ledger, layer, ...noTransactions }
}
