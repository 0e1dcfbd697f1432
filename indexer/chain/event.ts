/**
 * One contract event as the network published it, and its check on the way in.
 * The position (toid, event index) is the identity: it is the same on every node and in every source.
 */
import { BadAnswer } from './error.ts'
import { parseEventId } from './position.ts'
import { asObject, numberField, stringField } from './wire.ts'

/** A contract or system event, verbatim; only its place is taken apart. */
export interface RawEvent {
  /** ledger << 32 | transaction << 12 | operation. */
  readonly toid: bigint
  readonly eventIndex: number
  readonly ledger: number
  /** Close time of the ledger. */
  readonly closedAt: Date
  /** Hash of the transaction, hex. */
  readonly txHash: string
  readonly type: 'contract' | 'system'
  /** Each an ScVal as base64 XDR. */
  readonly topics: readonly string[]
  /** An ScVal as base64 XDR. */
  readonly data: string
}

/**
 * Reads one event of a getEvents answer.
 * @param contractId the contract that was asked for; another one's event is a bad answer
 * @throws BadAnswer
 */
export const readEvent = (value: unknown, contractId: string): RawEvent => {
  const wire = asObject(value, 'an event')
  const { toid, eventIndex, ledger } = parseEventId(stringField(wire, 'id'))
  if (wire.contractId !== contractId) throw new BadAnswer(`event ${wire.id} is of contract ${wire.contractId}`)
  if (numberField(wire, 'ledger') !== ledger) throw new BadAnswer(`event ${wire.id} claims ledger ${wire.ledger}`)
  return {
    toid,
    eventIndex,
    ledger,
    closedAt: readTime(stringField(wire, 'ledgerClosedAt')),
    txHash: readHash(stringField(wire, 'txHash')),
    type: readType(wire.type),
    topics: readTopics(wire.topic),
    data: readBase64(wire.value),
  }
}

/** RFC 3339. @throws BadAnswer */
const readTime = (text: string): Date => {
  const time = new Date(text)
  if (Number.isNaN(time.getTime())) throw new BadAnswer(`"${text}" is no time`)
  return time
}

const readType = (type: unknown): RawEvent['type'] => {
  if (type !== 'contract' && type !== 'system') throw new BadAnswer(`unknown event type ${JSON.stringify(type)}`)
  return type
}

const HASH = /^[0-9a-f]{64}$/
/** Looser than base64, which decoding checks: no character in it that the database or a list of topics cannot hold. */
const VISIBLE = /^[!-~]*$/

const readHash = (hash: string): string => {
  if (!HASH.test(hash)) throw new BadAnswer(`"${hash}" is no transaction hash`)
  return hash
}

const readBase64 = (text: unknown): string => {
  if (typeof text !== 'string' || !VISIBLE.test(text)) throw new BadAnswer(`no base64: ${JSON.stringify(text)}`)
  return text
}

/** The node leaves the list out where it is empty. */
const readTopics = (topics: unknown): readonly string[] => {
  if (topics === undefined || topics === null) return []
  if (!Array.isArray(topics)) throw new BadAnswer('"topic" is no list')
  return topics.map(readBase64)
}
