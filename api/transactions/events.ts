/** The events that a call would publish, or published, read by the contract's interface. Pure. */
import { StrKey, xdr } from '@stellar/stellar-sdk'
import type { ContractSpec, SpecEvent } from '../../contract/interface/spec.ts'
import type { Json } from './json.ts'
import { camelCase } from './names.ts'
import { decodeAny, decodeValue, entries } from './values.ts'

/** An event with its values by name; `values` is null for an event that the interface does not know. */
export interface PublishedEvent {
  readonly contractId: string
  readonly name: string
  readonly values: { readonly [key: string]: Json } | null
  /** Verbatim, base64. */
  readonly topics: readonly string[]
  readonly data: string
}

/** An event before it is read. */
export interface RawEvent {
  readonly contractId: string
  readonly topics: readonly xdr.ScVal[]
  readonly data: xdr.ScVal
}

/** The contract events among the diagnostic events of a simulation, in order; calls, returns and logs are left out. */
export const contractEvents = (diagnosticEvents: readonly string[]): RawEvent[] =>
  diagnosticEvents.flatMap((base64) => {
    const { event, inSuccessfulContractCall } = xdr.DiagnosticEvent.fromXdr(base64, 'base64')
    if (event.type.name !== 'contract' || !inSuccessfulContractCall || !event.contractId) return []
    const { topics, data } = event.body.value
    return { contractId: StrKey.encodeContract(event.contractId.toBytes()), topics, data }
  })

/** An event as an archive keeps it: topics and data as base64 XDR. */
export interface ArchivedEvent {
  readonly contractId: string
  readonly topics: readonly string[]
  readonly data: string
}

export const fromArchive = ({ contractId, topics, data }: ArchivedEvent): RawEvent => ({
  contractId,
  topics: topics.map((topic) => xdr.ScVal.fromXdr(topic, 'base64')),
  data: xdr.ScVal.fromXdr(data, 'base64'),
})

/** Reads events of the market by its interface; those of other contracts keep their raw form. */
export const readEvents = (spec: ContractSpec, marketId: string, raw: readonly RawEvent[]): PublishedEvent[] =>
  raw.map((event) => {
    const name = nameOf(event)
    const definition = event.contractId === marketId ? definitionOf(spec, name) : undefined
    return {
      contractId: event.contractId,
      name,
      values: definition ? readValues(spec, definition, event) : null,
      topics: event.topics.map((topic) => topic.toXdr('base64')),
      data: event.data.toXdr('base64'),
    }
  })

/** The first topic, which names an event by convention; empty for an event without one. */
export const nameOf = ({ topics: [first] }: RawEvent): string => {
  const name = first === undefined ? '' : decodeAny(first)
  return typeof name === 'string' ? name : ''
}

/** By what is on the wire: the first topic. */
const definitionOf = ({ file }: ContractSpec, name: string) =>
  file.events.find(({ prefixTopics: [first] }) => first === name)

const readValues = (spec: ContractSpec, { prefixTopics, params, dataFormat }: SpecEvent, event: RawEvent) => {
  const fromTopics = params.filter(({ location }) => location === 'topic')
  const fromData = params.filter(({ location }) => location === 'data')
  const named = new Map(entries(event.data))
  const datum = (name: string) => (dataFormat === 'singleValue' ? event.data : named.get(name))
  const values = [
    ...fromTopics.map((param, index) => ({ ...param, value: event.topics[prefixTopics.length + index] })),
    ...fromData.map((param) => ({ ...param, value: datum(param.name) })),
  ]
  return Object.fromEntries(
    values.map(({ name, type, value }) => [camelCase(name), value ? decodeValue(spec, type, value) : null]),
  )
}
