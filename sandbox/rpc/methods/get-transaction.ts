import { readForm } from '../format.ts'
import { request, text } from '../params.ts'
import { invalidParams } from '../request-error.ts'
import { transactionDetails } from '../transaction-details.ts'
import { type Method, type Node, seconds } from './method.ts'

/** Hex digits of a hash. */
const HASH_LENGTH = 64

const read = request('GetTransactionRequest', { hash: text, xdrFormat: text })

/** By its hash, or by the hash inside a fee bump; `txHash` is the one that was asked, as it was written. */
export const getTransaction: Method = (params, { view }) => {
  const { hash, xdrFormat } = read(params)
  const form = readForm(xdrFormat, invalidParams)
  checkHash(hash)
  const found = view.transaction(hash.toLowerCase())
  if (!found) return { ...rangeOf(view), ...notFound(hash) }
  const details = { ...transactionDetails(form, found), txHash: hash, createdAt: seconds(found.closeTime) }
  return { ...rangeOf(view), ...details }
}

/** Go halves the number of digits before it compares, so 65 of them pass the first check and fail the second. */
const checkHash = (hash: string) => {
  const { length } = hash
  if (Math.floor(length / 2) !== HASH_LENGTH / 2) throw invalidParams(`unexpected hash length (${length})`)
  const bad = hash.match(/[^0-9a-fA-F]/u)?.[0]
  if (bad) throw invalidParams(`incorrect hash: encoding/hex: invalid byte: ${unicodeName(bad)}`)
  if (length !== HASH_LENGTH) throw invalidParams('incorrect hash: encoding/hex: odd length hex string')
}

const unicodeName = (character: string) => {
  const code = character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')
  return `U+${code} '${character}'`
}

const rangeOf = (view: Node['view']) => {
  const [latest, oldest] = [view.latest(), view.oldest()]
  return {
    latestLedger: latest.sequence,
    latestLedgerCloseTime: seconds(latest.closeTime),
    oldestLedger: oldest.sequence,
    oldestLedgerCloseTime: seconds(oldest.closeTime),
  }
}

const notFound = (hash: string) => ({
  status: 'NOT_FOUND',
  txHash: hash,
  applicationOrder: 0,
  feeBump: false,
  events: {},
  ledger: 0,
  createdAt: '0',
})
