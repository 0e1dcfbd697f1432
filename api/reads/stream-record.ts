/** What everything that an event of a stream wrote has in common. */
import type { Sql } from '../../prisma/client.ts'
import { type Fragment, given, text } from './fragment.ts'
import type { MarketState } from './market.ts'
import type { Key } from './noun.ts'
import { type PartiesRecordFilter, partiesRecordConditions, RECORD_COLUMNS, type RecordRow } from './record.ts'
import type { ParentKey } from './related.ts'

/** What finds a stream. */
export interface StreamKey {
  marketId: number
  streamId: number
}

export interface StreamRecordRow extends RecordRow, StreamKey {
  consumer: string
  provider: string
}

export interface StreamRecordFilter extends PartiesRecordFilter {
  readonly streamId?: number | null | undefined
}

export const STREAM_RECORD_COLUMNS = {
  ...RECORD_COLUMNS,
  consumer: 'consumer',
  provider: 'provider',
  streamId: 'stream_id',
}

export const RECORDS_OF_STREAM: readonly Key<Record<keyof StreamKey, unknown>>[] = [
  { property: 'marketId', type: 'int4' },
  { property: 'streamId', type: 'int4' },
]

/** The key of a stream, as RECORDS_OF_STREAM names it. */
export const streamKey = ({ marketId, streamId }: StreamKey): ParentKey => [marketId, streamId]

export const streamRecordConditions = (
  sql: Sql,
  table: string,
  filter: StreamRecordFilter,
  market: MarketState,
): Fragment[] => [
  ...partiesRecordConditions(sql, table, filter, market),
  ...given(filter.streamId, (id) => sql`${text(sql, `${table}.stream_id`)} = ${id}`),
]
