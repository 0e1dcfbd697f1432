/** Filters of getEvents: read, checked, matched. Filters are alternatives; the parts of one filter must all hold. */
import { StrKey, xdr } from '@stellar/stellar-sdk'
import type { PublishedEvent } from '../ledger/network.ts'
import { list, mapped, structure, text } from './params.ts'
import { invalidParams, unreadable } from './request-error.ts'

const MAX_FILTERS = 5
const MAX_CONTRACT_IDS = 5
const MAX_TOPIC_FILTERS = 5
const MAX_SEGMENTS = 4
const ANY_ONE = '*'
const ANY_REST = '**'

/** A wildcard, or an ScVal. */
type Segment = typeof ANY_ONE | typeof ANY_REST | Uint8Array

const readSegment = (segment: string): Segment => {
  if (segment === ANY_ONE || segment === ANY_REST) return segment
  try {
    return xdr.ScVal.fromXdr(segment, 'base64').toXdr()
  } catch (error) {
    throw unreadable(`decoding ScVal: ${(error as Error).message}`)
  }
}

const splitTypes = (joined: string) => (joined === '' ? [] : joined.split(','))

const filter = structure('EventFilter', {
  type: mapped(text, [], splitTypes),
  contractIds: list(text),
  topics: list(list(mapped<string, Segment>(text, new Uint8Array(), readSegment))),
})

/** The field `filters` of a request. */
export const eventFilters = list(filter)

/** A filter as it is read; nothing about it is checked yet. */
export type EventFilter = typeof filter.zero

/** @throws RequestError with stellar-rpc's text */
export const checkFilters = (filters: readonly EventFilter[]) => {
  if (filters.length > MAX_FILTERS) throw invalidParams('maximum 5 filters per request')
  for (const [i, filter] of filters.entries()) {
    const reason = faultOfFilter(filter)
    if (reason) throw invalidParams(`filter ${i + 1} invalid: ${reason}`)
  }
}

const faultOfFilter = ({ type, contractIds, topics }: EventFilter) => {
  if (!type.every((name) => name === 'system' || name === 'contract')) {
    return "filter type invalid: if set, type must be either 'system' or 'contract'"
  }
  if (contractIds.length > MAX_CONTRACT_IDS) return 'maximum 5 contract IDs per filter'
  if (topics.length > MAX_TOPIC_FILTERS) return 'maximum 5 topics per filter'
  const badId = contractIds.findIndex((id) => !StrKey.isValidContract(id))
  if (badId >= 0) return `contract ID ${badId + 1} invalid`
  const faults = topics.map(faultOfTopic)
  const badTopic = faults.findIndex((fault) => fault !== null)
  return badTopic >= 0 ? `topic ${badTopic + 1} invalid: ${faults[badTopic]}` : null
}

const faultOfTopic = (segments: readonly Segment[]) => {
  if (segments.length === 0) return 'topic must have at least 1 segment'
  const fixed = withoutRest(segments)
  const misplaced = fixed.indexOf(ANY_REST)
  if (misplaced >= 0) return `segment ${misplaced + 1} invalid: wildcard '**' is only allowed as the last segment`
  return fixed.length > MAX_SEGMENTS ? 'topic cannot have more than 4 segments' : null
}

const withoutRest = (segments: readonly Segment[]) => (segments.at(-1) === ANY_REST ? segments.slice(0, -1) : segments)

/** The contracts that can match at all; undefined when every contract can. */
export const contractsOf = (filters: readonly EventFilter[]) =>
  filters.length > 0 && filters.every(({ contractIds }) => contractIds.length > 0)
    ? [...new Set(filters.flatMap(({ contractIds }) => contractIds))]
    : undefined

/** Without filters every event matches. */
export const matchesAny = (filters: readonly EventFilter[]) => (event: PublishedEvent) =>
  filters.length === 0 || filters.some((filter) => matches(filter, event))

const matches = ({ type, contractIds, topics }: EventFilter, event: PublishedEvent) =>
  (type.length === 0 || type.includes(event.type)) &&
  (contractIds.length === 0 || contractIds.includes(event.contractId)) &&
  (topics.length === 0 || topics.some((segments) => matchesTopics(segments, event.topics)))

/** Without a trailing `**` the number of topics must be the same. */
const matchesTopics = (segments: readonly Segment[], topics: readonly Uint8Array[]) => {
  const fixed = withoutRest(segments)
  const open = fixed.length < segments.length
  if (open ? topics.length < fixed.length : topics.length !== fixed.length) return false
  return fixed.every((segment, i) => segment === ANY_ONE || Buffer.compare(segment as Uint8Array, topics[i]!) === 0)
}
