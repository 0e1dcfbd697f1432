/** Counts and sums of a whole market, at one ledger. */
import type { DealSumRow, MarketTotals } from '../reads/market-totals.ts'
import type { PaymentTotalRow } from '../reads/payment.ts'
import { amountOf } from './amount.ts'
import { BucketStatus } from './bucket.ts'
import { builder } from './builder.ts'
import { DealStatus } from './deal.ts'
import { STATEMENT_COST } from './limits.ts'
import { PaymentTotal } from './payment-total.ts'

type OfMarket<Row> = Row & { marketId: number }

const ofMarket = <Row extends object>(marketId: number, rows: readonly Row[]): OfMarket<Row>[] =>
  rows.map((row) => ({ ...row, marketId }))

const BucketCount = builder.objectRef<MarketTotals['buckets'][number]>('BucketCount').implement({
  description: 'How many buckets are in a state.',
  fields: (t) => ({
    status: t.expose('status', { type: BucketStatus, description: 'The state.' }),
    count: t.exposeInt('count', { description: 'How many.' }),
  }),
})

const DealCount = builder.objectRef<MarketTotals['deals'][number]>('DealCount').implement({
  description: 'How many deals are in a state.',
  fields: (t) => ({
    status: t.expose('status', { type: DealStatus, description: 'The state.' }),
    count: t.exposeInt('count', { description: 'How many.' }),
  }),
})

const DealSums = builder.objectRef<OfMarket<DealSumRow>>('DealSums').implement({
  description: 'The money of all deals in one asset: paidIn = paidOut + fees + refunded + held.',
  fields: (t) => {
    const sum = (column: Exclude<keyof DealSumRow, 'asset'>, description: string) =>
      t.field({
        type: 'Amount',
        description,
        resolve: (row, _, { reads }) => amountOf(reads, row.marketId, row[column], row.asset),
      })
    return {
      asset: t.expose('asset', { type: 'Address', nullable: true, description: 'The asset.' }),
      paidIn: sum('paidIn', 'All that consumers paid in.'),
      paidOut: sum('paidOut', 'All that providers received, fees taken off.'),
      fees: sum('fees', 'All fees.'),
      refunded: sum('refunded', 'All that went back to consumers.'),
      held: sum('held', 'All that the contract holds for deals.'),
      slashed: sum('slashed', 'Value of usage that was never billed because of breaches; no part of the sum.'),
      reconciles: t.boolean({
        description: 'Whether paidIn = paidOut + fees + refunded + held, to the last unit.',
        resolve: (row) =>
          BigInt(row.paidIn) === BigInt(row.paidOut) + BigInt(row.fees) + BigInt(row.refunded) + BigInt(row.held),
      }),
    }
  },
})

const Totals = builder.objectRef<OfMarket<MarketTotals>>('MarketTotals').implement({
  description: 'Counts and sums of a whole market, all read at one ledger.',
  fields: (t) => ({
    ledger: t.exposeInt('ledger', { description: 'The ledger that they hold at.' }),
    providers: t.exposeInt('providers', { description: 'Providers that are registered.' }),
    consumers: t.exposeInt('consumers', { description: 'Consumers that are registered.' }),
    events: t.exposeInt('events', { description: 'Events of the contract so far.' }),
    buckets: t.field({ type: [BucketCount], description: 'Buckets by state.', resolve: (row) => row.buckets }),
    deals: t.field({ type: [DealCount], description: 'Deals by state.', resolve: (row) => row.deals }),
    payments: t.field({
      type: [PaymentTotal],
      description: 'Payments by reason and asset.',
      resolve: ({ marketId, payments }) => ofMarket<PaymentTotalRow>(marketId, payments),
    }),
    sums: t.field({
      type: [DealSums],
      description: 'The money of all deals, by asset.',
      resolve: ({ marketId, sums }) => ofMarket<DealSumRow>(marketId, sums),
    }),
  }),
})

builder.objectField('Market', 'totals', (t) =>
  t.field({
    type: Totals,
    description: 'Counts and sums of the whole market; remembered until the index has moved on.',
    complexity: { field: 10 * STATEMENT_COST, multiplier: 1 },
    resolve: async (market, _, { reads }) => ({ ...(await reads.totals.of(market)), marketId: market.id }),
  }),
)
