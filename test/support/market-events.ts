/** A long stream of events of a busy market: deals of many parties, each with its whole life. */
import type { ContractSpec } from '../../contract/interface/spec.ts'
import type { RawEvent } from '../../indexer/chain/event.ts'
import type { Statement } from '../../indexer/decode/fact.ts'
import { positionAt, rawEvent } from './event-xdr.ts'
import { account } from './parties.ts'
import { STATEMENTS } from './statements.ts'

const LEDGER = 100
const PER_LEDGER = 50

/** The statements of one life of a market, made by others: party `number` of `parties`, deal and stream `number`. */
export const lifeOf = (number: number, parties: number): Statement[] => {
  const provider = account(1000 + (number % parties))
  const consumer = account(1000 + parties + ((number * 7) % parties))
  const serviceProvider = account(1000 + 2 * parties + (number % parties))
  const bucketId = 1 + Math.floor(number / parties)
  const changes: Readonly<Record<string, (value: unknown, own: Values) => unknown>> = {
    provider: () => provider,
    consumer: () => consumer,
    serviceProvider: () => serviceProvider,
    party: (_, { role }) => (role === 'provider' ? provider : consumer),
    openedBy: () => consumer,
    subject: (value, { role }) => (role === undefined ? value : role === 'provider' ? provider : serviceProvider),
    bucketId: () => bucketId,
    bucket: (value) => ({ ...(value as object), providerId: provider, bucketId }),
    ...Object.fromEntries(['dealId', 'streamId', 'disputeId', 'subjectId'].map((name) => [name, numbered(number)])),
  }
  return STATEMENTS.filter(({ event }) => number === 0 || !ONCE.has(event)).map((statement) => {
    const own = { ...statement } as unknown as Values
    const changed = Object.entries(own).map(([name, value]) => [name, changes[name]?.(value, own) ?? value])
    return Object.fromEntries(changed) as Statement
  })
}

type Values = Record<string, unknown>

/** Ten of a kind in each life; 0 stands for none. */
const numbered = (number: number) => (id: unknown) => (id === 0 ? 0 : number * 10 + (id as number))

/** Published once in the life of a market. */
const ONCE = new Set([
  ...['market_created', 'owner_proposed', 'owner_changed', 'platform_fee_changed', 'stable_asset_changed'],
  ...['asset_changed', 'role_changed', 'pause_changed', 'contract_upgraded'],
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
