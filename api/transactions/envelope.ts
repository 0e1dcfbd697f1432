/** Transactions that come from outside: what is none, not signed, or for another network is refused before it is sent. Pure. */
import {
  FeeBumpTransaction,
  Keypair,
  Networks,
  type OperationRecord,
  StrKey,
  type Transaction,
  TransactionBuilder,
} from '@stellar/stellar-sdk'
import { TransactionRefused } from './refusal.ts'
import { missingSignatures } from './signers.ts'

/** The public network's limit of a transaction (its setting txMaxSizeBytes). */
const MAX_ENVELOPE_BYTES = 132_096

export type SignedTransaction = Transaction | FeeBumpTransaction

/**
 * Parses a signed envelope and checks all that can be known without the network.
 * @throws TransactionRefused TRANSACTION_TOO_LARGE, INVALID_TRANSACTION, UNSIGNED_TRANSACTION, AUTH_REQUIRED, WRONG_NETWORK
 */
export const parseSigned = (base64: string, networkPassphrase: string): SignedTransaction => {
  const transaction = parseEnvelope(base64, networkPassphrase)
  for (const part of partsOf(transaction)) checkSigned(part)
  checkAuthorizations(transaction.operations)
  for (const part of partsOf(transaction)) checkNetwork(part, networkPassphrase)
  return transaction
}

/**
 * Parses an envelope, signed or not.
 * @throws TransactionRefused TRANSACTION_TOO_LARGE, INVALID_TRANSACTION
 */
export const parseEnvelope = (base64: string, networkPassphrase: string): SignedTransaction => {
  const text = base64.replace(/\s/g, '')
  if (text.length > Math.ceil(MAX_ENVELOPE_BYTES / 3) * 4)
    throw new TransactionRefused(
      'TRANSACTION_TOO_LARGE',
      `The transaction has about ${Math.floor((text.length * 3) / 4)} bytes; the network takes at most ${MAX_ENVELOPE_BYTES}.`,
    )
  return parse(text, networkPassphrase)
}

/** Hashes under which the network may know it: its own, and for a fee bump that of the transaction inside. */
export const hashesOf = (transaction: SignedTransaction): string[] =>
  partsOf(transaction).map((part) => Buffer.from(part.hash()).toString('hex'))

/** Latest close time that may take it in, unix seconds; undefined when it has no limit. */
export const validUntilOf = (transaction: SignedTransaction): number | undefined => {
  const { timeBounds } = inner(transaction)
  const until = Number(timeBounds?.maxTime ?? 0)
  return until > 0 ? until : undefined
}

const inner = (transaction: SignedTransaction): Transaction =>
  transaction instanceof FeeBumpTransaction ? transaction.innerTransaction : transaction

const partsOf = (transaction: SignedTransaction): SignedTransaction[] =>
  transaction instanceof FeeBumpTransaction ? [transaction, transaction.innerTransaction] : [transaction]

const parse = (text: string, networkPassphrase: string): SignedTransaction => {
  try {
    const transaction = TransactionBuilder.fromXdr(text, networkPassphrase)
    if (inner(transaction).toEnvelope().type === 'envelopeTypeTx') return transaction
  } catch (cause) {
    throw notATransaction({ cause })
  }
  throw notATransaction()
}

const notATransaction = (options?: ErrorOptions) =>
  new TransactionRefused(
    'INVALID_TRANSACTION',
    'This is no transaction: send a TransactionEnvelope as base64 XDR (envelope version 1 or a fee bump).',
    {},
    options,
  )

const payerOf = (transaction: SignedTransaction) =>
  transaction instanceof FeeBumpTransaction ? transaction.feeSource : transaction.source

const checkSigned = (transaction: SignedTransaction) => {
  if (transaction.signatures.length > 0) return
  throw new TransactionRefused(
    'UNSIGNED_TRANSACTION',
    `The transaction carries no signature: let ${payerOf(transaction)} sign it first. This API never signs.`,
    { signers: [payerOf(transaction)] },
  )
}

const checkAuthorizations = (operations: readonly OperationRecord[]) => {
  const missing = operations.flatMap((operation) =>
    operation.type === 'invokeHostFunction' ? missingSignatures(operation.auth ?? []) : [],
  )
  if (missing.length === 0) return
  throw new TransactionRefused(
    'AUTH_REQUIRED',
    `The authorisation of ${missing.join(', ')} is not signed: put the signed entries in, then sign the transaction again.`,
    { signers: missing },
  )
}

/** A signature by the source's own key tells the network it was made for: it covers the network's passphrase. */
const checkNetwork = (transaction: SignedTransaction, networkPassphrase: string) => {
  const payer = payerOf(transaction)
  if (!StrKey.isValidEd25519PublicKey(payer)) return
  const key = Keypair.fromPublicKey(payer)
  const hint = Buffer.from(key.signatureHint())
  const own = transaction.signatures.find((signature) => hint.equals(signature.hint.toBytes()))
  if (!own || key.verify(transaction.hash(), own.signature.toBytes())) return
  const signedFor = Object.values(Networks).find(
    (other) => other !== networkPassphrase && key.verify(hashOn(transaction, other), own.signature.toBytes()),
  )
  const found = signedFor
    ? `was signed for the network "${signedFor}"`
    : 'was signed for another network, or changed after it was signed'
  throw new TransactionRefused(
    'WRONG_NETWORK',
    `The transaction ${found}; this market is on "${networkPassphrase}": sign it for that network.`,
    { expected: networkPassphrase, found: signedFor ?? null },
  )
}

const hashOn = (transaction: SignedTransaction, networkPassphrase: string) =>
  TransactionBuilder.fromXdr(transaction.toEnvelope(), networkPassphrase).hash()
