/** Disagreements about deals and streams. */
import {
  DISPUTES_OF_CONSUMER,
  DISPUTES_OF_DEAL,
  DISPUTES_OF_PROVIDER,
  DISPUTES_OF_STREAM,
  type DisputeOrder,
  type DisputeRow,
} from '../reads/dispute.ts'
import type { Reads } from '../reads/reads.ts'
import { amountOf } from './amount.ts'
import { builder } from './builder.ts'
import { Connection, connectionCost, connectionType, marketArgs, orderedRequest, pageArgs } from './connection.ts'
import { fieldsOfItems } from './look-ahead.ts'
import { identityOf, NUMBER_PART, nodeKey } from './node-key.ts'
import { dealOf, streamOf } from './record.ts'
import { SortDirection } from './sort-direction.ts'

export const DisputeStatus = builder.enumType('DisputeStatus', {
  description: 'Where a dispute stands. All but OPEN are final.',
  values: {
    OPEN: { value: 'Open', description: 'The parties bring evidence; what it is about stands still.' },
    RESOLVED: { value: 'Resolved', description: 'The arbiter split what was held; final.' },
    WITHDRAWN: { value: 'Withdrawn', description: 'Whoever opened it withdrew it; final.' },
    LAPSED: { value: 'Lapsed', description: 'Nobody decided it in time: the ordinary rules go on; final.' },
  } as const,
})

const inAsset = async (reads: Reads, row: DisputeRow, units: string | null) => {
  if (units === null) return null
  const { marketId, consumer, provider, dealId, streamId } = row
  const about =
    streamId === null
      ? await reads.deals.load([marketId, consumer, provider, dealId!])
      : await reads.streams.load([marketId, streamId])
  return amountOf(reads, marketId, units, about?.asset)
}

builder.node('Dispute', {
  description: 'A disagreement of the parties of a deal or stream.',
  id: { resolve: (row, _, { reads }) => nodeKey(reads.markets.byId(row.marketId), row.disputeId) },
  loadOne: (key, { reads }) => reads.disputes.load(identityOf(reads, key, [NUMBER_PART])),
  fields: (t) => ({
    market: t.field({
      type: 'Market',
      description: 'The market it is on.',
      resolve: (row, _, { reads }) => reads.markets.byId(row.marketId),
    }),
    disputeId: t.exposeInt('disputeId', { description: "The market's number for it, from 1." }),
    deal: t.field({ ...dealOf, description: 'The deal it is about; null where it is about a stream.' }),
    stream: t.field({ ...streamOf, description: 'The stream it is about; null where it is about a deal.' }),
    consumerAddress: t.expose('consumer', { type: 'Address', description: 'Who rents.' }),
    providerAddress: t.expose('provider', { type: 'Address', description: 'Who stores.' }),
    openedBy: t.expose('openedBy', { type: 'Address', description: 'Which of the two opened it.' }),
    reason: t.exposeString('reason', { description: 'Why, in the words of the one who opened it.' }),
    reasonHash: t.expose('reasonHash', { type: 'Hash', description: 'Hash of the document that says why.' }),
    status: t.expose('status', { type: DisputeStatus, description: 'Where it stands.' }),
    evidenceCount: t.exposeInt('evidenceCount', { description: 'How many hashes of evidence were brought.' }),
    consumerAmount: t.field({
      type: 'Amount',
      nullable: true,
      description: 'What the arbiter gave the consumer; null where it was not decided.',
      resolve: (row, _, { reads }) => inAsset(reads, row, row.consumerAmount),
    }),
    providerAmount: t.field({
      type: 'Amount',
      nullable: true,
      description: 'What the arbiter gave the provider; null where it was not decided.',
      resolve: (row, _, { reads }) => inAsset(reads, row, row.providerAmount),
    }),
    openedAt: t.expose('openedAt', { type: 'DateTime', description: 'When it was opened.' }),
    deadlineAt: t.expose('deadlineAt', { type: 'DateTime', description: 'From when anyone may let it lapse.' }),
    closedAt: t.expose('closedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it ended; null while it is open.',
    }),
    updatedAt: t.expose('updatedAt', { type: 'DateTime', description: 'When it last changed.' }),
  }),
})

const DisputeFilter = builder.inputType('DisputeFilter', {
  description: 'Narrows a list of disputes; conditions add up.',
  fields: (t) => ({
    party: t.field({ type: 'Address', description: 'Of this account, as consumer or provider.' }),
    consumers: t.field({ type: ['Address'], description: 'Of these consumers.' }),
    providers: t.field({ type: ['Address'], description: 'Of these providers.' }),
    dealId: t.int({ description: 'About the deal with this number.' }),
    streamId: t.int({ description: 'About the stream with this number.' }),
    openedBy: t.field({ type: 'Address', description: 'Opened by this account.' }),
    statuses: t.field({ type: [DisputeStatus], description: 'In one of these states.' }),
    openedAfter: t.field({ type: 'DateTime', description: 'Opened at this time or later.' }),
    openedBefore: t.field({ type: 'DateTime', description: 'Opened before this time.' }),
    deadlineBefore: t.field({ type: 'DateTime', description: 'Whose time is over before this time.' }),
  }),
})

const DisputeOrderField = builder.enumType('DisputeOrderField', {
  description: 'What disputes can be sorted by; ties go by number.',
  values: {
    DISPUTE_ID: { description: 'Number.' },
    OPENED_AT: { description: 'Time of the opening.' },
    UPDATED_AT: { description: 'Time of the last change.' },
    DEADLINE: { description: 'From when they may lapse.' },
  } satisfies Record<DisputeOrder, { description: string }>,
})

const DisputeOrderBy = builder.inputType('DisputeOrder', {
  description: 'Order of a list of disputes.',
  fields: (t) => ({
    field: t.field({ type: DisputeOrderField, required: true, description: 'What is sorted by.' }),
    direction: t.field({
      type: SortDirection,
      required: true,
      defaultValue: 'ASC',
      description: 'Which way the list runs.',
    }),
  }),
})

const DisputeConnection = connectionType('Dispute', 'disputes')

const listArgs = builder.args((t) => ({
  filter: t.field({ type: DisputeFilter, description: 'Which disputes.' }),
  orderBy: t.field({
    type: DisputeOrderBy,
    required: true,
    defaultValue: { field: 'DISPUTE_ID', direction: 'DESC' },
    description: 'Their order; newest first where none is given.',
  }),
}))

builder.queryFields((t) => ({
  dispute: t.field({
    type: 'Dispute',
    nullable: true,
    description: 'One dispute, whatever its state; null when there never was one.',
    args: { ...marketArgs, disputeId: t.arg.int({ required: true, description: "The market's number for it." }) },
    resolve: (_, { market, disputeId }, { reads }) => reads.disputes.load([reads.markets.byName(market).id, disputeId]),
  }),
  disputes: t.field({
    type: DisputeConnection,
    description: 'The disputes of a market.',
    complexity: connectionCost,
    args: { ...marketArgs, ...listArgs, ...pageArgs },
    resolve: async (_, args, { reads }) =>
      new Connection(await reads.disputes.list(reads.markets.byName(args.market), orderedRequest(args))),
  }),
}))

const relatedDisputes = { type: DisputeConnection, complexity: connectionCost, args: { ...listArgs, ...pageArgs } }

builder.objectField('Provider', 'disputes', (t) =>
  t.field({
    ...relatedDisputes,
    description: 'The disputes about what it stores.',
    resolve: async ({ marketId, address }, args, { reads }, info) =>
      new Connection(
        await reads.disputes.of(DISPUTES_OF_PROVIDER, [marketId, address], orderedRequest(args), fieldsOfItems(info)),
      ),
  }),
)

builder.objectField('Consumer', 'disputes', (t) =>
  t.field({
    ...relatedDisputes,
    description: 'The disputes about what it rents.',
    resolve: async ({ marketId, address }, args, { reads }, info) =>
      new Connection(
        await reads.disputes.of(DISPUTES_OF_CONSUMER, [marketId, address], orderedRequest(args), fieldsOfItems(info)),
      ),
  }),
)

builder.objectField('Deal', 'disputes', (t) =>
  t.field({
    ...relatedDisputes,
    description: 'The disputes about it, also those that ended.',
    resolve: async ({ marketId, dealId }, args, { reads }, info) =>
      new Connection(
        await reads.disputes.of(DISPUTES_OF_DEAL, [marketId, dealId], orderedRequest(args), fieldsOfItems(info)),
      ),
  }),
)

builder.objectField('Stream', 'disputes', (t) =>
  t.field({
    ...relatedDisputes,
    description: 'The disputes about it, also those that ended.',
    resolve: async ({ marketId, streamId }, args, { reads }, info) =>
      new Connection(
        await reads.disputes.of(DISPUTES_OF_STREAM, [marketId, streamId], orderedRequest(args), fieldsOfItems(info)),
      ),
  }),
)
