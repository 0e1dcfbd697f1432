/** Usage that was reported for deals, each as an addition. */

import { DEAL_RECORD_COLUMNS, type DealRecordFilter, type DealRecordRow, dealRecordConditions } from './deal-record.ts'
import type { Noun } from './noun.ts'
import { PLACE, RECORD_IDENTITY, type RecordOrder } from './record.ts'

export interface UsageReportRow extends DealRecordRow {
  storageMb: string
  egressMb: string
  periodStart: Date | null
  periodEnd: Date | null
}

export interface UsageReportFilter extends DealRecordFilter {}

export const usageReports: Noun<UsageReportRow, UsageReportFilter, RecordOrder> = {
  table: 'usage_report',
  columns: {
    ...DEAL_RECORD_COLUMNS,
    storageMb: 'storage_mb',
    egressMb: 'egress_mb',
    periodStart: 'period_start',
    periodEnd: 'period_end',
  },
  identity: RECORD_IDENTITY,
  orders: { POSITION: [] },
  tail: PLACE,
  conditions: (sql, filter, market) => dealRecordConditions(sql, 'usage_report', filter, market),
}
