/** The history of credits: what a token refused, and what was claimed. */
import { CHANGES_OF_CREDIT } from '../reads/credit-change.ts'
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
import { ChainRecord, RECORD_PARTS, recordFilterFields, recordKey } from './record.ts'

const CreditChangeKind = builder.enumType('CreditChangeKind', {
  description: 'How a credit changed.',
  values: {
    ADDED: { value: 'added', description: 'A token refused a payment to the creditor; the market owes it since.' },
    CLAIMED: { value: 'claimed', description: 'The creditor took all that it was owed in the asset.' },
  } as const,
})

builder.node('CreditChange', {
  description: 'A step in the history of a credit.',
  interfaces: [ChainRecord],
  id: { resolve: (row, _, { reads }) => recordKey(reads, row) },
  loadOne: (key, { reads }) => reads.creditChanges.load(identityOf(reads, key, RECORD_PARTS)),
  fields: (t) => ({
    creditorAddress: t.expose('party', { type: 'Address', description: 'Whose credit it is.' }),
    kind: t.expose('kind', { type: CreditChangeKind, description: 'How it changed.' }),
    amount: t.field({
      type: 'Amount',
      description: 'How much was added or claimed.',
      resolve: (row, _, { reads }) => amountOf(reads, row.marketId, row.amount, row.asset),
    }),
    owed: t.field({
      type: 'Amount',
      description: 'How much was owed afterwards.',
      resolve: (row, _, { reads }) => amountOf(reads, row.marketId, row.credit, row.asset),
    }),
    to: t.expose('to', { type: 'Address', nullable: true, description: 'Who received a claim; null for an addition.' }),
  }),
})

const CreditChangeFilter = builder.inputType('CreditChangeFilter', {
  description: 'Narrows a history of credits; conditions add up.',
  fields: (t) => ({
    ...recordFilterFields(t),
    party: t.field({ type: 'Address', description: 'Credits of this account.' }),
    assets: t.field({ type: ['Address'], description: 'In one of these assets.' }),
    kinds: t.field({ type: [CreditChangeKind], description: 'Changes of one of these kinds.' }),
  }),
})

const CreditChangeConnection = connectionType('CreditChange', 'changes of credits')

const listArgs = {
  filter: builder.args((t) => ({ filter: t.field({ type: CreditChangeFilter, description: 'Which changes.' }) }))
    .filter,
  ...recordArgs,
  ...pageArgs,
}

builder.queryField('creditChanges', (t) =>
  t.field({
    type: CreditChangeConnection,
    description: 'Every change of the credits of a market.',
    complexity: connectionCost,
    args: { ...marketArgs, ...listArgs },
    resolve: async (_, args, { reads }) =>
      new Connection(await reads.creditChanges.list(reads.markets.byName(args.market), recordRequest(args))),
  }),
)

builder.objectField('Credit', 'history', (t) =>
  t.field({
    type: CreditChangeConnection,
    description: 'How it came about.',
    complexity: connectionCost,
    args: listArgs,
    resolve: async ({ marketId, party, asset }, args, { reads }, info) =>
      new Connection(
        await reads.creditChanges.of(
          CHANGES_OF_CREDIT,
          [marketId, party, asset],
          recordRequest(args),
          fieldsOfItems(info),
        ),
      ),
  }),
)
