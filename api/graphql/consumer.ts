/** Accounts that rent storage. */
import { builder } from './builder.ts'
import { Connection, connectionCost, connectionType, marketArgs, orderedRequest, pageArgs } from './connection.ts'
import { ADDRESS_PART, identityOf, nodeKey } from './node-key.ts'
import { ConsumerFilter, DEFAULT_PARTY_ORDER, PartyOrderBy } from './party.ts'

builder.node('Consumer', {
  description: 'An account that rents storage.',
  id: { resolve: (row, _, { reads }) => nodeKey(reads.markets.byId(row.marketId), row.address) },
  loadOne: (key, { reads }) => reads.consumers.load(identityOf(reads, key, [ADDRESS_PART])),
  fields: (t) => ({
    market: t.field({
      type: 'Market',
      description: 'The market it is registered with.',
      resolve: (row, _, { reads }) => reads.markets.byId(row.marketId),
    }),
    address: t.expose('address', { type: 'Address', description: 'The account.' }),
    description: t.exposeString('description', { description: 'What the account says of itself.' }),
    reputation: t.exposeInt('reputation', {
      description: '0 to 100; it starts at 50 and moves with settlements, completions and breaches.',
    }),
    registeredAt: t.expose('registeredAt', { type: 'DateTime', description: 'When it registered.' }),
    updatedAt: t.expose('updatedAt', { type: 'DateTime', description: 'When its entry last changed.' }),
    deleted: t.exposeBoolean('deleted', {
      description: 'Whether the owner of the market deleted it; its history stays.',
    }),
  }),
})

const ConsumerConnection = connectionType('Consumer', 'consumers')

builder.queryFields((t) => ({
  consumer: t.field({
    type: 'Consumer',
    nullable: true,
    description: 'The consumer with this address, deleted or not; null when there never was one.',
    args: {
      ...marketArgs,
      address: t.arg({ type: 'Address', required: true, description: 'The account.' }),
    },
    resolve: (_, { market, address }, { reads }) => reads.consumers.load([reads.markets.byName(market).id, address]),
  }),
  consumers: t.field({
    type: ConsumerConnection,
    description: 'The consumers of a market.',
    complexity: connectionCost,
    args: {
      ...marketArgs,
      filter: t.arg({ type: ConsumerFilter, description: 'Which consumers.' }),
      orderBy: t.arg({
        type: PartyOrderBy,
        required: true,
        defaultValue: DEFAULT_PARTY_ORDER,
        description: 'Their order.',
      }),
      ...pageArgs,
    },
    resolve: async (_, args, { reads }) =>
      new Connection(await reads.consumers.list(reads.markets.byName(args.market), orderedRequest(args))),
  }),
}))
