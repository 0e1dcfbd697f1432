/** Contracts between a consumer and a provider. */
import { DEALS_OF_BUCKET, DEALS_OF_CONSUMER, DEALS_OF_PROVIDER, type DealOrder } from '../reads/deal.ts'
import { builder } from './builder.ts'
import { Connection, connectionCost, connectionType, marketArgs, orderedRequest, pageArgs } from './connection.ts'
import { DealMoney, DealTerms, DealUsage } from './deal-terms.ts'
import { fieldsOfItems } from './look-ahead.ts'
import { ADDRESS_PART, identityOf, NUMBER_PART, nodeKey } from './node-key.ts'
import { disputeOf } from './record.ts'
import { SortDirection } from './sort-direction.ts'

export const DealStatus = builder.enumType('DealStatus', {
  description: 'Where a deal stands. COMPLETED and CANCELLED are final.',
  values: {
    PENDING: { value: 'Pending', description: 'Proposed by the consumer; the provider has not answered.' },
    ACCEPTED: { value: 'Accepted', description: 'Accepted by the provider; not funded yet.' },
    FUNDED: { value: 'Funded', description: 'Funded and running.' },
    COMPLETED: { value: 'Completed', description: 'Ended by the consumer; final.' },
    CANCELLED: { value: 'Cancelled', description: 'Rejected, withdrawn, timed out or cancelled; final.' },
    BREACHED_CONSUMER: { value: 'BreachedConsumer', description: 'Its balance did not cover the usage.' },
    BREACHED_PROVIDER: { value: 'BreachedProvider', description: 'The service fell short of the terms.' },
  } as const,
})

builder.node('Deal', {
  description: 'A contract between a consumer and a provider on a bucket.',
  id: {
    resolve: (row, _, { reads }) => nodeKey(reads.markets.byId(row.marketId), row.consumer, row.provider, row.dealId),
  },
  loadOne: (key, { reads }) => reads.deals.load(identityOf(reads, key, [ADDRESS_PART, ADDRESS_PART, NUMBER_PART])),
  fields: (t) => ({
    market: t.field({
      type: 'Market',
      description: 'The market it was made on.',
      resolve: (row, _, { reads }) => reads.markets.byId(row.marketId),
    }),
    dealId: t.exposeInt('dealId', { description: "The market's number for it, from 1." }),
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
    status: t.expose('status', { type: DealStatus, description: 'Where it stands.' }),
    deleted: t.exposeBoolean('deleted', {
      description: 'Whether the owner of the market deleted it; its history stays.',
    }),
    fbRepoId: t.exposeString('fbRepoId', { description: 'Id of the repository on the platform that uses it.' }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When the consumer proposed it.' }),
    startedAt: t.expose('startedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was funded; null before.',
    }),
    endsAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When its agreed time is over; null before it started.',
      resolve: ({ startedAt, durationSecs }) => endOf(startedAt, durationSecs),
    }),
    lastSettledAt: t.expose('lastSettledAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When its usage was last settled; null before the first time.',
    }),
    periodEnd: t.expose('periodEnd', {
      type: 'DateTime',
      nullable: true,
      description: 'End of the last period that usage was reported for; null before the first.',
    }),
    updatedAt: t.expose('updatedAt', { type: 'DateTime', description: 'When it last changed.' }),
    dispute: t.field({ ...disputeOf, description: 'The dispute that is open on it; null while there is none.' }),
    terms: t.field({ type: DealTerms, description: 'What was agreed.', resolve: (row) => row }),
    money: t.field({ type: DealMoney, description: 'What was paid, and what is held.', resolve: (row) => row }),
    usage: t.field({ type: DealUsage, description: 'What was used.', resolve: (row) => row }),
  }),
})

/** The last moment that a JavaScript date can name, in milliseconds. */
const LAST_MOMENT = 8_640_000_000_000_000n

const endOf = (startedAt: Date | null, durationSecs: string): Date | null => {
  if (!startedAt) return null
  const end = BigInt(startedAt.getTime()) + BigInt(durationSecs) * 1000n
  return end > LAST_MOMENT ? null : new Date(Number(end))
}

const DealFilter = builder.inputType('DealFilter', {
  description: 'Narrows a list of deals; conditions add up.',
  fields: (t) => ({
    party: t.field({ type: 'Address', description: 'Of this account, as consumer or provider.' }),
    consumers: t.field({ type: ['Address'], description: 'Of these consumers.' }),
    providers: t.field({ type: ['Address'], description: 'Of these providers.' }),
    bucketId: t.int({ description: 'On the bucket with this number; name its provider too.' }),
    statuses: t.field({ type: [DealStatus], description: 'In one of these states.' }),
    assets: t.field({ type: ['Address'], description: 'Paid in one of these assets.' }),
    createdAfter: t.field({ type: 'DateTime', description: 'Proposed at this time or later.' }),
    createdBefore: t.field({ type: 'DateTime', description: 'Proposed before this time.' }),
    updatedAfter: t.field({ type: 'DateTime', description: 'Last changed at this time or later.' }),
    updatedBefore: t.field({ type: 'DateTime', description: 'Last changed before this time.' }),
    disputed: t.boolean({ description: 'Whether a dispute is open on them.' }),
    deleted: t.boolean({ description: 'Whether deleted ones are meant; both, where left out.' }),
  }),
})

const DealOrderField = builder.enumType('DealOrderField', {
  description: 'What deals can be sorted by; ties go by number.',
  values: {
    DEAL_ID: { description: 'Number.' },
    CREATED_AT: { description: 'Time of the proposal.' },
    UPDATED_AT: { description: 'Time of the last change.' },
    BALANCE: { description: 'Units that the contract holds for it.' },
  } satisfies Record<DealOrder, { description: string }>,
})

const DealOrderBy = builder.inputType('DealOrder', {
  description: 'Order of a list of deals.',
  fields: (t) => ({
    field: t.field({ type: DealOrderField, required: true, description: 'What is sorted by.' }),
    direction: t.field({
      type: SortDirection,
      required: true,
      defaultValue: 'ASC',
      description: 'Which way the list runs.',
    }),
  }),
})

const DealConnection = connectionType('Deal', 'deals')

const listArgs = builder.args((t) => ({
  filter: t.field({ type: DealFilter, description: 'Which deals.' }),
  orderBy: t.field({
    type: DealOrderBy,
    required: true,
    defaultValue: { field: 'DEAL_ID', direction: 'DESC' },
    description: 'Their order; newest first where none is given.',
  }),
}))

builder.queryFields((t) => ({
  deal: t.field({
    type: 'Deal',
    nullable: true,
    description: 'One deal, whatever its state; null when there never was one.',
    args: {
      ...marketArgs,
      consumer: t.arg({ type: 'Address', required: true, description: 'Who rents.' }),
      provider: t.arg({ type: 'Address', required: true, description: 'Who stores.' }),
      dealId: t.arg.int({ required: true, description: "The market's number for it." }),
    },
    resolve: (_, { market, consumer, provider, dealId }, { reads }) =>
      reads.deals.load([reads.markets.byName(market).id, consumer, provider, dealId]),
  }),
  deals: t.field({
    type: DealConnection,
    description: 'The deals of a market.',
    complexity: connectionCost,
    args: { ...marketArgs, ...listArgs, ...pageArgs },
    resolve: async (_, args, { reads }, info) => {
      const market = reads.markets.byName(args.market)
      const page = await reads.deals.list(market, orderedRequest(args), fieldsOfItems(info))
      return new Connection(page)
    },
  }),
}))

const relatedDeals = { type: DealConnection, complexity: connectionCost, args: { ...listArgs, ...pageArgs } }

builder.objectField('Provider', 'deals', (t) =>
  t.field({
    ...relatedDeals,
    description: 'The deals it stores for.',
    resolve: async ({ marketId, address }, args, { reads }, info) =>
      new Connection(
        await reads.deals.of(DEALS_OF_PROVIDER, [marketId, address], orderedRequest(args), fieldsOfItems(info)),
      ),
  }),
)

builder.objectField('Consumer', 'deals', (t) =>
  t.field({
    ...relatedDeals,
    description: 'The deals it rents by.',
    resolve: async ({ marketId, address }, args, { reads }, info) =>
      new Connection(
        await reads.deals.of(DEALS_OF_CONSUMER, [marketId, address], orderedRequest(args), fieldsOfItems(info)),
      ),
  }),
)

builder.objectField('Bucket', 'deals', (t) =>
  t.field({
    ...relatedDeals,
    description: 'The deals on it.',
    resolve: async ({ marketId, provider, bucketId }, args, { reads }, info) =>
      new Connection(
        await reads.deals.of(
          DEALS_OF_BUCKET,
          [marketId, provider, bucketId],
          orderedRequest(args),
          fieldsOfItems(info),
        ),
      ),
  }),
)
