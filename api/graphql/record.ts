/** What every type that an event wrote has in common: where on the chain, and when. */

import type { Reads } from '../reads/reads.ts'
import type { RecordRow } from '../reads/record.ts'
import { builder, type Types } from './builder.ts'
import type { Context } from './context.ts'
import { LONG_PART, NUMBER_PART, nodeKey } from './node-key.ts'

/** The id of an event as RPC nodes write it: 19 digits of the operation's place, 10 digits of the event in it. */
export const eventId = ({ toid, eventIndex }: Pick<RecordRow, 'toid' | 'eventIndex'>): string =>
  `${String(toid).padStart(19, '0')}-${String(eventIndex).padStart(10, '0')}`

/** Something that an event of the contract wrote. */
export const ChainRecord = builder.interfaceRef<RecordRow>('ChainRecord').implement({
  description: 'Something that an event of the contract wrote.',
  fields: (t) => ({
    eventId: t.string({
      description: 'Id of the event as RPC nodes write it: its place on the chain.',
      resolve: eventId,
    }),
    ledger: t.exposeInt('ledger', { description: 'Sequence of the ledger.' }),
    closedAt: t.expose('closedAt', { type: 'DateTime', description: 'When the ledger closed.' }),
    txHash: t.expose('txHash', { type: 'Hash', description: 'Hash of the transaction.' }),
    event: t.field({
      type: 'Event',
      nullable: true,
      description: 'The event itself.',
      resolve: (row, _, { reads }) => reads.events.load([row.marketId, String(row.toid), row.eventIndex]),
    }),
  }),
})

/** Filter fields of every list of records. */
export const recordFilterFields = (t: PothosSchemaTypes.InputFieldBuilder<Types, 'InputObject'>) => ({
  ledgerFrom: t.int({ description: 'From this ledger on.' }),
  ledgerTo: t.int({ description: 'Through this ledger.' }),
  closedAfter: t.field({ type: 'DateTime', description: 'In ledgers that closed at this time or later.' }),
  closedBefore: t.field({ type: 'DateTime', description: 'In ledgers that closed before this time.' }),
  txHash: t.field({ type: 'Hash', description: 'Of this transaction.' }),
})

/** Filter fields of every list of records that a consumer and a provider share. */
export const partiesRecordFilterFields = (t: Parameters<typeof recordFilterFields>[0]) => ({
  ...recordFilterFields(t),
  consumers: t.field({ type: ['Address'], description: 'Of what these consumers rent.' }),
  providers: t.field({ type: ['Address'], description: 'Of what these providers store.' }),
})

/** Filter fields of every list of records that belong to deals. */
export const dealRecordFilterFields = (t: Parameters<typeof recordFilterFields>[0]) => ({
  ...partiesRecordFilterFields(t),
  dealId: t.int({ description: 'Of the deal with this number.' }),
})

/** Filter fields of every list of records that belong to streams. */
export const streamRecordFilterFields = (t: Parameters<typeof recordFilterFields>[0]) => ({
  ...partiesRecordFilterFields(t),
  streamId: t.int({ description: 'Of the stream with this number.' }),
})

/** What names a deal, or none. */
interface MaybeOfDeal {
  readonly marketId: number
  readonly consumer: string | null
  readonly provider: string | null
  readonly dealId: number | null
}

/** The deal that something belongs to. */
export const dealOf = {
  type: 'Deal',
  nullable: true,
  description: 'The deal it belongs to, as it is now; null where it belongs to none.',
  resolve: ({ marketId, consumer, provider, dealId }: MaybeOfDeal, _: unknown, { reads }: Context) =>
    consumer === null || provider === null || dealId === null
      ? null
      : reads.deals.load([marketId, consumer, provider, dealId]),
} as const

/** The stream that something belongs to. */
export const streamOf = {
  type: 'Stream',
  nullable: true,
  description: 'The stream it belongs to, as it is now; null where it belongs to none.',
  resolve: (row: { marketId: number; streamId: number | null }, _: unknown, { reads }: Context) =>
    row.streamId === null ? null : reads.streams.load([row.marketId, row.streamId]),
} as const

/** The dispute that something belongs to. */
export const disputeOf = {
  type: 'Dispute',
  nullable: true,
  description: 'The dispute that it is about, as it is now; null where it is about none.',
  resolve: (row: { marketId: number; disputeId: number | null }, _: unknown, { reads }: Context) =>
    row.disputeId === null ? null : reads.disputes.load([row.marketId, row.disputeId]),
} as const

/** The identity of a record in a global id: its place on the chain. */
export const recordKey = (reads: Reads, { marketId, toid, eventIndex }: RecordRow, ...rest: number[]): string =>
  nodeKey(reads.markets.byId(marketId), toid, eventIndex, ...rest)

export const RECORD_PARTS = [LONG_PART, NUMBER_PART]
