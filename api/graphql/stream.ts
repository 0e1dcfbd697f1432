/** Payments that flow chunk by chunk, each for a proof that the data is stored. */
import {
  isOverdueAt,
  STREAMS_OF_BUCKET,
  STREAMS_OF_CONSUMER,
  STREAMS_OF_PROVIDER,
  type StreamOrder,
} from '../reads/stream.ts'
import { builder } from './builder.ts'
import { Connection, connectionCost, connectionType, marketArgs, orderedRequest, pageArgs } from './connection.ts'
import { fieldsOfItems } from './look-ahead.ts'
import { identityOf, NUMBER_PART, nodeKey } from './node-key.ts'
import { disputeOf } from './record.ts'
import { SortDirection } from './sort-direction.ts'
import { StreamMoney, StreamTerms } from './stream-terms.ts'

export const StreamStatus = builder.enumType('StreamStatus', {
  description: 'Where a stream stands. All but OPEN and ACTIVE are final.',
  values: {
    OPEN: { value: 'Open', description: 'Opened and funded by the consumer; the provider has not accepted.' },
    ACTIVE: { value: 'Active', description: 'Accepted by the provider: proofs release chunks.' },
    FINISHED: { value: 'Finished', description: 'All chunks were released; final.' },
    WITHDRAWN: { value: 'Withdrawn', description: 'Withdrawn by the consumer before it was accepted; final.' },
    SLASHED: { value: 'Slashed', description: 'Chunks were missing at the deadline: all went to the consumer; final.' },
    RESOLVED: { value: 'Resolved', description: 'The arbiter of a dispute split what was held; final.' },
  } as const,
})

builder.node('Stream', {
  description: 'A payment that flows chunk by chunk, each for a proof that the data is stored.',
  id: { resolve: (row, _, { reads }) => nodeKey(reads.markets.byId(row.marketId), row.streamId) },
  loadOne: (key, { reads }) => reads.streams.load(identityOf(reads, key, [NUMBER_PART])),
  fields: (t) => ({
    market: t.field({
      type: 'Market',
      description: 'The market it was opened on.',
      resolve: (row, _, { reads }) => reads.markets.byId(row.marketId),
    }),
    streamId: t.exposeInt('streamId', { description: "The market's number for it, from 1." }),
    consumer: t.field({
      type: 'Consumer',
      nullable: true,
      description: 'Who rents; null where the registration was not seen.',
      resolve: (row, _, { reads }) => reads.consumers.load([row.marketId, row.consumer]),
    }),
    consumerAddress: t.expose('consumer', { type: 'Address', description: 'The account that rents.' }),
    provider: t.field({
      type: 'Provider',
      nullable: true,
      description: 'Who stores; null where the registration was not seen.',
      resolve: (row, _, { reads }) => reads.providers.load([row.marketId, row.provider]),
    }),
    providerAddress: t.expose('provider', { type: 'Address', description: 'The account that stores.' }),
    bucket: t.field({
      type: 'Bucket',
      nullable: true,
      description: 'The offer it is about, as it is now; null where its listing was not seen.',
      resolve: (row, _, { reads }) => reads.buckets.load([row.marketId, row.provider, row.bucketId]),
    }),
    bucketId: t.exposeInt('bucketId', { description: "The provider's number for the offer." }),
    status: t.expose('status', { type: StreamStatus, description: 'Where it stands.' }),
    released: t.exposeInt('released', { description: 'Chunks that were released so far.' }),
    overdue: t.boolean({
      description: 'Whether anyone may slash it: its deadline is over, chunks are missing, no dispute is open.',
      resolve: (row, _, { reads }) => isOverdueAt(row, reads.markets.byId(row.marketId)),
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When the consumer opened it.' }),
    acceptedAt: t.expose('acceptedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When the provider accepted it; null before.',
    }),
    deadlineAt: t.expose('deadlineAt', {
      type: 'DateTime',
      description: 'When all chunks must be released: as agreed, and what lapsed disputes took.',
    }),
    updatedAt: t.expose('updatedAt', { type: 'DateTime', description: 'When it last changed.' }),
    dispute: t.field({ ...disputeOf, description: 'The dispute that is open on it; null while there is none.' }),
    terms: t.field({ type: StreamTerms, description: 'What was agreed.', resolve: (row) => row }),
    money: t.field({ type: StreamMoney, description: 'What was paid, and what is held.', resolve: (row) => row }),
  }),
})

const StreamFilter = builder.inputType('StreamFilter', {
  description: 'Narrows a list of streams; conditions add up.',
  fields: (t) => ({
    party: t.field({ type: 'Address', description: 'Of this account, as consumer or provider.' }),
    consumers: t.field({ type: ['Address'], description: 'Of these consumers.' }),
    providers: t.field({ type: ['Address'], description: 'Of these providers.' }),
    bucketId: t.int({ description: 'On the bucket with this number; name its provider too.' }),
    statuses: t.field({ type: [StreamStatus], description: 'In one of these states.' }),
    assets: t.field({ type: ['Address'], description: 'Paid in one of these assets.' }),
    proofSetId: t.field({ type: 'UInt64', description: 'About this set of proofs.' }),
    disputed: t.boolean({ description: 'Whether a dispute is open on them.' }),
    overdue: t.boolean({ description: 'Whether anyone may slash them.' }),
    deadlineAfter: t.field({ type: 'DateTime', description: 'Whose deadline is at this time or later.' }),
    deadlineBefore: t.field({ type: 'DateTime', description: 'Whose deadline is before this time.' }),
    createdAfter: t.field({ type: 'DateTime', description: 'Opened at this time or later.' }),
    createdBefore: t.field({ type: 'DateTime', description: 'Opened before this time.' }),
    updatedAfter: t.field({ type: 'DateTime', description: 'Last changed at this time or later.' }),
    updatedBefore: t.field({ type: 'DateTime', description: 'Last changed before this time.' }),
  }),
})

const StreamOrderField = builder.enumType('StreamOrderField', {
  description: 'What streams can be sorted by; ties go by number.',
  values: {
    STREAM_ID: { description: 'Number.' },
    CREATED_AT: { description: 'Time of the opening.' },
    UPDATED_AT: { description: 'Time of the last change.' },
    DEADLINE: { description: 'When all chunks must be released.' },
    BALANCE: { description: 'Units that the contract holds for it, collateral apart.' },
  } satisfies Record<StreamOrder, { description: string }>,
})

const StreamOrderBy = builder.inputType('StreamOrder', {
  description: 'Order of a list of streams.',
  fields: (t) => ({
    field: t.field({ type: StreamOrderField, required: true, description: 'What is sorted by.' }),
    direction: t.field({
      type: SortDirection,
      required: true,
      defaultValue: 'ASC',
      description: 'Which way the list runs.',
    }),
  }),
})

const StreamConnection = connectionType('Stream', 'streams')

const listArgs = builder.args((t) => ({
  filter: t.field({ type: StreamFilter, description: 'Which streams.' }),
  orderBy: t.field({
    type: StreamOrderBy,
    required: true,
    defaultValue: { field: 'STREAM_ID', direction: 'DESC' },
    description: 'Their order; newest first where none is given.',
  }),
}))

builder.queryFields((t) => ({
  stream: t.field({
    type: 'Stream',
    nullable: true,
    description: 'One stream, whatever its state; null when there never was one.',
    args: { ...marketArgs, streamId: t.arg.int({ required: true, description: "The market's number for it." }) },
    resolve: (_, { market, streamId }, { reads }) => reads.streams.load([reads.markets.byName(market).id, streamId]),
  }),
  streams: t.field({
    type: StreamConnection,
    description: 'The streams of a market.',
    complexity: connectionCost,
    args: { ...marketArgs, ...listArgs, ...pageArgs },
    resolve: async (_, args, { reads }, info) => {
      const market = reads.markets.byName(args.market)
      const page = await reads.streams.list(market, orderedRequest(args), fieldsOfItems(info))
      return new Connection(page)
    },
  }),
}))

const relatedStreams = { type: StreamConnection, complexity: connectionCost, args: { ...listArgs, ...pageArgs } }

builder.objectField('Provider', 'streams', (t) =>
  t.field({
    ...relatedStreams,
    description: 'The streams it stores for.',
    resolve: async ({ marketId, address }, args, { reads }, info) =>
      new Connection(
        await reads.streams.of(STREAMS_OF_PROVIDER, [marketId, address], orderedRequest(args), fieldsOfItems(info)),
      ),
  }),
)

builder.objectField('Consumer', 'streams', (t) =>
  t.field({
    ...relatedStreams,
    description: 'The streams it rents by.',
    resolve: async ({ marketId, address }, args, { reads }, info) =>
      new Connection(
        await reads.streams.of(STREAMS_OF_CONSUMER, [marketId, address], orderedRequest(args), fieldsOfItems(info)),
      ),
  }),
)

builder.objectField('Bucket', 'streams', (t) =>
  t.field({
    ...relatedStreams,
    description: 'The streams on it.',
    resolve: async ({ marketId, provider, bucketId }, args, { reads }, info) =>
      new Connection(
        await reads.streams.of(
          STREAMS_OF_BUCKET,
          [marketId, provider, bucketId],
          orderedRequest(args),
          fieldsOfItems(info),
        ),
      ),
  }),
)
