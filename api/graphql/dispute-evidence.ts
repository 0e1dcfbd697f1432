/** Hashes of evidence that parties brought to disputes. */
import { EVIDENCE_OF_DISPUTE } from '../reads/dispute-evidence.ts'
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
import { ChainRecord, disputeOf, partiesRecordFilterFields, RECORD_PARTS, recordKey } from './record.ts'

builder.node('DisputeEvidence', {
  description: 'A hash of evidence that a party brought to a dispute.',
  interfaces: [ChainRecord],
  id: { resolve: (row, _, { reads }) => recordKey(reads, row) },
  loadOne: (key, { reads }) => reads.disputeEvidence.load(identityOf(reads, key, RECORD_PARTS)),
  fields: (t) => ({
    dispute: t.field(disputeOf),
    party: t.expose('party', { type: 'Address', description: 'Who brought it.' }),
    evidenceHash: t.expose('evidenceHash', { type: 'Hash', description: 'Hash of the evidence.' }),
  }),
})

const DisputeEvidenceFilter = builder.inputType('DisputeEvidenceFilter', {
  description: 'Narrows a list of evidence; conditions add up.',
  fields: (t) => ({
    ...partiesRecordFilterFields(t),
    disputeId: t.int({ description: 'Of the dispute with this number.' }),
    parties: t.field({ type: ['Address'], description: 'Brought by one of these.' }),
  }),
})

const DisputeEvidenceConnection = connectionType('DisputeEvidence', 'hashes of evidence')

const listArgs = {
  filter: builder.args((t) => ({ filter: t.field({ type: DisputeEvidenceFilter, description: 'Which evidence.' }) }))
    .filter,
  ...recordArgs,
  ...pageArgs,
}

builder.queryField('disputeEvidence', (t) =>
  t.field({
    type: DisputeEvidenceConnection,
    description: 'The evidence of all disputes of a market.',
    complexity: connectionCost,
    args: { ...marketArgs, ...listArgs },
    resolve: async (_, args, { reads }) =>
      new Connection(await reads.disputeEvidence.list(reads.markets.byName(args.market), recordRequest(args))),
  }),
)

builder.objectField('Dispute', 'evidence', (t) =>
  t.field({
    type: DisputeEvidenceConnection,
    description: 'The evidence that was brought.',
    complexity: connectionCost,
    args: listArgs,
    resolve: async ({ marketId, disputeId }, args, { reads }, info) =>
      new Connection(
        await reads.disputeEvidence.of(
          EVIDENCE_OF_DISPUTE,
          [marketId, disputeId],
          recordRequest(args),
          fieldsOfItems(info),
        ),
      ),
  }),
)
