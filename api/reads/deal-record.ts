/** What everything that an event of a deal wrote has in common. */
import type { Sql } from '../../prisma/client.ts'
import { type Fragment, given, text } from './fragment.ts'
import type { MarketState } from './market.ts'
import type { Key } from './noun.ts'
import { type PartiesRecordFilter, partiesRecordConditions, RECORD_COLUMNS, type RecordRow } from './record.ts'
import type { ParentKey } from './related.ts'

/** What finds a deal. */
export interface DealKey {
  marketId: number
  consumer: string
  provider: string
  dealId: number
}

export interface DealRecordRow extends RecordRow, DealKey {}

export interface DealRecordFilter extends PartiesRecordFilter {
  readonly dealId?: number | null | undefined
}

export const DEAL_RECORD_COLUMNS = {
  ...RECORD_COLUMNS,
  consumer: 'consumer',
  provider: 'provider',
  dealId: 'deal_id',
}

export const RECORDS_OF_DEAL: readonly Key<Record<keyof DealKey, unknown>>[] = [
  { property: 'marketId', type: 'int4' },
  { property: 'consumer', type: 'text' },
  { property: 'provider', type: 'text' },
  { property: 'dealId', type: 'int4' },
]

/** The key of a deal, as RECORDS_OF_DEAL names it. */
export const dealKey = ({ marketId, consumer, provider, dealId }: DealKey): ParentKey => [
  marketId,
  consumer,
  provider,
  dealId,
]

export const dealRecordConditions = (
  sql: Sql,
  table: string,
  filter: DealRecordFilter,
  market: MarketState,
): Fragment[] => [
  ...partiesRecordConditions(sql, table, filter, market),
  ...given(filter.dealId, (id) => sql`${text(sql, `${table}.deal_id`)} = ${id}`),
]
