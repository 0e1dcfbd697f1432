/** Sums of payments. */
import { amountOf } from './amount.ts'
import { builder } from './builder.ts'
import { PaymentKind } from './payment-kind.ts'

export const PaymentTotal = builder.objectType('PaymentTotal', {
  description: 'The sum of payments for one reason in one asset.',
  fields: (t) => ({
    kind: t.expose('kind', { type: PaymentKind, description: 'The reason.' }),
    asset: t.expose('asset', {
      type: 'Address',
      nullable: true,
      description: 'The asset; null where what was paid for is not indexed.',
    }),
    count: t.exposeInt('count', { description: 'How many payments.' }),
    sum: t.field({
      type: 'Amount',
      description: 'Their sum, exact.',
      resolve: (row, _, { reads }) => amountOf(reads, row.marketId, row.sum, row.asset),
    }),
  }),
})
