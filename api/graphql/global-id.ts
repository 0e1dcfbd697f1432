/** Ids among all objects of the API: base64url of `Type:key`, where the key starts with the market's name. */
import { clientError } from './errors.ts'

/** Opaque to clients; stays the same for as long as the object exists. */
export const encodeGlobalId = (type: string, key: string | number | bigint): string =>
  Buffer.from(`${type}:${key}`).toString('base64url')

/** The types that have ids: those that implement `Node`. */
export const NODE_TYPES: readonly string[] = [
  'Market',
  'Provider',
  'Consumer',
  'ServiceProvider',
  'Certification',
  'Bucket',
  'Unit',
  'Deal',
  'DealChange',
  'Stream',
  'StreamChange',
  'ChunkRelease',
  'Dispute',
  'DisputeEvidence',
  'Payment',
  'Credit',
  'CreditChange',
  'Asset',
  'RoleChange',
  'ReputationChange',
  'UsageReport',
  'SlaReport',
  'Event',
]

/** @throws BAD_ID for a text that `encodeGlobalId` did not make */
export const decodeGlobalId = (id: string): { typename: string; id: string } => {
  const text = Buffer.from(id, 'base64url').toString('utf8')
  const [, typename, key] = /^([A-Za-z]+):(.+)$/.exec(text) ?? []
  if (
    typename === undefined ||
    key === undefined ||
    !NODE_TYPES.includes(typename) ||
    encodeGlobalId(typename, key) !== id
  )
    throw clientError('BAD_ID', `"${id}" is no id of this API.`)
  return { typename, id: key }
}
