/** Service quality that was reported for deals. */

import { DEAL_RECORD_COLUMNS, type DealRecordFilter, type DealRecordRow, dealRecordConditions } from './deal-record.ts'
import { given } from './fragment.ts'
import type { Noun } from './noun.ts'
import { PLACE, RECORD_IDENTITY, type RecordOrder } from './record.ts'

export interface SlaReportRow extends DealRecordRow {
  latencyMs: bigint
  uptimePct: bigint
  /** Whether it falls short of the terms of the deal; null where these are not known. */
  breach: boolean | null
}

export interface SlaReportFilter extends DealRecordFilter {
  readonly breach?: boolean | null | undefined
}

export const slaReports: Noun<SlaReportRow, SlaReportFilter, RecordOrder> = {
  table: 'sla_report',
  columns: {
    ...DEAL_RECORD_COLUMNS,
    latencyMs: 'latency_ms',
    uptimePct: 'uptime_pct',
    breach: 'breach',
  },
  identity: RECORD_IDENTITY,
  orders: { POSITION: [] },
  tail: PLACE,
  conditions: (sql, filter, market) => [
    ...dealRecordConditions(sql, 'sla_report', filter, market),
    ...given(filter.breach, (breach) => sql`sla_report.breach = ${breach}`),
  ],
}
