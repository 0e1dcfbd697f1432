/** ContractEvents that the ledger itself publishes: fees, and the movements of classic operations (CAP-67). */
import { Asset, StrKey, type xdr } from '@stellar/stellar-sdk'
import { sameBytes } from './hash.ts'
import type { AccountKey } from './keys.ts'
import { scAccount, scBytes, scI128, scMap, scString, scSymbol, scU64 } from './sc-values.ts'
import { array, concat, optional, uint32 } from './xdr-bytes.ts'

const SYSTEM = 0
const CONTRACT = 1
const DIAGNOSTIC = 2
const TYPES = { system: SYSTEM, contract: CONTRACT, diagnostic: DIAGNOSTIC }

/** ContractEvent. @param contract 32 bytes, or null */
export const contractEvent = (
  contract: Uint8Array | null,
  type: keyof typeof TYPES,
  topics: readonly Uint8Array[],
  data: Uint8Array,
): Uint8Array => concat([uint32(0), optional(contract), uint32(TYPES[type]), uint32(0), array(topics), data])

/** An asset with what its events need. */
export interface AssetContract {
  /** Contract id, 32 bytes. */
  id: Uint8Array
  /** `native` or `CODE:ISSUER`. */
  name: string
  issuer: AccountKey | null
}

/** Derives (and remembers) the contracts of assets on a network. */
export const createAssetContracts = (passphrase: string): ((asset: xdr.Asset) => AssetContract) => {
  const known = new Map<string, AssetContract>()
  return (wire) => {
    const text = wire.toXdr('base64')
    const found = known.get(text)
    if (found !== undefined) return found
    const asset = Asset.fromOperation(wire)
    const made = {
      id: new Uint8Array(StrKey.decodeContract(asset.contractId(passphrase))),
      name: asset.isNative() ? 'native' : `${asset.getCode()}:${asset.getIssuer()}`,
      issuer: asset.isNative() ? null : new Uint8Array(StrKey.decodeEd25519PublicKey(asset.getIssuer()!)),
    }
    known.set(text, made)
    return made
  }
}

export const feeEvent = (native: AssetContract, source: AccountKey, amount: bigint): Uint8Array =>
  contractEvent(native.id, 'contract', [scSymbol('fee'), scAccount(source)], scI128(amount))

export interface Movement {
  asset: AssetContract
  from: AccountKey
  to: xdr.MuxedAccount
  toKey: AccountKey
  amount: bigint
  memo: xdr.Memo
}

/** transfer, or mint and burn where one side alone is the issuer. */
export const movementEvent = ({ asset, from, to, toKey, amount, memo }: Movement): Uint8Array => {
  const issued = asset.issuer !== null && sameBytes(asset.issuer, from)
  const returned = asset.issuer !== null && sameBytes(asset.issuer, toKey)
  const name = scString(asset.name)
  const [source, target] = [scAccount(from), scAccount(toKey)]
  if (returned && !issued) {
    return contractEvent(asset.id, 'contract', [scSymbol('burn'), source, name], scI128(amount))
  }
  const data = amountOf(amount, muxedId(to, memo))
  if (issued && !returned) return contractEvent(asset.id, 'contract', [scSymbol('mint'), target, name], data)
  return contractEvent(asset.id, 'contract', [scSymbol('transfer'), source, target, name], data)
}

const amountOf = (amount: bigint, muxed: Uint8Array | null): Uint8Array =>
  muxed === null
    ? scI128(amount)
    : scMap([
        [scSymbol('amount'), scI128(amount)],
        [scSymbol('to_muxed_id'), muxed],
      ])

/** The id of a muxed destination goes before the memo. */
const muxedId = (to: xdr.MuxedAccount, memo: xdr.Memo): Uint8Array | null => {
  if (to.type === 'keyTypeMuxedEd25519') return scU64(to.med25519.id)
  switch (memo.type) {
    case 'memoText':
      return scString(memo.text.bytes)
    case 'memoId':
      return scU64(memo.id)
    case 'memoHash':
      return scBytes(memo.hash.toBytes())
    case 'memoReturn':
      return scBytes(memo.retHash.toBytes())
    case 'memoNone':
      return null
  }
}
