/** Data units: the capacity that providers committed to buckets, part by part. */
import { UNITS_OF_BUCKET, UNITS_OF_DEAL, type UnitOrder } from '../reads/unit.ts'
import { builder } from './builder.ts'
import { Connection, connectionCost, connectionType, marketArgs, orderedRequest, pageArgs } from './connection.ts'
import { fieldsOfItems } from './look-ahead.ts'
import { ADDRESS_PART, identityOf, NUMBER_PART, nodeKey } from './node-key.ts'
import { SortDirection } from './sort-direction.ts'

export const UnitStatus = builder.enumType('UnitStatus', {
  description: 'What a data unit is used for.',
  values: {
    FREE: { value: 'Free', description: 'Open to deals.' },
    RESERVED: { value: 'Reserved', description: 'Kept for a deal that was accepted.' },
    IN_USE: { value: 'InUse', description: 'Used by a deal that is running.' },
    MAINTENANCE: { value: 'Maintenance', description: 'Taken out by its provider for a while.' },
    DECOMMISSIONING: { value: 'Decommissioning', description: 'Leaves when its deal ends.' },
    DECOMMISSIONED: { value: 'Decommissioned', description: 'Taken out for good; final.' },
  } as const,
})

builder.node('Unit', {
  description: 'A data unit: a part of the capacity that a provider committed to a bucket.',
  id: {
    resolve: (row, _, { reads }) => nodeKey(reads.markets.byId(row.marketId), row.provider, row.bucketId, row.unitId),
  },
  loadOne: (key, { reads }) => reads.units.load(identityOf(reads, key, [ADDRESS_PART, NUMBER_PART, NUMBER_PART])),
  fields: (t) => ({
    unitId: t.exposeInt('unitId', { description: "The bucket's number for it, from 1, never used twice." }),
    bucket: t.field({
      type: 'Bucket',
      nullable: true,
      description: 'The bucket it belongs to; null where its listing was not seen.',
      resolve: (row, _, { reads }) => reads.buckets.load([row.marketId, row.provider, row.bucketId]),
    }),
    bucketId: t.exposeInt('bucketId', { description: "The provider's number for the bucket." }),
    providerAddress: t.expose('provider', { type: 'Address', description: 'The account that committed it.' }),
    status: t.expose('status', { type: UnitStatus, description: 'What it is used for.' }),
    dealId: t.exposeInt('dealId', { nullable: true, description: 'The deal that it is kept for or used by.' }),
    updatedAt: t.expose('updatedAt', { type: 'DateTime', description: 'When it last changed.' }),
  }),
})

const UnitFilter = builder.inputType('UnitFilter', {
  description: 'Narrows a list of data units; conditions add up.',
  fields: (t) => ({
    providers: t.field({ type: ['Address'], description: 'Of these providers.' }),
    bucketId: t.int({ description: 'Of the bucket with this number; name its provider too.' }),
    statuses: t.field({ type: [UnitStatus], description: 'In one of these states.' }),
    dealId: t.int({ description: 'Kept for or used by the deal with this number.' }),
  }),
})

const UnitOrderField = builder.enumType('UnitOrderField', {
  description: 'What data units can be sorted by.',
  values: {
    PLACE: { description: 'Provider, bucket, number.' },
  } satisfies Record<UnitOrder, { description: string }>,
})

const UnitOrderBy = builder.inputType('UnitOrder', {
  description: 'Order of a list of data units.',
  fields: (t) => ({
    field: t.field({ type: UnitOrderField, required: true, description: 'What is sorted by.' }),
    direction: t.field({
      type: SortDirection,
      required: true,
      defaultValue: 'ASC',
      description: 'Which way the list runs.',
    }),
  }),
})

const UnitConnection = connectionType('Unit', 'data units')

const listArgs = builder.args((t) => ({
  filter: t.field({ type: UnitFilter, description: 'Which data units.' }),
  orderBy: t.field({
    type: UnitOrderBy,
    required: true,
    defaultValue: { field: 'PLACE', direction: 'ASC' },
    description: 'Their order.',
  }),
}))

builder.queryField('units', (t) =>
  t.field({
    type: UnitConnection,
    description: 'The data units of a market.',
    complexity: connectionCost,
    args: { ...marketArgs, ...listArgs, ...pageArgs },
    resolve: async (_, args, { reads }, info) => {
      const market = reads.markets.byName(args.market)
      return new Connection(await reads.units.list(market, orderedRequest(args), fieldsOfItems(info)))
    },
  }),
)

const relatedUnits = { type: UnitConnection, complexity: connectionCost, args: { ...listArgs, ...pageArgs } }

builder.objectField('Bucket', 'units', (t) =>
  t.field({
    ...relatedUnits,
    description: 'The data units that its provider committed to it.',
    resolve: async ({ marketId, provider, bucketId }, args, { reads }, info) =>
      new Connection(
        await reads.units.of(
          UNITS_OF_BUCKET,
          [marketId, provider, bucketId],
          orderedRequest(args),
          fieldsOfItems(info),
        ),
      ),
  }),
)

builder.objectField('Deal', 'units', (t) =>
  t.field({
    ...relatedUnits,
    description: 'The data units that are kept for it or used by it.',
    resolve: async ({ marketId, dealId }, args, { reads }, info) =>
      new Connection(
        await reads.units.of(UNITS_OF_DEAL, [marketId, dealId], orderedRequest(args), fieldsOfItems(info)),
      ),
  }),
)
