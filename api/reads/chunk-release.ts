/** Chunks of streams that proofs released: the proof feed. */
import { given, oneOf } from './fragment.ts'
import type { Noun } from './noun.ts'
import { PLACE, RECORD_IDENTITY, type RecordOrder } from './record.ts'
import { streams } from './stream.ts'
import {
  STREAM_RECORD_COLUMNS,
  type StreamRecordFilter,
  type StreamRecordRow,
  streamRecordConditions,
} from './stream-record.ts'

export interface ChunkReleaseRow extends StreamRecordRow {
  chunk: number
  root: string
  attestedAt: Date
  asset: string | null
  amount: string
  tip: string
  relayer: string | null
}

export interface ChunkReleaseFilter extends StreamRecordFilter {
  readonly relayers?: readonly string[] | null | undefined
  readonly chunk?: number | null | undefined
  readonly root?: string | null | undefined
}

export const chunkReleases: Noun<ChunkReleaseRow, ChunkReleaseFilter, RecordOrder> = {
  table: 'chunk_release',
  columns: {
    ...STREAM_RECORD_COLUMNS,
    chunk: 'chunk',
    root: 'root',
    attestedAt: 'attested_at',
    asset: 'asset',
    amount: 'amount',
    tip: 'tip',
    relayer: 'relayer',
  },
  identity: [...RECORD_IDENTITY, { property: 'chunk', type: 'int4' }],
  orders: { POSITION: [] },
  tail: [...PLACE, { property: 'chunk', type: 'int4' }],
  joins: {
    stream: {
      noun: streams,
      on: 'stream.market_id = chunk_release.market_id and stream.stream_id = chunk_release.stream_id',
    },
  },
  needs: {
    __typename: [],
    id: [],
    eventId: [],
    event: ['toid', 'eventIndex'],
    stream: ['streamId'],
    consumerAddress: ['consumer'],
    providerAddress: ['provider'],
    amount: ['amount', 'asset'],
    tip: ['tip', 'asset'],
  },
  conditions: (sql, filter, market) => [
    ...streamRecordConditions(sql, 'chunk_release', filter, market),
    ...given(filter.relayers, (list) => oneOf(sql, 'chunk_release.relayer', list)),
    ...given(filter.chunk, (chunk) => sql`chunk_release.chunk = ${chunk}`),
    ...given(filter.root, (root) => sql`chunk_release.root = ${root}`),
  ],
}
