/**
 * What everything that an event wrote has in common: the place on the chain, which is its identity and its order.
 * A time is turned into a place (the first ledger from it on), so that the index on places serves it.
 */
import type { Sql } from '../../prisma/client.ts'
import { type Fragment, given, oneOf, text } from './fragment.ts'
import type { MarketState } from './market.ts'
import type { Key } from './noun.ts'

export interface RecordRow {
  marketId: number
  toid: bigint
  eventIndex: number
  ledger: number
  closedAt: Date
  txHash: string
}

export interface RecordFilter {
  readonly ledgerFrom?: number | null | undefined
  readonly ledgerTo?: number | null | undefined
  readonly closedAfter?: Date | null | undefined
  readonly closedBefore?: Date | null | undefined
  readonly txHash?: string | null | undefined
}

/** Of records that a consumer and a provider share. */
export interface PartiesRecordFilter extends RecordFilter {
  readonly consumers?: readonly string[] | null | undefined
  readonly providers?: readonly string[] | null | undefined
}

export const RECORD_COLUMNS = {
  marketId: 'market_id',
  toid: 'toid',
  eventIndex: 'event_index',
  ledger: 'ledger',
  closedAt: 'closed_at',
  txHash: 'tx_hash',
}

/** The place on the chain. */
export const PLACE: readonly Key<Pick<RecordRow, 'toid' | 'eventIndex'>>[] = [
  { property: 'toid', type: 'int8' },
  { property: 'eventIndex', type: 'int4' },
]

export const RECORD_IDENTITY: readonly Key<Pick<RecordRow, 'marketId' | 'toid' | 'eventIndex'>>[] = [
  { property: 'marketId', type: 'int4' },
  ...PLACE,
]

export type RecordOrder = 'POSITION'

const LAST_PLACE = 2n ** 63n - 1n

/** The first place of a ledger: toid = ledger << 32. */
const placeOf = (ledger: number): bigint => {
  const place = BigInt(ledger) << 32n
  return place > LAST_PLACE ? LAST_PLACE : place
}

/** The first place at or after a time; null in SQL when every event is earlier. */
const placeAt = (sql: Sql, market: MarketState, time: Date): Fragment => sql`(
  select ledger.sequence::int8 << 32 from ledger
  where ledger.network_id = ${market.networkId} and ledger.closed_at >= ${time}
  order by ledger.closed_at, ledger.sequence limit 1)`

export const recordConditions = (sql: Sql, table: string, filter: RecordFilter, market: MarketState): Fragment[] => {
  const toid = () => text(sql, `${table}.toid`)
  return [
    ...given(filter.ledgerFrom, (ledger) => sql`${toid()} >= ${placeOf(ledger)}`),
    ...given(filter.ledgerTo, (ledger) => sql`${toid()} < ${placeOf(ledger + 1)}`),
    ...given(filter.closedAfter, (time) => sql`${toid()} >= ${placeAt(sql, market, time)}`),
    ...given(filter.closedBefore, (time) => sql`${toid()} < coalesce(${placeAt(sql, market, time)}, ${LAST_PLACE})`),
    ...given(filter.txHash, (hash) => sql`${text(sql, `${table}.tx_hash`)} = ${hash}`),
  ]
}

export const partiesRecordConditions = (
  sql: Sql,
  table: string,
  filter: PartiesRecordFilter,
  market: MarketState,
): Fragment[] => [
  ...recordConditions(sql, table, filter, market),
  ...given(filter.consumers, (list) => oneOf(sql, `${table}.consumer`, list)),
  ...given(filter.providers, (list) => oneOf(sql, `${table}.provider`, list)),
]
