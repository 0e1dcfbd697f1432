/** The history of streams. */
import type { Reads } from '../reads/reads.ts'
import type { StreamChangeRow } from '../reads/stream-change.ts'
import { RECORDS_OF_STREAM, streamKey } from '../reads/stream-record.ts'
import { amountOf } from './amount.ts'
import { builder } from './builder.ts'
import {
  Connection,
  connectionCost,
  connectionType,
  marketArgs,
  pageArgs,
  recordArgs,
  recordRequest,
} from './connection.ts'
import { fieldsOfItems } from './look-ahead.ts'
import { identityOf } from './node-key.ts'
import { ChainRecord, disputeOf, RECORD_PARTS, recordKey, streamOf, streamRecordFilterFields } from './record.ts'
import { StreamStatus } from './stream.ts'

const StreamChangeKind = builder.enumType('StreamChangeKind', {
  description: 'What happened to a stream.',
  values: {
    OPENED: { value: 'opened', description: 'The consumer opened and funded it.' },
    ACCEPTED: { value: 'accepted', description: 'The provider accepted it and locked the collateral.' },
    WITHDRAWN: { value: 'withdrawn', description: 'The consumer withdrew it.' },
    CHUNKS_RELEASED: { value: 'chunks_released', description: 'Proofs released chunks.' },
    SLASHED: { value: 'slashed', description: 'Chunks were missing at the deadline.' },
    FINISHED: { value: 'finished', description: 'It ended with all chunks released.' },
    DISPUTE_CHANGED: { value: 'dispute_changed', description: 'A dispute was opened, withdrawn or lapsed.' },
    RESOLVED: { value: 'resolved', description: 'The arbiter decided a dispute: what was held is split.' },
  } satisfies Record<string, { value: StreamChangeRow['kind']; description: string }>,
})

const amountField = (column: 'amount' | 'fee' | 'tip' | 'collateral', description: string) =>
  ({
    type: 'Amount',
    nullable: true,
    description,
    resolve: (row: StreamChangeRow, _: unknown, { reads }: { reads: Reads }) => {
      const units = row[column]
      return units === null ? null : inAssetOfStream(reads, row, units)
    },
  }) as const

const inAssetOfStream = async (reads: Reads, row: StreamChangeRow, units: string) => {
  const stream = await reads.streams.load([row.marketId, row.streamId])
  return amountOf(reads, row.marketId, units, stream?.asset)
}

builder.node('StreamChange', {
  description: 'A change of a stream: the event, what it moved, and the state after it.',
  interfaces: [ChainRecord],
  id: { resolve: (row, _, { reads }) => recordKey(reads, row) },
  loadOne: (key, { reads }) => reads.streamChanges.load(identityOf(reads, key, RECORD_PARTS)),
  fields: (t) => ({
    stream: t.field(streamOf),
    kind: t.expose('kind', { type: StreamChangeKind, description: 'What happened.' }),
    status: t.expose('status', { type: StreamStatus, description: 'Where the stream stood after it.' }),
    amount: t.field(amountField('amount', 'What it moved, fee included, tips apart; null where nothing moved.')),
    fee: t.field(amountField('fee', 'Of released chunks, the fee.')),
    tip: t.field(amountField('tip', 'Of released chunks, what whoever brought the proofs got.')),
    collateral: t.field(amountField('collateral', 'Collateral that it locked, returned or slashed.')),
    chunks: t.exposeInt('chunks', { nullable: true, description: 'How many chunks it released.' }),
    released: t.exposeInt('released', { description: 'Chunks released after it, of all.' }),
    held: t.field({
      type: 'Amount',
      description: 'What the contract held for the stream after it, collateral apart.',
      resolve: (row, _, { reads }) => inAssetOfStream(reads, row, row.balance),
    }),
    dispute: t.field(disputeOf),
  }),
})

const StreamChangeFilter = builder.inputType('StreamChangeFilter', {
  description: 'Narrows a list of changes of streams; conditions add up.',
  fields: (t) => ({
    ...streamRecordFilterFields(t),
    kinds: t.field({ type: [StreamChangeKind], description: 'One of these changes.' }),
  }),
})

const StreamChangeConnection = connectionType('StreamChange', 'changes of streams')

const listArgs = {
  filter: builder.args((t) => ({
    filter: t.field({ type: StreamChangeFilter, description: 'Which changes of streams.' }),
  })).filter,
  ...recordArgs,
  ...pageArgs,
}

builder.queryField('streamChanges', (t) =>
  t.field({
    type: StreamChangeConnection,
    description: 'The changes of all streams of a market.',
    complexity: connectionCost,
    args: { ...marketArgs, ...listArgs },
    resolve: async (_, args, { reads }) =>
      new Connection(await reads.streamChanges.list(reads.markets.byName(args.market), recordRequest(args))),
  }),
)

builder.objectField('Stream', 'history', (t) =>
  t.field({
    type: StreamChangeConnection,
    description: 'Everything that happened to it.',
    complexity: connectionCost,
    args: listArgs,
    resolve: async (stream, args, { reads }, info) =>
      new Connection(
        await reads.streamChanges.of(RECORDS_OF_STREAM, streamKey(stream), recordRequest(args), fieldsOfItems(info)),
      ),
  }),
)
