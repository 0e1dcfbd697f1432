/**
 * Puts the signatures of others into a transaction, for wallets that do not take XDR apart: each of the others signs the
 * `hash` of its authorisation, then the source signs the result. Pure; nothing is signed here.
 */
import {
  Address,
  buildAuthorizationEntryPreimage,
  type FeeBumpTransaction,
  hash,
  Keypair,
  nativeToScVal,
  StrKey,
  Transaction,
  xdr,
} from '@stellar/stellar-sdk'
import { parseEnvelope } from './envelope.ts'
import { TransactionRefused } from './refusal.ts'
import { addressCredentials, missingSignatures, withCredentials } from './signers.ts'

/** What somebody signed. */
export interface AuthorizationSignature {
  /** The address that must authorise. */
  readonly address: string
  /** Ed25519 over the `hash` of the authorisation, 64 bytes as base64: what SEP-43's `signAuthEntry` answers. */
  readonly signature: string
  /** The account whose key signed. @default the address itself */
  readonly signer?: string | undefined
}

/** The transaction with what was signed so far. */
export interface AuthorizedTransaction {
  readonly xdr: string
  /** What the source signs, once nobody is missing. */
  readonly hash: string
  readonly source: string
  /** Whose signature is still to come. */
  readonly missing: readonly string[]
}

/** @throws TransactionRefused INVALID_TRANSACTION, or INVALID_ARGUMENT naming the signature that does not fit */
export const authorizeTransaction = (
  base64: string,
  signatures: readonly AuthorizationSignature[],
  networkPassphrase: string,
): AuthorizedTransaction => {
  const { tx, operation, invocation } = invocationOf(parseEnvelope(base64, networkPassphrase))
  const auth = signatures.reduce<readonly xdr.SorobanAuthorizationEntry[]>(
    (entries, signed) => putIn(entries, signed, networkPassphrase),
    invocation.auth,
  )
  const body = xdr.OperationBody.invokeHostFunction(
    new xdr.InvokeHostFunctionOp({ hostFunction: invocation.hostFunction, auth: [...auth] }),
  )
  const changed = new xdr.Transaction({
    ...tx,
    operations: [new xdr.Operation({ sourceAccount: operation.sourceAccount, body })],
  })
  const envelope = new xdr.TransactionV1Envelope({ tx: changed, signatures: [] })
  const transaction = new Transaction(xdr.TransactionEnvelope.envelopeTypeTx(envelope), networkPassphrase)
  return {
    xdr: transaction.toXdr(),
    hash: Buffer.from(transaction.hash()).toString('hex'),
    source: transaction.source,
    missing: missingSignatures(auth),
  }
}

/** Signatures of the source would no longer fit: they must come last. */
const invocationOf = (transaction: Transaction | FeeBumpTransaction) => {
  const envelope = transaction.toEnvelope()
  const operation = envelope.type === 'envelopeTypeTx' ? envelope.value.tx.operations[0] : undefined
  if (envelope.type !== 'envelopeTypeTx' || operation?.body.type !== 'invokeHostFunction')
    throw new TransactionRefused(
      'INVALID_TRANSACTION',
      'This transaction calls no contract: there is nothing to authorise.',
    )
  if (envelope.value.signatures.length > 0)
    throw new TransactionRefused(
      'INVALID_TRANSACTION',
      'The source has signed already, and its signature would no longer fit: put the authorisations in first.',
    )
  return { tx: envelope.value.tx, operation, invocation: operation.body.value }
}

const putIn = (
  entries: readonly xdr.SorobanAuthorizationEntry[],
  signed: AuthorizationSignature,
  networkPassphrase: string,
) => {
  if (!entries.some((entry) => addressOf(entry) === signed.address))
    throw refuse(
      signed,
      `is not asked to authorise it; asked are: ${entries.flatMap((entry) => addressOf(entry) ?? []).join(', ') || 'none'}`,
    )
  const waiting = entries.findIndex(
    (entry) => addressOf(entry) === signed.address && fits(entry, signed, networkPassphrase),
  )
  const entry = entries[waiting]
  if (!entry) throw refuse(signed, `did not sign the hash of its authorisation with the key of ${signerOf(signed)}`)
  return entries.with(waiting, withCredentials(entry, { signature: signatureValue(signed) }))
}

const addressOf = (entry: xdr.SorobanAuthorizationEntry) => {
  const credentials = addressCredentials(entry)
  return credentials && Address.fromScAddress(credentials.address).toString()
}

const signerOf = ({ address, signer }: AuthorizationSignature) => signer ?? address

const bytesOf = ({ signature }: AuthorizationSignature) => Buffer.from(signature, 'base64')

const fits = (entry: xdr.SorobanAuthorizationEntry, signed: AuthorizationSignature, networkPassphrase: string) => {
  const validUntilLedger = addressCredentials(entry)?.signatureExpirationLedger ?? 0
  const signer = signerOf(signed)
  if (!StrKey.isValidEd25519PublicKey(signer) || bytesOf(signed).length !== 64) return false
  const preimage = buildAuthorizationEntryPreimage(entry, validUntilLedger, networkPassphrase)
  return Keypair.fromPublicKey(signer).verify(hash(preimage.toXdr()), bytesOf(signed))
}

/** What an ordinary account's authorisation holds: its keys and their signatures, sorted by key; one here. */
const signatureValue = (signed: AuthorizationSignature) => {
  const entry = (name: string, value: Uint8Array) =>
    new xdr.ScMapEntry({ key: nativeToScVal(name, { type: 'symbol' }), val: xdr.ScVal.scvBytes(value) })
  const publicKey = Keypair.fromPublicKey(signerOf(signed)).rawPublicKey()
  return xdr.ScVal.scvVec([xdr.ScVal.scvMap([entry('public_key', publicKey), entry('signature', bytesOf(signed))])])
}

const refuse = ({ address }: AuthorizationSignature, problem: string) =>
  new TransactionRefused('INVALID_ARGUMENT', `signatures: ${address} ${problem}.`, { argument: 'signatures', address })
