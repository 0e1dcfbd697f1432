import { xdr } from '@stellar/stellar-sdk'
import type { LiveEntry } from '../../ledger/network.ts'
import { type Form, readForm } from '../format.ts'
import { list, request, text } from '../params.ts'
import { internalError, invalidParams } from '../request-error.ts'
import type { Method } from './method.ts'

/** Most keys in one request. */
const MAX_KEYS = 200

const read = request('GetLedgerEntriesRequest', { keys: list(text), xdrFormat: text })

/** The entries that exist, in the order of their keys. */
export const getLedgerEntries: Method = (params, { view }) => {
  const { keys, xdrFormat } = read(params)
  const form = readForm(xdrFormat, invalidParams)
  const asked = decodeKeys(keys)
  refuseForCore(keys)
  const latestLedger = view.latest().sequence
  const entries = asked.flatMap((key) => {
    const bytes = key.toXdr()
    const found = view.entry(bytes)
    return found && !isGone(key, found, latestLedger) ? [showEntry(form, bytes, found, latestLedger)] : []
  })
  return { entries, latestLedger }
}

const decodeKeys = (keys: readonly string[]) => {
  if (keys.length > MAX_KEYS) throw invalidParams(`key count (${keys.length}) exceeds maximum supported (${MAX_KEYS})`)
  return keys.map(decodeKey)
}

const decodeKey = (text: string, index: number) => {
  const key = tryDecode(text)
  if (!key) throw invalidParams(`cannot unmarshal key value ${text} at index ${index}`)
  if (key.type === 'ttl') throw invalidParams('ledger ttl entries cannot be queried directly')
  return key
}

const tryDecode = (text: string) => {
  try {
    return xdr.LedgerKey.fromXdr(text, 'base64')
  } catch {
    return null
  }
}

/** What stellar-rpc passes on from the core that it asks. */
const refuseForCore = (keys: readonly string[]) => {
  if (keys.length === 0) throw internalError('could not query captive core: no keys specified in request')
  if (new Set(keys).size < keys.length) {
    throw internalError('could not query captive core: http request failed with non-200 status code (404)')
  }
}

const isTemporary = (key: xdr.LedgerKey) =>
  key.type === 'contractData' && key.contractData.durability.name === 'temporary'

const isExpired = ({ liveUntil }: LiveEntry, latestLedger: number) => liveUntil !== null && liveUntil < latestLedger

const isGone = (key: xdr.LedgerKey, entry: LiveEntry, latestLedger: number) =>
  isTemporary(key) && isExpired(entry, latestLedger)

const showEntry = (form: Form, key: Uint8Array, found: LiveEntry, latestLedger: number) => {
  const entry = xdr.LedgerEntry.fromXdr(found.entry)
  const lifetime = found.liveUntil ?? undefined
  return {
    ...form.field(['key', 'keyJson'], xdr.LedgerKey, key),
    ...form.field(['xdr', 'dataJson'], xdr.LedgerEntryData, entry.data.toXdr()),
    lastModifiedLedgerSeq: found.lastModified,
    liveUntilLedgerSeq: isExpired(found, latestLedger) ? 0 : lifetime,
    ...form.field(['extXdr', 'extJson'], xdr.LedgerEntryExt, entry.ext.toXdr()),
  }
}
