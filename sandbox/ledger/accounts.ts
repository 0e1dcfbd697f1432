/** Accounts: reading, writing, reserves and balances. No liabilities and no sponsorship: nothing here makes them. */
import { xdr } from '@stellar/stellar-sdk'
import { type AccountKey, accountKey, keyText, publicKey } from './keys.ts'
import type { Entries, Layer } from './state.ts'

/** Stroops. */
export const BASE_RESERVE = 5_000_000
export const MAX_AMOUNT = 2n ** 63n - 1n
const MAX_SUBENTRIES = 1000

export type Threshold = 'low' | 'medium' | 'high'
const THRESHOLD_INDEX = { low: 1, medium: 2, high: 3 }

export const accountText = (account: AccountKey): string => keyText(accountKey(account))

export const loadAccount = (entries: Entries, account: AccountKey): xdr.AccountEntry | undefined => {
  const found = entries.get(accountText(account))
  if (found === undefined) return undefined
  const { data } = xdr.LedgerEntry.fromXdr(found.entry)
  if (data.type !== 'account') throw new Error(`the entry of an account is of type ${data.type}`)
  return data.account
}

export const storeAccount = (layer: Layer, account: xdr.AccountEntry): void =>
  layer.put(accountKey(account.accountId.ed25519.toBytes()), wrapEntry(xdr.LedgerEntryData.account(account)))

/** LedgerEntry; the layer stamps it. */
export const wrapEntry = (data: xdr.LedgerEntryData): Uint8Array =>
  new xdr.LedgerEntry({ lastModifiedLedgerSeq: 0, data, ext: xdr.LedgerEntryExt.v0() }).toXdr()

export const changed = (account: xdr.AccountEntry, fields: Partial<xdr.AccountEntry>): xdr.AccountEntry =>
  new xdr.AccountEntry({ ...account, ...fields })

export const newAccount = (account: AccountKey, balance: bigint, seqNum: bigint): xdr.AccountEntry =>
  new xdr.AccountEntry({
    accountId: publicKey(account),
    balance,
    seqNum,
    numSubEntries: 0,
    inflationDest: null,
    flags: 0,
    homeDomain: '',
    thresholds: new Uint8Array([1, 0, 0, 0]),
    signers: [],
    ext: xdr.AccountEntryExt.v0(),
  })

export const minimumBalance = (subEntries: number): bigint => BigInt(2 + subEntries) * BigInt(BASE_RESERVE)

/** What can be spent without going below the reserve; negative where the reserve is not met. */
export const availableBalance = (account: xdr.AccountEntry): bigint =>
  account.balance - minimumBalance(account.numSubEntries)

/** Why an account may not get another sub-entry, or null. */
export const subEntryRefusal = (account: xdr.AccountEntry): 'low reserve' | 'too many' | null => {
  if (account.numSubEntries >= MAX_SUBENTRIES) return 'too many'
  return account.balance < minimumBalance(account.numSubEntries + 1) ? 'low reserve' : null
}

export const masterWeight = (account: xdr.AccountEntry): number => account.thresholds.toBytes()[0]!

export const threshold = (account: xdr.AccountEntry, level: Threshold): number =>
  account.thresholds.toBytes()[THRESHOLD_INDEX[level]]!

/** First sequence number of an account made in a ledger. */
export const startingSequence = (ledger: number): bigint => BigInt(ledger) << 32n

/** The account with `seqNum` set, and with ledger and time of that in its third extension, which is made if need be. */
export const withSequence = (
  account: xdr.AccountEntry,
  seqNum: bigint,
  ledger: { sequence: number; closeTime: bigint },
): xdr.AccountEntry => {
  const { liabilities, v2 } = extensionOf(account)
  const v3 = new xdr.AccountEntryExtensionV3({
    ext: xdr.ExtensionPoint.v0(),
    seqLedger: ledger.sequence,
    seqTime: ledger.closeTime,
  })
  const extension = new xdr.AccountEntryExtensionV2({ ...v2, ext: xdr.AccountEntryExtensionV2Ext.v3(v3) })
  const v1 = new xdr.AccountEntryExtensionV1({ liabilities, ext: xdr.AccountEntryExtensionV1Ext.v2(extension) })
  return changed(account, { seqNum, ext: xdr.AccountEntryExt.v1(v1) })
}

const extensionOf = (account: xdr.AccountEntry) => {
  const v1 = account.ext.type === 'v1' ? account.ext.v1 : undefined
  const v2 = v1?.ext.type === 'v2' ? v1.ext.v2 : undefined
  return {
    liabilities: v1?.liabilities ?? new xdr.Liabilities({ buying: 0n, selling: 0n }),
    v2: {
      numSponsored: v2?.numSponsored ?? 0,
      numSponsoring: v2?.numSponsoring ?? 0,
      signerSponsoringIDs: v2?.signerSponsoringIDs ?? account.signers.map(() => null),
    },
  }
}

/** The signers and, where there is the extension that lists a sponsor for each, that list in step with them. */
export const withSigners = (account: xdr.AccountEntry, signers: xdr.Signer[]): xdr.AccountEntry => {
  const numSubEntries = account.numSubEntries + signers.length - account.signers.length
  const next = changed(account, { signers, numSubEntries })
  const v1 = account.ext.type === 'v1' ? account.ext.v1 : undefined
  if (v1?.ext.type !== 'v2') return next
  const v2 = new xdr.AccountEntryExtensionV2({ ...v1.ext.v2, signerSponsoringIDs: signers.map(() => null) })
  const extension = new xdr.AccountEntryExtensionV1({ ...v1, ext: xdr.AccountEntryExtensionV1Ext.v2(v2) })
  return changed(next, { ext: xdr.AccountEntryExt.v1(extension) })
}

/** Ledger and time of the last use of a sequence number; zeros before protocol 19's extension is there. */
export const sequenceUse = (account: xdr.AccountEntry): { ledger: number; time: bigint } => {
  const v1 = account.ext.type === 'v1' ? account.ext.v1 : undefined
  const v2 = v1?.ext.type === 'v2' ? v1.ext.v2 : undefined
  return v2?.ext.type === 'v3' ? { ledger: v2.ext.v3.seqLedger, time: v2.ext.v3.seqTime } : { ledger: 0, time: 0n }
}
