/** The steps of reputations. */
import { dealKey, RECORDS_OF_DEAL } from '../reads/deal-record.ts'
import { REPUTATION_OF_PARTY } from '../reads/reputation-change.ts'
import { RECORDS_OF_STREAM, streamKey } from '../reads/stream-record.ts'
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
import { fieldsOfItems } from './look-ahead.ts'
import { identityOf } from './node-key.ts'
import { ChainRecord, dealOf, dealRecordFilterFields, RECORD_PARTS, recordKey, streamOf } from './record.ts'

const PartyRole = builder.enumType('PartyRole', {
  description: 'Which side of deals an account is on; it can be on both, with a reputation for each.',
  values: {
    PROVIDER: { value: 'provider', description: 'It stores.' },
    CONSUMER: { value: 'consumer', description: 'It rents.' },
  } as const,
})

const ReputationReason = builder.enumType('ReputationReason', {
  description: 'Why a reputation moved.',
  values: {
    SETTLED: { value: 'settled', description: 'A settlement was paid in full.' },
    UNDERPAID: { value: 'underpaid', description: 'The balance did not cover a settlement.' },
    SLA_BREACH: { value: 'sla_breach', description: 'The service fell short of the terms.' },
    COMPLETED: { value: 'completed', description: 'A deal was completed.' },
    FINISHED: { value: 'finished', description: 'All chunks of a stream were released.' },
    SLASHED: { value: 'slashed', description: 'Chunks of a stream were missing at its deadline.' },
  } as const,
})

builder.node('ReputationChange', {
  description: 'A step of a reputation.',
  interfaces: [ChainRecord],
  id: { resolve: (row, _, { reads }) => recordKey(reads, row) },
  loadOne: (key, { reads }) => reads.reputationChanges.load(identityOf(reads, key, RECORD_PARTS)),
  fields: (t) => ({
    deal: t.field(dealOf),
    stream: t.field(streamOf),
    party: t.expose('party', { type: 'Address', description: 'Whose reputation.' }),
    role: t.expose('role', { type: PartyRole, description: 'On which side.' }),
    previous: t.exposeInt('previous', { description: 'Before it, 0 to 100.' }),
    reputation: t.exposeInt('reputation', { description: 'After it, 0 to 100.' }),
    reason: t.expose('reason', { type: ReputationReason, description: 'Why it moved.' }),
  }),
})

const ReputationChangeFilter = builder.inputType('ReputationChangeFilter', {
  description: 'Narrows a list of changes of reputations; conditions add up.',
  fields: (t) => ({
    ...dealRecordFilterFields(t),
    streamId: t.int({ description: 'Of the stream with this number.' }),
    party: t.field({ type: 'Address', description: 'Of this account.' }),
    role: t.field({ type: PartyRole, description: 'On this side.' }),
    reasons: t.field({ type: [ReputationReason], description: 'For one of these reasons.' }),
  }),
})

const ReputationChangeConnection = connectionType('ReputationChange', 'changes of reputations')

const listArgs = {
  filter: builder.args((t) => ({
    filter: t.field({ type: ReputationChangeFilter, description: 'Which changes of reputations.' }),
  })).filter,
  ...recordArgs,
  ...pageArgs,
}

builder.queryField('reputationHistory', (t) =>
  t.field({
    type: ReputationChangeConnection,
    description: 'Every step of every reputation of a market.',
    complexity: connectionCost,
    args: { ...marketArgs, ...listArgs },
    resolve: async (_, args, { reads }) =>
      new Connection(await reads.reputationChanges.list(reads.markets.byName(args.market), recordRequest(args))),
  }),
)

builder.objectField('Deal', 'reputationChanges', (t) =>
  t.field({
    type: ReputationChangeConnection,
    description: 'The steps of reputations that it caused.',
    complexity: connectionCost,
    args: listArgs,
    resolve: async (deal, args, { reads }, info) =>
      new Connection(
        await reads.reputationChanges.of(RECORDS_OF_DEAL, dealKey(deal), recordRequest(args), fieldsOfItems(info)),
      ),
  }),
)

builder.objectField('Stream', 'reputationChanges', (t) =>
  t.field({
    type: ReputationChangeConnection,
    description: 'The steps of reputations that it caused.',
    complexity: connectionCost,
    args: listArgs,
    resolve: async (stream, args, { reads }, info) =>
      new Connection(
        await reads.reputationChanges.of(
          RECORDS_OF_STREAM,
          streamKey(stream),
          recordRequest(args),
          fieldsOfItems(info),
        ),
      ),
  }),
)

builder.objectField('Provider', 'reputationHistory', (t) =>
  t.field({
    type: ReputationChangeConnection,
    description: 'The steps of its reputation as a provider.',
    complexity: connectionCost,
    args: listArgs,
    resolve: async ({ marketId, address }, args, { reads }, info) =>
      new Connection(
        await reads.reputationChanges.of(
          REPUTATION_OF_PARTY,
          [marketId, address, 'provider'],
          recordRequest(args),
          fieldsOfItems(info),
        ),
      ),
  }),
)

builder.objectField('Consumer', 'reputationHistory', (t) =>
  t.field({
    type: ReputationChangeConnection,
    description: 'The steps of its reputation as a consumer.',
    complexity: connectionCost,
    args: listArgs,
    resolve: async ({ marketId, address }, args, { reads }, info) =>
      new Connection(
        await reads.reputationChanges.of(
          REPUTATION_OF_PARTY,
          [marketId, address, 'consumer'],
          recordRequest(args),
          fieldsOfItems(info),
        ),
      ),
  }),
)
