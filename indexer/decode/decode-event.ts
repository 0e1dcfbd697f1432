/**
 * Decoding: one event in, one of three outcomes out. Pure, and it never throws for anything an event can hold.
 * What the events look like is read from the contract's interface, not typed here a second time.
 */
import type { ContractSpec, SpecEvent } from '../../contract/interface/spec.ts'
import type { RawEvent } from '../chain/event.ts'
import { readCodeChange } from './code-change.ts'
import { compileField, compileFields, type Read } from './compile.ts'
import { FACT_EVENTS, type Fact, type Position, type Statement } from './fact.ts'
import { eventLimit } from './limits.ts'
import { Malformed } from './malformed.ts'
import { ScValReader, symbolXdr } from './scval.ts'

/** Known: a fact. Unknown: kept and counted, perhaps of a newer contract. Malformed: quarantined with the reason. */
export type Decoded =
  | { readonly outcome: 'known'; readonly name: string; readonly fact: Fact }
  | { readonly outcome: 'unknown'; readonly name: string | null }
  | { readonly outcome: 'malformed'; readonly name: string | null; readonly reason: string }

/** Reads an event whose name is known. @throws Malformed */
type ReadEvent = (reader: ScValReader, raw: RawEvent) => Record<string, unknown>

interface KnownEvent {
  readonly name: string
  readonly read: ReadEvent
}

const SYSTEM_EVENTS: Record<string, ReadEvent> = { executable_update: readCodeChange }

/** Makes the decoder of a contract. @throws Error when the interface has a type that no reader exists for */
export const createDecoder = (spec: ContractSpec): ((raw: RawEvent) => Decoded) => {
  const reader = new ScValReader()
  const contract = knownEvents(spec)
  const system = new Map(
    Object.entries(SYSTEM_EVENTS).map(([name, read]) => [firstTopic(name), { name, read }] as const),
  )
  return (raw) => {
    const known = (raw.type === 'system' ? system : contract).get(raw.topics[0] ?? '')
    if (known === undefined) return unfamiliar(reader, raw)
    try {
      const values = known.read(reader, raw)
      const fact = { event: known.name, ...values, position: positionOf(raw) }
      return { outcome: 'known', name: known.name, fact: fact as Statement & { position: Position } }
    } catch (error) {
      if (!(error instanceof Malformed)) throw error
      return { outcome: 'malformed', name: known.name, reason: error.reason }
    }
  }
}

/** Readers by the first topic as it stands in the event, so that the name need not be decoded to find one. */
const knownEvents = (spec: ContractSpec): Map<string, KnownEvent> =>
  new Map(
    spec.file.events
      .map((event) => ({ name: event.prefixTopics[0] ?? event.name, event }))
      .filter(({ name }) => FACT_EVENTS.includes(name))
      .map(({ name, event }) => [firstTopic(name), { name, read: compileEvent(spec, name, event) }] as const),
  )

const firstTopic = (name: string) => Buffer.from(symbolXdr(name)).toString('base64')

const compileEvent = (spec: ContractSpec, name: string, event: SpecEvent): ReadEvent => {
  const prefix = event.prefixTopics.slice(1).map(firstTopic)
  const params = event.params.filter(({ location }) => location === 'topic')
  const topics = params.map((param) => compileField(spec, name, param))
  const readData = compileData(spec, name, event)
  const limit = eventLimit(name)
  const count = 1 + prefix.length + topics.length
  return (reader, raw) => {
    if (raw.topics.length !== count) throw new Malformed(`has ${raw.topics.length} topics, not ${count}`)
    for (const [index, expected] of prefix.entries())
      if (raw.topics[index + 1] !== expected) throw new Malformed(`topic ${index + 2} is not the expected one`)
    const values: Record<string, unknown> = {}
    for (let index = 0; index < topics.length; index += 1) {
      const { key, read } = topics[index]!
      values[key] = whole(reader, raw.topics[1 + prefix.length + index]!, read, params[index]!.name)
    }
    Object.assign(values, whole(reader, raw.data, readData, 'data'))
    const wrong = limit?.(values)
    return wrong === undefined ? values : reject(wrong)
  }
}

/** The data of an event as an object of its fields, in whichever of the three forms the contract writes it. */
const compileData = (spec: ContractSpec, name: string, event: SpecEvent): Read => {
  const params = event.params.filter(({ location }) => location === 'data')
  if (event.dataFormat === 'map') return compileFields(spec, name, params, true)
  const fields = params.map((param) => compileField(spec, name, param))
  const readAll: Read = (reader) => Object.fromEntries(fields.map(({ key, read }) => [key, read(reader)]))
  if (event.dataFormat === 'singleValue' && fields.length > 0) return readAll
  return (reader) => {
    if (event.dataFormat === 'singleValue') return reader.void() ? {} : reject('is not void')
    return reader.vec() === fields.length ? readAll(reader) : reject(`has not ${fields.length} values`)
  }
}

const reject = (message: string): never => {
  throw new Malformed(message)
}

/** Reads a value that must fill its XDR. */
const whole = (reader: ScValReader, base64: string, read: Read, field: string): unknown => {
  inField(field, () => reader.open(base64))
  const value = read(reader)
  inField(field, () => reader.close())
  return value
}

const inField = (field: string, act: () => void) => {
  try {
    act()
  } catch (error) {
    throw error instanceof Malformed ? error.within(field) : error
  }
}

/** An event of a name that is not in the interface; without a readable name it is malformed. */
const unfamiliar = (reader: ScValReader, raw: RawEvent): Decoded => {
  const [first] = raw.topics
  if (first === undefined) return { outcome: 'malformed', name: null, reason: 'has no topics' }
  try {
    return { outcome: 'unknown', name: whole(reader, first, readName, 'topic 1') as string }
  } catch (error) {
    if (!(error instanceof Malformed)) throw error
    return { outcome: 'malformed', name: null, reason: error.within('topic 1').reason }
  }
}

const readName: Read = (reader) => reader.symbol()

const positionOf = ({ toid, eventIndex, ledger, closedAt, txHash }: RawEvent): Position => ({
  toid,
  eventIndex,
  ledger,
  closedAt,
  txHash,
})
