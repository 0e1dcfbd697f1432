/** LedgerKeys: how entries are addressed. Accounts are named by their raw 32-byte Ed25519 public key. */
import { xdr } from '@stellar/stellar-sdk'
import { sha256 } from './hash.ts'
import { concat, readUint32, uint32 } from './xdr-bytes.ts'

/** The raw 32 bytes of an Ed25519 public key. */
export type AccountKey = Uint8Array

const ACCOUNT = 0
const CONTRACT_DATA = 6
const CONTRACT_CODE = 7
const TTL = 9
const TEMPORARY = 0

/** A key as map key. */
export const keyText = (key: Uint8Array): string =>
  Buffer.from(key.buffer, key.byteOffset, key.length).toString('base64')

export const accountId = (account: AccountKey): Uint8Array => concat([uint32(0), account])

export const accountKey = (account: AccountKey): Uint8Array => concat([uint32(ACCOUNT), accountId(account)])

export const trustlineKey = (account: AccountKey, asset: xdr.TrustLineAsset): Uint8Array =>
  xdr.LedgerKey.trustline(new xdr.LedgerKeyTrustLine({ accountId: publicKey(account), asset })).toXdr()

export const dataKey = (account: AccountKey, name: xdr.XdrString): Uint8Array =>
  xdr.LedgerKey.data(new xdr.LedgerKeyData({ accountId: publicKey(account), dataName: name })).toXdr()

export const settingKey = (setting: xdr.ConfigSettingEntry): Uint8Array =>
  concat([uint32(8), setting.toXdr().slice(0, 4)])

export const publicKey = (account: AccountKey): xdr.PublicKey => xdr.PublicKey.publicKeyTypeEd25519(account)

/** SHA-256 of the key: names its TTL entry. */
export const ttlHash = (key: Uint8Array): Uint8Array => sha256(key)

/** LedgerKey of a TTL entry. */
export const ttlKey = (key: Uint8Array): Uint8Array => concat([uint32(TTL), ttlHash(key)])

export const isContractCode = (key: Uint8Array): boolean => readUint32(key, 0) === CONTRACT_CODE

export const isContractData = (key: Uint8Array): boolean => readUint32(key, 0) === CONTRACT_DATA

/** Contract data and code: entries with a lifetime, kept in memory by a real node. */
export const isSoroban = (key: Uint8Array): boolean => isContractData(key) || isContractCode(key)

/** The durability is the last field of a contract data key. */
export const isTemporary = (key: Uint8Array): boolean =>
  isContractData(key) && readUint32(key, key.length - 4) === TEMPORARY

export const isPersistent = (key: Uint8Array): boolean => isSoroban(key) && !isTemporary(key)

/** The raw key of a MuxedAccount, whichever arm. */
export const muxedAccountKey = (account: xdr.MuxedAccount): AccountKey =>
  account.type === 'keyTypeEd25519' ? account.ed25519.toBytes() : account.med25519.ed25519.toBytes()
