/** Reported quality of service. */
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
import { formatUptime } from './uptime.ts'

builder.node('SlaReport', {
  description: 'Quality of service that was reported for a deal.',
  interfaces: [ChainRecord],
  id: { resolve: (row, _, { reads }) => recordKey(reads, row) },
  loadOne: (key, { reads }) => reads.slaReports.load(identityOf(reads, key, RECORD_PARTS)),
  fields: (t) => ({
    deal: t.field(dealOf),
    slaAvgLatencyMs: t.expose('latencyMs', { type: 'UInt32', description: 'Mean latency in milliseconds.' }),
    slaAvgUptimePct: t.expose('uptimePct', { type: 'UInt32', description: 'Mean uptime; 100,000,000 is 100 %.' }),
    slaUptimePercent: t.string({
      description: 'Mean uptime in percent, such as "99.95".',
      resolve: (row) => formatUptime(row.uptimePct),
    }),
    breach: t.exposeBoolean('breach', {
      nullable: true,
      description: 'Whether it falls short of the terms of the deal; null where these are not indexed.',
    }),
  }),
})

const SlaReportFilter = builder.inputType('SlaReportFilter', {
  description: 'Narrows a list of service reports; conditions add up.',
  fields: (t) => ({
    ...dealRecordFilterFields(t),
    breach: t.boolean({ description: 'Whether they fall short of the terms.' }),
  }),
})

const SlaReportConnection = connectionType('SlaReport', 'service reports')

const listArgs = {
  filter: builder.args((t) => ({ filter: t.field({ type: SlaReportFilter, description: 'Which service reports.' }) }))
    .filter,
  ...recordArgs,
  ...pageArgs,
}

builder.queryField('slaReports', (t) =>
  t.field({
    type: SlaReportConnection,
    description: 'The service reports of a market.',
    complexity: connectionCost,
    args: { ...marketArgs, ...listArgs },
    resolve: async (_, args, { reads }) =>
      new Connection(await reads.slaReports.list(reads.markets.byName(args.market), recordRequest(args))),
  }),
)

builder.objectField('Deal', 'slaReports', (t) =>
  t.field({
    type: SlaReportConnection,
    description: 'The service that was reported for it.',
    complexity: connectionCost,
    args: listArgs,
    resolve: async (deal, args, { reads }, info) =>
      new Connection(
        await reads.slaReports.of(RECORDS_OF_DEAL, dealKey(deal), recordRequest(args), fieldsOfItems(info)),
      ),
  }),
)
