/** What a market owes parties because a transfer to them failed. */
import { CREDITS_OF_PARTY, type CreditOrder } from '../reads/credit.ts'
import { amountOf } from './amount.ts'
import { builder } from './builder.ts'
import { Connection, connectionCost, connectionType, marketArgs, orderedRequest, pageArgs } from './connection.ts'
import { fieldsOfItems } from './look-ahead.ts'
import { ADDRESS_PART, identityOf, nodeKey } from './node-key.ts'
import { SortDirection } from './sort-direction.ts'

builder.node('Credit', {
  description: 'What a market owes a party in an asset because a transfer to it failed; `claimCredit` takes it.',
  id: { resolve: (row, _, { reads }) => nodeKey(reads.markets.byId(row.marketId), row.party, row.asset) },
  loadOne: (key, { reads }) => reads.credits.load(identityOf(reads, key, [ADDRESS_PART, ADDRESS_PART])),
  fields: (t) => ({
    party: t.expose('party', { type: 'Address', description: 'Whom it is owed.' }),
    amount: t.field({
      type: 'Amount',
      description: 'How much is owed now; 0 after it was claimed.',
      resolve: (row, _, { reads }) => amountOf(reads, row.marketId, row.amount, row.asset),
    }),
    updatedAt: t.expose('updatedAt', { type: 'DateTime', description: 'When it last changed.' }),
  }),
})

const CreditFilter = builder.inputType('CreditFilter', {
  description: 'Narrows a list of credits; conditions add up.',
  fields: (t) => ({
    party: t.field({ type: 'Address', description: 'Owed to this account.' }),
    assets: t.field({ type: ['Address'], description: 'In one of these assets.' }),
    owed: t.boolean({ description: 'Whether something is owed still; both, where left out.' }),
    amountMin: t.field({ type: 'TokenAmount', description: 'At least this many units.' }),
  }),
})

const CreditOrderField = builder.enumType('CreditOrderField', {
  description: 'What credits can be sorted by; ties go by party and asset.',
  values: {
    PARTY: { description: 'Whom it is owed.' },
    AMOUNT: { description: 'Units that are owed.' },
    UPDATED_AT: { description: 'Time of the last change.' },
  } satisfies Record<CreditOrder, { description: string }>,
})

const CreditOrderBy = builder.inputType('CreditOrder', {
  description: 'Order of a list of credits.',
  fields: (t) => ({
    field: t.field({ type: CreditOrderField, required: true, description: 'What is sorted by.' }),
    direction: t.field({
      type: SortDirection,
      required: true,
      defaultValue: 'ASC',
      description: 'Which way the list runs.',
    }),
  }),
})

const CreditConnection = connectionType('Credit', 'credits')

const listArgs = builder.args((t) => ({
  filter: t.field({ type: CreditFilter, description: 'Which credits.' }),
  orderBy: t.field({
    type: CreditOrderBy,
    required: true,
    defaultValue: { field: 'UPDATED_AT', direction: 'DESC' },
    description: 'Their order; what changed last first where none is given.',
  }),
}))

builder.queryField('credits', (t) =>
  t.field({
    type: CreditConnection,
    description: 'The credits of a market.',
    complexity: connectionCost,
    args: { ...marketArgs, ...listArgs, ...pageArgs },
    resolve: async (_, args, { reads }) =>
      new Connection(await reads.credits.list(reads.markets.byName(args.market), orderedRequest(args))),
  }),
)

for (const type of ['Provider', 'Consumer'] as const)
  builder.objectField(type, 'credits', (t) =>
    t.field({
      type: CreditConnection,
      description: 'What the market owes it.',
      complexity: connectionCost,
      args: { ...listArgs, ...pageArgs },
      resolve: async ({ marketId, address }, args, { reads }, info) =>
        new Connection(
          await reads.credits.of(CREDITS_OF_PARTY, [marketId, address], orderedRequest(args), fieldsOfItems(info)),
        ),
    }),
  )
