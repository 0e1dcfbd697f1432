/** Movements of tokens. */

import { dealKey, RECORDS_OF_DEAL } from '../reads/deal-record.ts'
import type { Page } from '../reads/page.ts'
import { PAYMENTS_OF_CONSUMER, PAYMENTS_OF_PROVIDER, type PaymentRow, type PaymentTotalRow } from '../reads/payment.ts'
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
import { STATEMENT_COST } from './limits.ts'
import { fieldsOfItems } from './look-ahead.ts'
import { identityOf, NUMBER_PART } from './node-key.ts'
import { PaymentKind } from './payment-kind.ts'
import { PaymentTotal } from './payment-total.ts'
import { ChainRecord, dealOf, dealRecordFilterFields, disputeOf, RECORD_PARTS, recordKey, streamOf } from './record.ts'

builder.node('Payment', {
  description:
    'A movement of tokens with its reason, or one that the token refused: `credited` tells them apart. Without the credited ones, the payments to and from an address are the movements of its balance.',
  interfaces: [ChainRecord],
  id: { resolve: (row, _, { reads }) => recordKey(reads, row, row.part) },
  loadOne: (key, { reads }) => reads.payments.load(identityOf(reads, key, [...RECORD_PARTS, NUMBER_PART])),
  fields: (t) => ({
    deal: t.field(dealOf),
    stream: t.field(streamOf),
    dispute: t.field(disputeOf),
    kind: t.expose('kind', { type: PaymentKind, description: 'Why the tokens moved.' }),
    from: t.expose('from', { type: 'Address', description: 'Who paid.' }),
    to: t.expose('to', { type: 'Address', description: 'Who received it, or is owed it.' }),
    amount: t.field({
      type: 'Amount',
      description: 'How much.',
      resolve: (row, _, { reads }) => amountOf(reads, row.marketId, row.amount, row.asset),
    }),
    credited: t.exposeBoolean('credited', {
      description:
        'True: the token refused to move it (no trustline, frozen, …), and the contract owes it to `to` until it is claimed.',
    }),
    creditorAddress: t.expose('creditor', {
      type: 'Address',
      nullable: true,
      description: 'Whose credit a claim takes; null for any other kind.',
    }),
    part: t.exposeInt('part', { description: 'Numbers the movements of one event, from 0.' }),
    consumerAddress: t.expose('consumer', {
      type: 'Address',
      nullable: true,
      description: 'Consumer of the deal or stream; null for a claim or a sweep.',
    }),
    providerAddress: t.expose('provider', {
      type: 'Address',
      nullable: true,
      description: 'Provider of the deal or stream; null for a claim or a sweep.',
    }),
  }),
})

const PaymentFilter = builder.inputType('PaymentFilter', {
  description: 'Narrows a list of payments; conditions add up.',
  fields: (t) => ({
    ...dealRecordFilterFields(t),
    streamId: t.int({ description: 'Of the stream with this number.' }),
    disputeId: t.int({ description: 'By the decision of the dispute with this number.' }),
    kinds: t.field({ type: [PaymentKind], description: 'For one of these reasons.' }),
    party: t.field({ type: 'Address', description: 'From or to this address.' }),
    from: t.field({ type: 'Address', description: 'From this address.' }),
    to: t.field({ type: 'Address', description: 'To this address.' }),
    assets: t.field({ type: ['Address'], description: 'In one of these assets.' }),
    amountMin: t.field({ type: 'TokenAmount', description: 'At least this many units.' }),
    credited: t.boolean({
      description: 'True: only what the token refused to move; false: only what moved; both, where left out.',
    }),
    creditor: t.field({ type: 'Address', description: 'Claims of this creditor.' }),
  }),
})

const PaymentConnection = connectionType('Payment', 'payments')

/** A page of payments, whose sums know the market that says how to show them. */
class PaymentPage extends Connection<PaymentRow> {
  readonly marketId: number

  constructor(marketId: number, page: Page<PaymentRow>) {
    super(page)
    this.marketId = marketId
  }
}

builder.objectField(PaymentConnection, 'totals', (t) =>
  t.field({
    type: [PaymentTotal],
    description: 'Sums over all payments that match the filter, on this page or not, by reason and asset.',
    complexity: { field: STATEMENT_COST, multiplier: 1 },
    resolve: async (connection) => {
      const { marketId, page } = connection as PaymentPage
      const totals = (await page.totals()) as readonly PaymentTotalRow[]
      return totals.map((total) => ({ ...total, marketId }))
    },
  }),
)

const listArgs = {
  filter: builder.args((t) => ({ filter: t.field({ type: PaymentFilter, description: 'Which payments.' }) })).filter,
  ...recordArgs,
  ...pageArgs,
}

builder.queryField('payments', (t) =>
  t.field({
    type: PaymentConnection,
    description: 'Every movement of tokens of a market.',
    complexity: connectionCost,
    args: { ...marketArgs, ...listArgs },
    resolve: async (_, args, { reads }) => {
      const market = reads.markets.byName(args.market)
      return new PaymentPage(market.id, await reads.payments.list(market, recordRequest(args)))
    },
  }),
)

builder.objectField('Deal', 'payments', (t) =>
  t.field({
    type: PaymentConnection,
    description: 'The money that moved for it.',
    complexity: connectionCost,
    args: listArgs,
    resolve: async (deal, args, { reads }, info) =>
      new PaymentPage(
        deal.marketId,
        await reads.payments.of(RECORDS_OF_DEAL, dealKey(deal), recordRequest(args), fieldsOfItems(info)),
      ),
  }),
)

builder.objectField('Stream', 'payments', (t) =>
  t.field({
    type: PaymentConnection,
    description: 'The money that moved for it.',
    complexity: connectionCost,
    args: listArgs,
    resolve: async (stream, args, { reads }, info) =>
      new PaymentPage(
        stream.marketId,
        await reads.payments.of(RECORDS_OF_STREAM, streamKey(stream), recordRequest(args), fieldsOfItems(info)),
      ),
  }),
)

builder.objectField('Provider', 'payments', (t) =>
  t.field({
    type: PaymentConnection,
    description: 'The money that moved for deals and streams it stores for.',
    complexity: connectionCost,
    args: listArgs,
    resolve: async ({ marketId, address }, args, { reads }, info) =>
      new PaymentPage(
        marketId,
        await reads.payments.of(PAYMENTS_OF_PROVIDER, [marketId, address], recordRequest(args), fieldsOfItems(info)),
      ),
  }),
)

builder.objectField('Consumer', 'payments', (t) =>
  t.field({
    type: PaymentConnection,
    description: 'The money that moved for deals and streams it rents by.',
    complexity: connectionCost,
    args: listArgs,
    resolve: async ({ marketId, address }, args, { reads }, info) =>
      new PaymentPage(
        marketId,
        await reads.payments.of(PAYMENTS_OF_CONSUMER, [marketId, address], recordRequest(args), fieldsOfItems(info)),
      ),
  }),
)
