/** Accounts that offer services around storage. */
import type { ServiceProviderOrder } from '../reads/service-provider.ts'
import { builder } from './builder.ts'
import { certifiedFilterFields } from './certified.ts'
import { Connection, connectionCost, connectionType, marketArgs, orderedRequest, pageArgs } from './connection.ts'
import { ADDRESS_PART, identityOf, nodeKey } from './node-key.ts'
import { SortDirection } from './sort-direction.ts'

builder.node('ServiceProvider', {
  description: 'An account that offers services around storage.',
  id: { resolve: (row, _, { reads }) => nodeKey(reads.markets.byId(row.marketId), row.address) },
  loadOne: (key, { reads }) => reads.serviceProviders.load(identityOf(reads, key, [ADDRESS_PART])),
  fields: (t) => ({
    market: t.field({
      type: 'Market',
      description: 'The market it is registered with.',
      resolve: (row, _, { reads }) => reads.markets.byId(row.marketId),
    }),
    address: t.expose('address', { type: 'Address', description: 'The account.' }),
    category: t.exposeString('category', { description: 'What it offers, in a word or two of its own.' }),
    description: t.exposeString('description', { description: 'What the account says of itself.' }),
    registeredAt: t.expose('registeredAt', { type: 'DateTime', description: 'When it registered.' }),
    updatedAt: t.expose('updatedAt', { type: 'DateTime', description: 'When its entry last changed.' }),
    deleted: t.exposeBoolean('deleted', {
      description: 'Whether the owner of the market deleted it; its history stays.',
    }),
  }),
})

const ServiceProviderFilter = builder.inputType('ServiceProviderFilter', {
  description: 'Narrows a list of service providers; conditions add up.',
  fields: (t) => ({
    search: t.string({ description: 'Text that description or category contain, in upper or lower case.' }),
    addresses: t.field({ type: ['Address'], description: 'Only these accounts.' }),
    categories: t.stringList({ description: 'In one of these categories, as they write it.' }),
    ...certifiedFilterFields(t),
    registeredAfter: t.field({ type: 'DateTime', description: 'Registered at this time or later.' }),
    registeredBefore: t.field({ type: 'DateTime', description: 'Registered before this time.' }),
    deleted: t.boolean({
      description: 'Whether those that were deleted are meant; those that were not, where left out.',
    }),
  }),
})

const ServiceProviderOrderField = builder.enumType('ServiceProviderOrderField', {
  description: 'What service providers can be sorted by; ties go by address.',
  values: {
    ADDRESS: { description: 'Address.' },
    CATEGORY: { description: 'Category.' },
    REGISTERED_AT: { description: 'Time of registration.' },
    UPDATED_AT: { description: 'Time of the last change.' },
  } satisfies Record<ServiceProviderOrder, { description: string }>,
})

const ServiceProviderOrderBy = builder.inputType('ServiceProviderOrder', {
  description: 'Order of a list of service providers.',
  fields: (t) => ({
    field: t.field({ type: ServiceProviderOrderField, required: true, description: 'What is sorted by.' }),
    direction: t.field({
      type: SortDirection,
      required: true,
      defaultValue: 'ASC',
      description: 'Which way the list runs.',
    }),
  }),
})

const ServiceProviderConnection = connectionType('ServiceProvider', 'service providers')

builder.queryFields((t) => ({
  serviceProvider: t.field({
    type: 'ServiceProvider',
    nullable: true,
    description: 'The service provider with this address, deleted or not; null when there never was one.',
    args: {
      ...marketArgs,
      address: t.arg({ type: 'Address', required: true, description: 'The account.' }),
    },
    resolve: (_, { market, address }, { reads }) =>
      reads.serviceProviders.load([reads.markets.byName(market).id, address]),
  }),
  serviceProviders: t.field({
    type: ServiceProviderConnection,
    description: 'The service providers of a market.',
    complexity: connectionCost,
    args: {
      ...marketArgs,
      filter: t.arg({ type: ServiceProviderFilter, description: 'Which service providers.' }),
      orderBy: t.arg({
        type: ServiceProviderOrderBy,
        required: true,
        defaultValue: { field: 'REGISTERED_AT', direction: 'DESC' },
        description: 'Their order.',
      }),
      ...pageArgs,
    },
    resolve: async (_, args, { reads }) =>
      new Connection(await reads.serviceProviders.list(reads.markets.byName(args.market), orderedRequest(args))),
  }),
}))
