/** Events of the contract, verbatim as the chain published them. */
import { given } from './fragment.ts'
import type { Noun } from './noun.ts'
import {
  PLACE,
  RECORD_COLUMNS,
  RECORD_IDENTITY,
  type RecordFilter,
  type RecordOrder,
  type RecordRow,
  recordConditions,
} from './record.ts'

export type EventOutcome = 'known' | 'unknown' | 'malformed'

export interface EventRow extends RecordRow {
  type: 'contract' | 'system'
  topics: string[]
  data: string
  outcome: EventOutcome
  name: string | null
}

export interface EventFilter extends RecordFilter {
  readonly names?: readonly string[] | null | undefined
  readonly outcomes?: readonly EventOutcome[] | null | undefined
}

export const events: Noun<EventRow, EventFilter, RecordOrder> = {
  table: 'raw_event',
  columns: { ...RECORD_COLUMNS, type: 'type', topics: 'topics', data: 'data', outcome: 'outcome', name: 'name' },
  identity: RECORD_IDENTITY,
  orders: { POSITION: [] },
  tail: PLACE,
  conditions: (sql, filter, market) => [
    ...recordConditions(sql, 'raw_event', filter, market),
    ...given(filter.names, (list) => sql`raw_event.name = any(${[...list]}::text[])`),
    ...given(filter.outcomes, (list) => sql`raw_event.outcome = any(${[...list]}::text[])`),
  ],
}
