/** Chunks of streams that proofs released: the proof feed. */
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
import { identityOf, NUMBER_PART } from './node-key.ts'
import { ChainRecord, RECORD_PARTS, recordKey, streamOf, streamRecordFilterFields } from './record.ts'

builder.node('ChunkRelease', {
  description: 'A chunk of a stream that a proof released.',
  interfaces: [ChainRecord],
  id: { resolve: (row, _, { reads }) => recordKey(reads, row, row.chunk) },
  loadOne: (key, { reads }) => reads.chunkReleases.load(identityOf(reads, key, [...RECORD_PARTS, NUMBER_PART])),
  fields: (t) => ({
    stream: t.field(streamOf),
    streamId: t.exposeInt('streamId', { description: 'Number of the stream.' }),
    consumerAddress: t.expose('consumer', { type: 'Address', description: 'Consumer of the stream.' }),
    providerAddress: t.expose('provider', { type: 'Address', description: 'Provider of the stream.' }),
    chunk: t.exposeInt('chunk', { description: 'Which chunk, from 0.' }),
    root: t.expose('root', { type: 'Hash', description: 'Root of the stored data that the attestor signed.' }),
    attestedAt: t.expose('attestedAt', { type: 'DateTime', description: 'When the attestor signed it.' }),
    amount: t.field({
      type: 'Amount',
      description: 'What it paid, fee included.',
      resolve: (row, _, { reads }) => amountOf(reads, row.marketId, row.amount, row.asset),
    }),
    tip: t.field({
      type: 'Amount',
      description: 'What whoever brought the proof got for it.',
      resolve: (row, _, { reads }) => amountOf(reads, row.marketId, row.tip, row.asset),
    }),
    relayer: t.expose('relayer', {
      type: 'Address',
      nullable: true,
      description: 'Who brought the proof; null where nobody claimed the tip.',
    }),
  }),
})

const ChunkReleaseFilter = builder.inputType('ChunkReleaseFilter', {
  description: 'Narrows a list of released chunks; conditions add up.',
  fields: (t) => ({
    ...streamRecordFilterFields(t),
    relayers: t.field({ type: ['Address'], description: 'Whose proofs one of these brought.' }),
    chunk: t.int({ description: 'With this number in their stream.' }),
    root: t.field({ type: 'Hash', description: 'With this root.' }),
  }),
})

const ChunkReleaseConnection = connectionType('ChunkRelease', 'released chunks')

const listArgs = {
  filter: builder.args((t) => ({
    filter: t.field({ type: ChunkReleaseFilter, description: 'Which released chunks.' }),
  })).filter,
  ...recordArgs,
  ...pageArgs,
}

builder.queryField('chunkReleases', (t) =>
  t.field({
    type: ChunkReleaseConnection,
    description: 'The proof feed of a market; as a subscription it is live.',
    complexity: connectionCost,
    args: { ...marketArgs, ...listArgs },
    resolve: async (_, args, { reads }, info) => {
      const market = reads.markets.byName(args.market)
      return new Connection(await reads.chunkReleases.list(market, recordRequest(args), fieldsOfItems(info)))
    },
  }),
)

builder.objectField('Stream', 'releases', (t) =>
  t.field({
    type: ChunkReleaseConnection,
    description: 'The chunks that were released.',
    complexity: connectionCost,
    args: listArgs,
    resolve: async (stream, args, { reads }, info) =>
      new Connection(
        await reads.chunkReleases.of(RECORDS_OF_STREAM, streamKey(stream), recordRequest(args), fieldsOfItems(info)),
      ),
  }),
)
