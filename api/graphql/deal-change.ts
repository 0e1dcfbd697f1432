/** The history of deals. */
import type { DealChangeRow } from '../reads/deal-change.ts'
import { dealKey, RECORDS_OF_DEAL } from '../reads/deal-record.ts'
import type { Reads } from '../reads/reads.ts'
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
import { DealStatus } from './deal.ts'
import { fieldsOfItems } from './look-ahead.ts'
import { identityOf } from './node-key.ts'
import { ChainRecord, dealOf, dealRecordFilterFields, disputeOf, RECORD_PARTS, recordKey } from './record.ts'

const DealChangeKind = builder.enumType('DealChangeKind', {
  description: 'What happened to a deal.',
  values: {
    CREATED: { value: 'created', description: 'The consumer proposed it.' },
    ACCEPTED: { value: 'accepted', description: 'The provider accepted it.' },
    REJECTED: { value: 'rejected', description: 'The provider rejected it.' },
    WITHDRAWN: { value: 'withdrawn', description: 'The consumer withdrew it.' },
    TIMED_OUT: { value: 'timed_out', description: 'Nobody went on with it in time.' },
    FUNDED: { value: 'funded', description: 'The consumer funded it.' },
    DEPOSITED: { value: 'deposited', description: 'The consumer added to it.' },
    USAGE_REPORTED: { value: 'usage_reported', description: 'Usage was reported.' },
    SLA_REPORTED: { value: 'sla_reported', description: 'Measured service was reported.' },
    PERIOD_REPORTED: { value: 'period_reported', description: 'Usage and service of a period were reported.' },
    SETTLED: { value: 'settled', description: 'Usage was settled, or slashed for a breach.' },
    COMPLETED: { value: 'completed', description: 'The consumer ended it.' },
    CANCELLED: { value: 'cancelled', description: 'The provider cancelled it.' },
    EXPIRED: { value: 'expired', description: 'Its agreed time was over: settled and refunded.' },
    DISPUTE_CHANGED: { value: 'dispute_changed', description: 'A dispute was opened, withdrawn or lapsed.' },
    RESOLVED: {
      value: 'resolved',
      description: 'The arbiter decided a dispute: what was held is split, the deal ended.',
    },
    DELETED: { value: 'deleted', description: 'The owner of the market deleted it.' },
  } satisfies Record<string, { value: DealChangeRow['kind']; description: string }>,
})

const SettlementOutcome = builder.enumType('SettlementOutcome', {
  description: 'How a settlement went.',
  values: {
    PAID: { value: 'paid', description: 'All usage was paid.' },
    PARTIAL: { value: 'partial', description: 'The balance covered a part.' },
    SLA_BREACH: { value: 'sla_breach', description: 'The service fell short: the usage is slashed, never billed.' },
  } as const,
})

builder.node('DealChange', {
  description: 'A change of a deal: the event, what it moved, and the state after it.',
  interfaces: [ChainRecord],
  id: { resolve: (row, _, { reads }) => recordKey(reads, row) },
  loadOne: (key, { reads }) => reads.dealChanges.load(identityOf(reads, key, RECORD_PARTS)),
  fields: (t) => ({
    deal: t.field(dealOf),
    kind: t.expose('kind', { type: DealChangeKind, description: 'What happened.' }),
    status: t.expose('status', { type: DealStatus, description: 'Where the deal stood after it.' }),
    outcome: t.expose('outcome', {
      type: SettlementOutcome,
      nullable: true,
      description: 'Of a settlement, how it went.',
    }),
    amount: t.field({
      type: 'Amount',
      nullable: true,
      description: 'What it moved or settled, fee included; null where nothing moved.',
      resolve: (row, _, { reads }) => (row.amount === null ? null : inAssetOfDeal(reads, row, row.amount)),
    }),
    fee: t.field({
      type: 'Amount',
      nullable: true,
      description: 'Of a settlement, the fee.',
      resolve: (row, _, { reads }) => (row.fee === null ? null : inAssetOfDeal(reads, row, row.fee)),
    }),
    held: t.field({
      type: 'Amount',
      description: 'What the contract held for the deal after it.',
      resolve: (row, _, { reads }) => inAssetOfDeal(reads, row, row.balance),
    }),
    storageMb: t.expose('storageMb', {
      type: 'UInt64',
      nullable: true,
      description: 'Storage reported, settled or slashed, in MB.',
    }),
    egressMb: t.expose('egressMb', {
      type: 'UInt64',
      nullable: true,
      description: 'Egress reported, settled or slashed, in MB.',
    }),
    slaAvgLatencyMs: t.expose('latencyMs', {
      type: 'UInt32',
      nullable: true,
      description: 'Of a service report, mean latency in milliseconds.',
    }),
    slaAvgUptimePct: t.expose('uptimePct', {
      type: 'UInt32',
      nullable: true,
      description: 'Of a service report, mean uptime; 100,000,000 is 100 %.',
    }),
    periodStart: t.expose('periodStart', {
      type: 'DateTime',
      nullable: true,
      description: 'Of a period report, since when it was measured.',
    }),
    periodEnd: t.expose('periodEnd', {
      type: 'DateTime',
      nullable: true,
      description: 'Of a period report, until when it was measured.',
    }),
    dispute: t.field(disputeOf),
  }),
})

const inAssetOfDeal = async (reads: Reads, row: DealChangeRow, units: string) => {
  const deal = await reads.deals.load([row.marketId, row.consumer, row.provider, row.dealId])
  return amountOf(reads, row.marketId, units, deal?.asset)
}

const DealChangeFilter = builder.inputType('DealChangeFilter', {
  description: 'Narrows a list of changes of deals; conditions add up.',
  fields: (t) => ({
    ...dealRecordFilterFields(t),
    kinds: t.field({ type: [DealChangeKind], description: 'One of these changes.' }),
  }),
})

const DealChangeConnection = connectionType('DealChange', 'changes of deals')

const listArgs = {
  filter: builder.args((t) => ({ filter: t.field({ type: DealChangeFilter, description: 'Which changes of deals.' }) }))
    .filter,
  ...recordArgs,
  ...pageArgs,
}

builder.queryField('dealChanges', (t) =>
  t.field({
    type: DealChangeConnection,
    description: 'The changes of all deals of a market.',
    complexity: connectionCost,
    args: { ...marketArgs, ...listArgs },
    resolve: async (_, args, { reads }) =>
      new Connection(await reads.dealChanges.list(reads.markets.byName(args.market), recordRequest(args))),
  }),
)

builder.objectField('Deal', 'history', (t) =>
  t.field({
    type: DealChangeConnection,
    description: 'Everything that happened to it.',
    complexity: connectionCost,
    args: listArgs,
    resolve: async (deal, args, { reads }, info) =>
      new Connection(
        await reads.dealChanges.of(RECORDS_OF_DEAL, dealKey(deal), recordRequest(args), fieldsOfItems(info)),
      ),
  }),
)
