/** Tokens that deals and streams are, or were, accepted in. */
import type { AssetOrder } from '../reads/asset.ts'
import { builder } from './builder.ts'
import { Connection, connectionCost, connectionType, marketArgs, orderedRequest, pageArgs } from './connection.ts'
import { ADDRESS_PART, identityOf, nodeKey } from './node-key.ts'
import { SortDirection } from './sort-direction.ts'

builder.node('Asset', {
  description: 'A token that deals and streams are, or were, accepted in.',
  id: { resolve: (row, _, { reads }) => nodeKey(reads.markets.byId(row.marketId), row.address) },
  loadOne: (key, { reads }) => reads.assets.load(identityOf(reads, key, [ADDRESS_PART])),
  fields: (t) => ({
    address: t.expose('address', { type: 'Address', description: 'Contract of the token.' }),
    symbol: t.exposeString('symbol', { description: 'Symbol, as the token calls itself.' }),
    decimals: t.exposeInt('decimals', { description: 'Decimals: units / 10^decimals is one token.' }),
    accepted: t.exposeBoolean('accepted', { description: 'Whether new deals and streams may be paid in it.' }),
    isDefault: t.boolean({
      description: 'Whether new deals are paid in it where they name no asset.',
      resolve: ({ marketId, address }, _, { reads }) => reads.markets.byId(marketId).config?.stableAsset === address,
    }),
  }),
})

const AssetFilter = builder.inputType('AssetFilter', {
  description: 'Narrows a list of assets; conditions add up.',
  fields: (t) => ({
    addresses: t.field({ type: ['Address'], description: 'Only these.' }),
    symbols: t.stringList({ description: 'With one of these symbols.' }),
    accepted: t.boolean({ description: 'Whether new deals and streams may be paid in them; both, where left out.' }),
  }),
})

const AssetOrderField = builder.enumType('AssetOrderField', {
  description: 'What assets can be sorted by.',
  values: { ADDRESS: { description: 'Address.' } } satisfies Record<AssetOrder, { description: string }>,
})

const AssetOrderBy = builder.inputType('AssetOrder', {
  description: 'Order of a list of assets.',
  fields: (t) => ({
    field: t.field({ type: AssetOrderField, required: true, description: 'What is sorted by.' }),
    direction: t.field({
      type: SortDirection,
      required: true,
      defaultValue: 'ASC',
      description: 'Which way the list runs.',
    }),
  }),
})

const AssetConnection = connectionType('Asset', 'assets')

builder.queryField('assets', (t) =>
  t.field({
    type: AssetConnection,
    description: 'The assets of a market.',
    complexity: connectionCost,
    args: {
      ...marketArgs,
      filter: t.arg({ type: AssetFilter, description: 'Which assets.' }),
      orderBy: t.arg({
        type: AssetOrderBy,
        required: true,
        defaultValue: { field: 'ADDRESS', direction: 'ASC' },
        description: 'Their order.',
      }),
      ...pageArgs,
    },
    resolve: async (_, args, { reads }) =>
      new Connection(await reads.assets.list(reads.markets.byName(args.market), orderedRequest(args))),
  }),
)
