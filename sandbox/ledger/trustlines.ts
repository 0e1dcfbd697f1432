/** Trustlines: an account's holding of an issued asset. */
import { xdr } from '@stellar/stellar-sdk'
import { wrapEntry } from './accounts.ts'
import { type AccountKey, keyText, trustlineKey } from './keys.ts'
import type { Entries, Layer } from './state.ts'

const AUTHORIZED = 1

export const trustlineAsset = (asset: xdr.Asset): xdr.TrustLineAsset => xdr.TrustLineAsset.fromXdr(asset.toXdr())

/** The issuer of a credit asset; undefined for lumens and pool shares. */
export const issuerOf = (asset: xdr.Asset | xdr.TrustLineAsset | xdr.ChangeTrustAsset): AccountKey | undefined => {
  switch (asset.type) {
    case 'assetTypeCreditAlphanum4':
      return asset.alphaNum4.issuer.ed25519.toBytes()
    case 'assetTypeCreditAlphanum12':
      return asset.alphaNum12.issuer.ed25519.toBytes()
    default:
      return undefined
  }
}

/** Letters and digits, padded with zero bytes at the end only; a long code has at least five characters. */
export const isValidAsset = (asset: xdr.Asset | xdr.TrustLineAsset | xdr.ChangeTrustAsset): boolean => {
  switch (asset.type) {
    case 'assetTypeNative':
      return true
    case 'assetTypeCreditAlphanum4':
      return isValidCode(asset.alphaNum4.assetCode.toBytes(), 1)
    case 'assetTypeCreditAlphanum12':
      return isValidCode(asset.alphaNum12.assetCode.toBytes(), 5)
    default:
      return false
  }
}

const isValidCode = (code: Uint8Array, least: number): boolean => {
  const found = /^([A-Za-z0-9]*)\0*$/.exec(Buffer.from(code).toString('latin1'))
  return found !== null && found[1]!.length >= least
}

export const loadTrustline = (
  entries: Entries,
  account: AccountKey,
  asset: xdr.TrustLineAsset,
): xdr.TrustLineEntry | undefined => {
  const found = entries.get(keyText(trustlineKey(account, asset)))
  if (found === undefined) return undefined
  const { data } = xdr.LedgerEntry.fromXdr(found.entry)
  if (data.type !== 'trustline') throw new Error(`the entry of a trustline is of type ${data.type}`)
  return data.trustLine
}

export const storeTrustline = (layer: Layer, line: xdr.TrustLineEntry): void =>
  layer.put(trustlineKey(line.accountId.ed25519.toBytes(), line.asset), wrapEntry(xdr.LedgerEntryData.trustline(line)))

export const isAuthorized = (line: xdr.TrustLineEntry): boolean => (line.flags & AUTHORIZED) !== 0
