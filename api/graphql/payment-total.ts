/** Sums of payments. */
import { readPaymentTotals } from '../reads/payment-totals.ts'
import { amountOf } from './amount.ts'
import { builder } from './builder.ts'
import { marketArgs } from './connection.ts'
import { STATEMENT_COST } from './limits.ts'
import { PaymentFilter, PaymentKind } from './payment.ts'

export const PaymentTotal = builder.objectType('PaymentTotal', {
  description: 'The sum of payments for one reason in one asset.',
  fields: (t) => ({
    kind: t.expose('kind', { type: PaymentKind, description: 'The reason.' }),
    asset: t.expose('asset', { type: 'Address', description: 'The asset.' }),
    count: t.exposeInt('count', { description: 'How many payments.' }),
    sum: t.field({
      type: 'Amount',
      description: 'Their sum, exact.',
      resolve: (row, _, { reads }) => amountOf(reads, row.marketId, row.sum, row.asset),
    }),
  }),
})

builder.queryField('paymentTotals', (t) =>
  t.field({
    type: [PaymentTotal],
    description: 'Sums over all payments that match a filter, by reason and asset.',
    complexity: { field: 10 * STATEMENT_COST, multiplier: 1 },
    args: { ...marketArgs, filter: t.arg({ type: PaymentFilter, description: 'Which payments.' }) },
    resolve: async (_, { market: name, filter }, { reads }) => {
      const market = reads.markets.byName(name)
      const rows = await readPaymentTotals(reads.sql, market, filter ?? {})
      return rows.map((row) => ({ ...row, marketId: market.id }))
    },
  }),
)
