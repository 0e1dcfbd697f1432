/** A long stream of events of a busy market: deals of many parties, each with its whole life. */
import type { ContractSpec } from '../../contract/interface/spec.ts'
import type { RawEvent } from '../../indexer/chain/event.ts'
import type { Statement } from '../../indexer/decode/fact.ts'
import { positionAt, rawEvent } from './event-xdr.ts'
import { account, STATEMENTS } from './statements.ts'

const LEDGER = 100
const PER_LEDGER = 50

/** The statements of one life of a market, made by others: party `number` of `parties`, deal `number`. */
export const lifeOf = (number: number, parties: number): Statement[] => {
  const provider = account(1000 + (number % parties))
  const consumer = account(1000 + parties + ((number * 7) % parties))
  const dealId = number * 10
  return STATEMENTS.filter(({ event }) => number === 0 || !MARKET.has(event)).map((statement) => {
    const own = { ...statement } as Record<string, unknown>
    if ('provider' in own) own.provider = provider
    if ('consumer' in own) own.consumer = consumer
    if ('party' in own) own.party = own.role === 'provider' ? provider : consumer
    if ('dealId' in own) own.dealId = dealId + (own.dealId as number)
    if ('bucketId' in own) own.bucketId = 1 + Math.floor(number / parties)
    if ('bucket' in own) own.bucket = { ...(own.bucket as object), providerId: provider, bucketId: own.bucketId }
    return own as unknown as Statement
  })
}

/** Published once in the life of a market. */
const MARKET = new Set([
  'market_created',
  'owner_changed',
  'platform_fee_changed',
  'stable_asset_changed',
  'contract_upgraded',
])

/** Statements in chain order, `events` of them. */
export const marketStatements = ({ events, parties }: { events: number; parties: number }): Statement[] => {
  const statements: Statement[] = []
  for (let number = 0; statements.length < events; number += 1) statements.push(...lifeOf(number, parties))
  return statements.slice(0, events)
}

/** The place of the n-th event of the stream. */
export const placeOf = (number: number) =>
  positionAt(LEDGER + Math.floor(number / PER_LEDGER), 1 + Math.floor((number % PER_LEDGER) / 2), number % 2)

/** The same as the network publishes them. */
export const marketEvents = (spec: ContractSpec, size: { events: number; parties: number }): RawEvent[] =>
  marketStatements(size).map((statement, number) => rawEvent(spec, statement, placeOf(number)))
