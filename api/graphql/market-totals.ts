/** Counts and sums of a whole market, at one ledger. */
import type { EnumRef } from '@pothos/core'
import { heldOf } from '../reads/held.ts'
import type { DealSumRow, MarketTotals, StreamSumRow } from '../reads/market-totals.ts'
import type { PaymentTotalRow } from '../reads/payment.ts'
import { BucketStatus } from './bucket.ts'
import { builder, type Types } from './builder.ts'
import { DealStatus } from './deal.ts'
import { DisputeStatus } from './dispute.ts'
import { STATEMENT_COST } from './limits.ts'
import { DealSums, HeldSums, type OfMarket, StreamSums } from './market-sums.ts'
import { PaymentTotal } from './payment-total.ts'
import { StreamStatus } from './stream.ts'
import { UnitStatus } from './unit.ts'

const ofMarket = <Row extends object>(
  { marketId, isWhole }: OfMarket<MarketTotals>,
  rows: readonly Row[],
): OfMarket<Row>[] => rows.map((row) => ({ ...row, marketId, isWhole }))

/** The type of how many of a noun are in each state. */
const countType = <Status extends string>(name: string, items: string, status: EnumRef<Types, Status, Status>) =>
  builder.objectRef<{ status: Status; count: number }>(name).implement({
    description: `How many ${items} are in a state.`,
    fields: (t) => ({
      status: t.field({ type: status, description: 'The state.', resolve: (row) => row.status as never }),
      count: t.exposeInt('count', { description: 'How many.' }),
    }),
  })

const BucketCount = countType('BucketCount', 'buckets', BucketStatus)
const UnitCount = countType('UnitCount', 'data units', UnitStatus)
const DealCount = countType('DealCount', 'deals', DealStatus)
const StreamCount = countType('StreamCount', 'streams', StreamStatus)
const DisputeCount = countType('DisputeCount', 'disputes', DisputeStatus)

const Totals = builder.objectRef<OfMarket<MarketTotals>>('MarketTotals').implement({
  description: 'Counts and sums of a whole market, all read at one ledger.',
  fields: (t) => ({
    ledger: t.exposeInt('ledger', { description: 'The ledger that they hold at.' }),
    providers: t.exposeInt('providers', { description: 'Providers that are registered.' }),
    serviceProviders: t.exposeInt('serviceProviders', { description: 'Service providers that are registered.' }),
    certifications: t.exposeInt('certifications', { description: 'Certifications that hold.' }),
    consumers: t.exposeInt('consumers', { description: 'Consumers that are registered.' }),
    events: t.exposeInt('events', { description: 'Events of the contract so far.' }),
    quarantined: t.exposeInt('quarantined', {
      description: 'Events that could not be decoded: what they changed is in no sum. See `Indexing.quarantine`.',
    }),
    buckets: t.field({ type: [BucketCount], description: 'Buckets by state.', resolve: (row) => row.buckets }),
    units: t.field({ type: [UnitCount], description: 'Data units by state.', resolve: (row) => row.units }),
    deals: t.field({ type: [DealCount], description: 'Deals by state.', resolve: (row) => row.deals }),
    streams: t.field({ type: [StreamCount], description: 'Streams by state.', resolve: (row) => row.streams }),
    chunksReleased: t.expose('chunksReleased', {
      type: 'UInt64',
      description: 'Chunks of streams that proofs released.',
    }),
    disputes: t.field({ type: [DisputeCount], description: 'Disputes by state.', resolve: (row) => row.disputes }),
    payments: t.field({
      type: [PaymentTotal],
      description: 'Payments by reason and asset.',
      resolve: (totals) => ofMarket<PaymentTotalRow>(totals, totals.payments),
    }),
    sums: t.field({
      type: [DealSums],
      description: 'The money of all deals, by asset.',
      resolve: (totals) => ofMarket<DealSumRow>(totals, totals.sums),
    }),
    streamSums: t.field({
      type: [StreamSums],
      description: 'The money of all streams, by asset.',
      resolve: (totals) => ofMarket<StreamSumRow>(totals, totals.streamSums),
    }),
    held: t.field({
      type: [HeldSums],
      description: 'What the contract must hold, by asset, and whether the payments say the same.',
      resolve: (totals) => ofMarket(totals, heldOf(totals)),
    }),
  }),
})

builder.objectField('Market', 'totals', (t) =>
  t.field({
    type: Totals,
    description: 'Counts and sums of the whole market; remembered until the index has moved on.',
    complexity: { field: 10 * STATEMENT_COST, multiplier: 1 },
    resolve: async (market, _, { reads }) => {
      const totals = await reads.totals.of(market)
      return { ...totals, marketId: market.id, isWhole: totals.quarantined === 0 }
    },
  }),
)
