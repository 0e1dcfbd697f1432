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
      description: 'Their sum, exact, with what became credits.',
      resolve: (row, _, { reads }) => amountOf(reads, row.marketId, row.sum, row.asset),
    }),
    credited: t.field({
      type: 'Amount',
      description: 'The part of the sum that the token refused to move, and that became credits.',
      resolve: (row, _, { reads }) => amountOf(reads, row.marketId, row.credited, row.asset),
    }),
    moved: t.field({
      type: 'Amount',
      description: 'What really moved: sum - credited.',
      resolve: (row, _, { reads }) =>
        amountOf(reads, row.marketId, String(BigInt(row.sum) - BigInt(row.credited)), row.asset),
    }),
  }),
})
