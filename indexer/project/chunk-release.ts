/** The proof feed: a row for each chunk that was released. */
import type { Transaction } from '../../prisma/client.ts'
import type { Fact } from '../decode/fact.ts'
import { placeColumns, time } from './moment.ts'
import { insertNew, PLACE, type Row, table } from './table.ts'

const CHUNK_RELEASE = table({
  name: 'chunk_release',
  key: ['toid', 'event_index', 'chunk'],
  columns: {
    ...PLACE,
    chunk: 'int',
    stream_id: 'int',
    consumer: 'text',
    provider: 'text',
    root: 'text',
    attested_at: 'timestamptz',
    amount: 'numeric',
    tip: 'numeric',
    relayer: 'text',
  },
  computed: {
    // Null where the opening of the stream is not known, and with it the token.
    asset: '(select s.asset from stream s where s.market_id = $1::int and s.stream_id = x.stream_id)',
  },
})

export const TABLE = CHUNK_RELEASE.name

export type Rows = Row<typeof CHUNK_RELEASE>[]

export const empty = (): Rows => []

export const collect = (rows: Rows, fact: Fact) => {
  if (fact.event !== 'chunks_released') return
  const { consumer, provider, streamId, chunks, gross, tip, relayer, position } = fact
  const number = BigInt(chunks.length)
  for (const { chunk, root, timestamp } of chunks)
    rows.push({
      ...placeColumns(position),
      chunk,
      stream_id: streamId,
      consumer,
      provider,
      root,
      attested_at: time(timestamp),
      amount: gross / number,
      tip: tip / number,
      relayer,
    })
}

/** Runs after the streams are written. */
export const write = (tx: Transaction, marketId: number, rows: Rows) => insertNew(tx, CHUNK_RELEASE, marketId, rows)
