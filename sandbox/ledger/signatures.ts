/** Signature weights, as stellar-core's SignatureChecker: a signature may count again for another account or level. */
import { createPublicKey, type KeyObject, verify } from 'node:crypto'
import type { xdr } from '@stellar/stellar-sdk'
import { masterWeight } from './accounts.ts'
import { sameBytes, sha256, toHex } from './hash.ts'
import type { AccountKey } from './keys.ts'

/** DER of an Ed25519 SubjectPublicKeyInfo up to the key. */
const SPKI_PREFIX = Buffer.from('302a300506032b6570032100', 'hex')
const MAX_WEIGHT = 255

type Kind = 'preAuth' | 'hashX' | 'ed25519' | 'payload'
interface Signer {
  kind: Kind
  key: Uint8Array
  weight: number
  /** Of a signed payload. */
  payload?: Uint8Array
}

export interface SignatureChecker {
  /** Whether the account's signers reach a weight; a needed weight of 0 still needs one valid signature. */
  reaches(account: xdr.AccountEntry, needed: number): boolean
  /** The same for a source that has no account: its own key alone. */
  isSignedBy(account: AccountKey): boolean
  /** The same for a single signer of any kind. */
  isSignedByKey(key: xdr.SignerKey): boolean
  allUsed(): boolean
}

export const createSignatureChecker = (
  hash: Uint8Array,
  signatures: readonly xdr.DecoratedSignature[],
): SignatureChecker => {
  const used = signatures.map(() => false)

  /** Adds up one kind of signer, each once. Answers the new total as soon as it suffices. */
  const add = (signers: Signer[], total: number, needed: number): number => {
    const left = [...signers]
    let weight = total
    for (const [i, signature] of signatures.entries()) {
      const found = left.findIndex((signer) => matches(signer, signature, hash))
      if (found < 0) continue
      used[i] = true
      weight += left[found]!.weight
      left.splice(found, 1)
      if (weight >= needed) break
    }
    return weight
  }

  const check = (signers: Signer[], needed: number): boolean => {
    const of = (kind: Kind) => signers.filter((signer) => signer.kind === kind)
    const authorised = of('preAuth').filter((signer) => sameBytes(signer.key, hash))
    let total = authorised.reduce((sum, signer) => sum + signer.weight, 0)
    if (authorised.length > 0 && total >= needed) return true
    for (const kind of ['hashX', 'ed25519', 'payload'] as const) {
      const before = total
      total = add(of(kind), total, needed)
      if (total >= needed && total > before) return true
    }
    return false
  }

  return {
    reaches: (account, needed) => check(signersOf(account), needed),
    isSignedBy: (account) => check([{ kind: 'ed25519', key: account, weight: 1 }], 0),
    isSignedByKey: (key) => check([signerOf({ key, weight: 1 })], 1),
    allUsed: () => used.every(Boolean),
  }
}

const signersOf = (account: xdr.AccountEntry): Signer[] => {
  const master = masterWeight(account)
  const own: Signer[] =
    master === 0 ? [] : [{ kind: 'ed25519', key: account.accountId.ed25519.toBytes(), weight: master }]
  return [...own, ...account.signers.map(signerOf)]
}

const signerOf = ({ key, weight }: Pick<xdr.Signer, 'key' | 'weight'>): Signer => {
  const capped = Math.min(weight, MAX_WEIGHT)
  switch (key.type) {
    case 'signerKeyTypeEd25519':
      return { kind: 'ed25519', key: key.ed25519.toBytes(), weight: capped }
    case 'signerKeyTypePreAuthTx':
      return { kind: 'preAuth', key: key.preAuthTx.toBytes(), weight: capped }
    case 'signerKeyTypeHashX':
      return { kind: 'hashX', key: key.hashX.toBytes(), weight: capped }
    case 'signerKeyTypeEd25519SignedPayload': {
      const { ed25519, payload } = key.ed25519SignedPayload
      return { kind: 'payload', key: ed25519.toBytes(), payload, weight: capped }
    }
  }
}

const matches = (signer: Signer, signature: xdr.DecoratedSignature, hash: Uint8Array): boolean => {
  const hint = signature.hint.toBytes()
  switch (signer.kind) {
    case 'ed25519':
      return sameBytes(hint, signer.key.subarray(28)) && isSignedWith(signature, signer.key, hash)
    case 'hashX':
      return sameBytes(hint, signer.key.subarray(28)) && sameBytes(sha256(signature.signature.toBytes()), signer.key)
    case 'payload':
      return sameBytes(hint, payloadHint(signer)) && isSignedWith(signature, signer.key, signer.payload!)
    case 'preAuth':
      return false
  }
}

/** The key's hint XORed with the payload's last four bytes (or the payload, padded with zeros). */
const payloadHint = ({ key, payload }: Signer): Uint8Array => {
  const tail = new Uint8Array(4)
  tail.set(payload!.length > 4 ? payload!.subarray(-4) : payload!)
  return key.subarray(28).map((byte, i) => byte ^ tail[i]!)
}

/** What was verified before: a transaction is checked when it comes, when its ledger is made and when it is applied. */
const verified = new WeakMap<xdr.DecoratedSignature, Map<string, boolean>>()

const isSignedWith = (signature: xdr.DecoratedSignature, key: Uint8Array, message: Uint8Array): boolean => {
  const known = verified.get(signature) ?? new Map<string, boolean>()
  verified.set(signature, known)
  const text = `${toHex(key)} ${toHex(message)}`
  const before = known.get(text)
  if (before !== undefined) return before
  const isValid = isValidSignature(key, message, signature.signature.toBytes())
  known.set(text, isValid)
  return isValid
}

const isValidSignature = (key: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean => {
  const parsed = publicKeyObject(key)
  return parsed !== null && signature.length === 64 && verify(null, message, parsed, signature)
}

/** null where the bytes are no point of the curve. */
const publicKeyObject = (key: Uint8Array): KeyObject | null => {
  try {
    return createPublicKey({ key: Buffer.concat([SPKI_PREFIX, key]), format: 'der', type: 'spki' })
  } catch (error) {
    if (error instanceof Error) return null
    throw error
  }
}
