/** The parts of a deal: the terms that were frozen, the money, the usage. All read from the deal's own row. */
import type { DealRow } from '../reads/deal.ts'
import { amountOf } from './amount.ts'
import { builder } from './builder.ts'
import { formatUptime } from './uptime.ts'

type AmountColumn =
  | 'pricePerGbStorage'
  | 'pricePerGbEgress'
  | 'balance'
  | 'paidIn'
  | 'paidOut'
  | 'fees'
  | 'refunded'
  | 'slashed'
type MbColumn =
  | 'unpaidStorageMb'
  | 'unpaidEgressMb'
  | 'paidStorageMb'
  | 'paidEgressMb'
  | 'slashStorageMb'
  | 'slashEgressMb'

type Fields = PothosSchemaTypes.ObjectFieldBuilder<import('./builder.ts').Types, DealRow>

const amount = (t: Fields, column: AmountColumn, description: string) =>
  t.field({
    type: 'Amount',
    description,
    resolve: (row, _, { reads }) => amountOf(reads, row.marketId, row[column], row.asset),
  })

const megabytes = (t: Fields, column: MbColumn, description: string) =>
  t.expose(column, { type: 'UInt64', description })

export const DealTerms = builder.objectRef<DealRow>('DealTerms').implement({
  description: 'What was agreed when the deal was created; it never changes.',
  fields: (t) => ({
    asset: t.expose('asset', { type: 'Address', nullable: true, description: 'Contract of the asset it is paid in.' }),
    feeBps: t.exposeInt('feeBps', {
      description: 'Part of each settlement that goes to the market, in basis points: 100 is 1 %.',
    }),
    pricePerGbStorage: amount(t, 'pricePerGbStorage', 'Price of a GB stored (1 GB = 1024 MB).'),
    pricePerGbEgress: amount(t, 'pricePerGbEgress', 'Price of a GB read out (1 GB = 1024 MB).'),
    slaAvgLatencyMs: t.expose('termLatencyMs', { type: 'UInt32', description: 'Most mean latency, in milliseconds.' }),
    slaAvgUptimePct: t.expose('termUptimePct', {
      type: 'UInt32',
      description: 'Least mean uptime; 100,000,000 is 100 %.',
    }),
    slaUptimePercent: t.string({
      description: 'Least mean uptime in percent, such as "99.95".',
      resolve: (row) => formatUptime(row.termUptimePct),
    }),
    durationSecs: t.expose('durationSecs', {
      type: 'UInt64',
      description: 'How long it lasts from its start, in seconds.',
    }),
    agreedStorageMb: t.expose('agreedStorageMb', { type: 'UInt64', description: 'Storage agreed, in MB.' }),
    agreedEgressMb: t.expose('agreedEgressMb', { type: 'UInt64', description: 'Egress agreed, in MB.' }),
    apiCompatibility: t.exposeString('apiCompatibility', { description: 'The interface agreed, such as s3.' }),
  }),
})

export const DealMoney = builder.objectRef<DealRow>('DealMoney').implement({
  description: 'The money of a deal. At every moment paidIn = paidOut + fees + refunded + held.',
  fields: (t) => ({
    paidIn: amount(t, 'paidIn', 'All that the consumer paid in.'),
    paidOut: amount(t, 'paidOut', 'All that the provider received, fees taken off.'),
    fees: amount(t, 'fees', 'All that the market received.'),
    refunded: amount(t, 'refunded', 'All that went back to the consumer.'),
    held: amount(t, 'balance', 'What the contract holds for it now.'),
    slashed: amount(t, 'slashed', 'Value of usage that was never billed because of a breach; no part of the sum.'),
  }),
})

export const DealUsage = builder.objectRef<DealRow>('DealUsage').implement({
  description: 'The usage of a deal in MB (1 GB = 1024 MB), and the service that was measured.',
  fields: (t) => ({
    unpaidStorageMb: megabytes(t, 'unpaidStorageMb', 'Storage reported and not yet settled.'),
    unpaidEgressMb: megabytes(t, 'unpaidEgressMb', 'Egress reported and not yet settled.'),
    paidStorageMb: megabytes(t, 'paidStorageMb', 'Storage that was paid for.'),
    paidEgressMb: megabytes(t, 'paidEgressMb', 'Egress that was paid for.'),
    slashedStorageMb: megabytes(t, 'slashStorageMb', 'Storage that was slashed for a breach.'),
    slashedEgressMb: megabytes(t, 'slashEgressMb', 'Egress that was slashed for a breach.'),
    slaAvgLatencyMs: t.expose('slaAvgLatencyMs', {
      type: 'UInt32',
      description: 'Mean latency as last reported, in milliseconds.',
    }),
    slaAvgUptimePct: t.expose('slaAvgUptimePct', {
      type: 'UInt32',
      description: 'Mean uptime as last reported; 100,000,000 is 100 %.',
    }),
  }),
})
