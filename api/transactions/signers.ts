/** Who has to agree to a call: the authorisation that simulation recorded. Pure. */
import { Address, buildAuthorizationEntryPreimage, hash, StrKey, xdr } from '@stellar/stellar-sdk'

/** An authorisation of somebody else than the transaction's source, not yet signed. */
export interface UnsignedAuthorization {
  /** Who must sign: an account (G…) or a contract account (C…). */
  readonly address: string
  /** The function that the signature authorises, e.g. `update_owner`. */
  readonly function: string
  /** The last ledger that accepts the signature. */
  readonly validUntilLedger: number
  /** What to sign: SHA-256 of the preimage, hex. */
  readonly hash: string
  /** The preimage itself (HashIdPreimage), base64, for wallets that show what they sign. */
  readonly preimageXdr: string
  /** The SorobanAuthorizationEntry as it stands in the transaction, base64: to be replaced by the signed one. */
  readonly entryXdr: string
}

/** The recorded entries of a simulation, decoded. */
export const decodeAuthorizations = (base64: readonly string[]): xdr.SorobanAuthorizationEntry[] =>
  base64.map((entry) => xdr.SorobanAuthorizationEntry.fromXdr(entry, 'base64'))

/** Whether the transaction's own source is among those whose authorisation the call needs. */
export const needsSource = (entries: readonly xdr.SorobanAuthorizationEntry[]): boolean =>
  entries.some(({ credentials }) => credentials.type === 'sorobanCredentialsSourceAccount')

/** The others that must sign, each once, in the order in which the contract asks them. */
export const otherSigners = (entries: readonly xdr.SorobanAuthorizationEntry[]): string[] => [
  ...new Set(entries.flatMap((entry) => addressOf(entry) ?? [])),
]

/** Only ordinary accounts can be the source of a transaction. */
export const canBeSource = (address: string): boolean => StrKey.isValidEd25519PublicKey(address)

/** The entries as the transaction carries them, with the expiry that the signers sign. */
export const withExpiry = (entries: readonly xdr.SorobanAuthorizationEntry[], validUntilLedger: number) =>
  entries.map((entry) => replaceExpiry(entry, validUntilLedger))

/** What the others have to sign. */
export const unsignedAuthorizations = (
  entries: readonly xdr.SorobanAuthorizationEntry[],
  networkPassphrase: string,
): UnsignedAuthorization[] =>
  entries.flatMap((entry) => {
    const credentials = addressCredentials(entry)
    if (!credentials) return []
    const validUntilLedger = credentials.signatureExpirationLedger
    const preimage = buildAuthorizationEntryPreimage(entry, validUntilLedger, networkPassphrase)
    return {
      address: Address.fromScAddress(credentials.address).toString(),
      function: functionOf(entry),
      validUntilLedger,
      hash: Buffer.from(hash(preimage.toXdr())).toString('hex'),
      preimageXdr: preimage.toXdr('base64'),
      entryXdr: entry.toXdr('base64'),
    }
  })

/** Addresses whose entry carries no signature yet. */
export const missingSignatures = (entries: readonly xdr.SorobanAuthorizationEntry[]): string[] =>
  entries.flatMap((entry) => {
    const credentials = addressCredentials(entry)
    return credentials?.signature.type === 'scvVoid' ? Address.fromScAddress(credentials.address).toString() : []
  })

/** The address credentials of an entry; undefined for those of the transaction's source. */
export const addressCredentials = ({ credentials }: xdr.SorobanAuthorizationEntry) =>
  credentials.type === 'sorobanCredentialsAddress' || credentials.type === 'sorobanCredentialsAddressV2'
    ? credentials.value
    : undefined

const addressOf = (entry: xdr.SorobanAuthorizationEntry) => {
  const credentials = addressCredentials(entry)
  return credentials && Address.fromScAddress(credentials.address).toString()
}

const functionOf = ({ rootInvocation }: xdr.SorobanAuthorizationEntry) =>
  rootInvocation.function.type === 'sorobanAuthorizedFunctionTypeContractFn'
    ? rootInvocation.function.value.functionName.toString()
    : 'create_contract'

const replaceExpiry = (entry: xdr.SorobanAuthorizationEntry, signatureExpirationLedger: number) =>
  withCredentials(entry, { signatureExpirationLedger })

/** The entry with another expiry or signature; an entry of the source stays as it is. */
export const withCredentials = (
  entry: xdr.SorobanAuthorizationEntry,
  change: { readonly signatureExpirationLedger?: number; readonly signature?: xdr.ScVal },
): xdr.SorobanAuthorizationEntry => {
  const { credentials, rootInvocation } = entry
  const old = addressCredentials(entry)
  if (!old) return entry
  const { address, nonce, signature, signatureExpirationLedger } = old
  const changed = new xdr.SorobanAddressCredentials({
    ...{ address, nonce, signature, signatureExpirationLedger },
    ...change,
  })
  return new xdr.SorobanAuthorizationEntry({
    credentials:
      credentials.type === 'sorobanCredentialsAddressV2'
        ? xdr.SorobanCredentials.sorobanCredentialsAddressV2(changed)
        : xdr.SorobanCredentials.sorobanCredentialsAddress(changed),
    rootInvocation,
  })
}
