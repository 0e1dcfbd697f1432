/** Events of the contract, verbatim as the chain published them. */
import { decodeValue } from '../../contract/interface/decode-value.ts'
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
import { identityOf } from './node-key.ts'
import { eventId, RECORD_PARTS, recordFilterFields, recordKey } from './record.ts'

const EventOutcome = builder.enumType('EventOutcome', {
  description: 'What the indexer made of an event.',
  values: {
    KNOWN: { value: 'known', description: 'It was decoded by the interface of the contract.' },
    UNKNOWN: { value: 'unknown', description: 'The interface has no event of this name; it is kept and counted.' },
    MALFORMED: {
      value: 'malformed',
      description: 'It has the name of a known event and another shape; it is in quarantine.',
    },
  } as const,
})

builder.node('Event', {
  description: 'An event of the contract, verbatim. All other data of this API is derived from these.',
  id: { resolve: (row, _, { reads }) => recordKey(reads, row) },
  loadOne: (key, { reads }) => reads.events.load(identityOf(reads, key, RECORD_PARTS)),
  fields: (t) => ({
    eventId: t.string({ description: 'Id as RPC nodes write it: its place on the chain.', resolve: eventId }),
    ledger: t.exposeInt('ledger', { description: 'Sequence of the ledger.' }),
    closedAt: t.expose('closedAt', { type: 'DateTime', description: 'When the ledger closed.' }),
    txHash: t.expose('txHash', { type: 'Hash', description: 'Hash of the transaction.' }),
    type: t.exposeString('type', {
      description: 'contract, or system for what the network itself says of the contract.',
    }),
    name: t.exposeString('name', { nullable: true, description: 'Its name, where the first topic is one.' }),
    outcome: t.expose('outcome', { type: EventOutcome, description: 'What the indexer made of it.' }),
    topics: t.field({
      type: 'JSON',
      nullable: true,
      description:
        'The topics as JSON: addresses and numbers above 32 bits as texts, bytes as hex. Null where they are no values.',
      resolve: ({ topics }) => decoded(() => topics.map(decodeValue)),
    }),
    data: t.field({
      type: 'JSON',
      nullable: true,
      description: 'The data as JSON, in the same way.',
      resolve: ({ data }) => decoded(() => decodeValue(data)),
    }),
    topicsXdr: t.exposeStringList('topics', { description: 'The topics, each an ScVal as base64 XDR.' }),
    dataXdr: t.exposeString('data', { description: 'The data, an ScVal as base64 XDR.' }),
  }),
})

/** The archive keeps what a node gave; were it no XDR, the rest of the event would still be shown. */
const decoded = (decode: () => unknown): unknown => {
  try {
    return decode()
  } catch (error) {
    if (error instanceof Error) return null
    throw error
  }
}

const EventFilter = builder.inputType('EventFilter', {
  description: 'Narrows a list of events; conditions add up.',
  fields: (t) => ({
    ...recordFilterFields(t),
    names: t.stringList({ description: 'With one of these names, such as deal_settled.' }),
    outcomes: t.field({ type: [EventOutcome], description: 'With one of these outcomes.' }),
  }),
})

const EventConnection = connectionType('Event', 'events')

builder.queryField('events', (t) =>
  t.field({
    type: EventConnection,
    description: 'Every event of a market, verbatim.',
    complexity: connectionCost,
    args: {
      ...marketArgs,
      filter: t.arg({ type: EventFilter, description: 'Which events.' }),
      ...recordArgs,
      ...pageArgs,
    },
    resolve: async (_, args, { reads }) =>
      new Connection(await reads.events.list(reads.markets.byName(args.market), recordRequest(args))),
  }),
)
