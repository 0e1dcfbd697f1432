/** Reported usage. */
import { dealKey, RECORDS_OF_DEAL } from '../reads/deal-record.ts'
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
import { ChainRecord, dealOf, dealRecordFilterFields, RECORD_PARTS, recordKey } from './record.ts'

builder.node('UsageReport', {
  description: 'Usage that was reported for a deal, as an addition to what is unpaid.',
  interfaces: [ChainRecord],
  id: { resolve: (row, _, { reads }) => recordKey(reads, row) },
  loadOne: (key, { reads }) => reads.usageReports.load(identityOf(reads, key, RECORD_PARTS)),
  fields: (t) => ({
    deal: t.field(dealOf),
    storageMb: t.expose('storageMb', { type: 'UInt64', description: 'Storage, in MB.' }),
    egressMb: t.expose('egressMb', { type: 'UInt64', description: 'Egress, in MB.' }),
    periodStart: t.expose('periodStart', {
      type: 'DateTime',
      nullable: true,
      description: 'Since when it was measured; null where the report names no period.',
    }),
    periodEnd: t.expose('periodEnd', {
      type: 'DateTime',
      nullable: true,
      description: 'Until when it was measured; null where the report names no period.',
    }),
  }),
})

const UsageReportFilter = builder.inputType('UsageReportFilter', {
  description: 'Narrows a list of usage reports; conditions add up.',
  fields: (t) => ({
    ...dealRecordFilterFields(t),
  }),
})

const UsageReportConnection = connectionType('UsageReport', 'usage reports')

const listArgs = {
  filter: builder.args((t) => ({ filter: t.field({ type: UsageReportFilter, description: 'Which usage reports.' }) }))
    .filter,
  ...recordArgs,
  ...pageArgs,
}

builder.queryField('usageReports', (t) =>
  t.field({
    type: UsageReportConnection,
    description: 'The usage reports of a market.',
    complexity: connectionCost,
    args: { ...marketArgs, ...listArgs },
    resolve: async (_, args, { reads }) =>
      new Connection(await reads.usageReports.list(reads.markets.byName(args.market), recordRequest(args))),
  }),
)

builder.objectField('Deal', 'usageReports', (t) =>
  t.field({
    type: UsageReportConnection,
    description: 'The usage that was reported for it.',
    complexity: connectionCost,
    args: listArgs,
    resolve: async (deal, args, { reads }, info) =>
      new Connection(
        await reads.usageReports.of(RECORDS_OF_DEAL, dealKey(deal), recordRequest(args), fieldsOfItems(info)),
      ),
  }),
)
