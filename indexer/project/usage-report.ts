/** Reports of usage: a row for each, with its period where it names one. */
import type { Transaction } from '../../prisma/client.ts'
import type { Fact } from '../decode/fact.ts'
import { placeColumns, time } from './moment.ts'
import { insertNew, PLACE, type Row, table } from './table.ts'

const USAGE_REPORT = table({
  name: 'usage_report',
  key: ['toid', 'event_index'],
  columns: {
    ...PLACE,
    consumer: 'text',
    provider: 'text',
    deal_id: 'int',
    storage_mb: 'numeric',
    egress_mb: 'numeric',
    period_start: 'timestamptz',
    period_end: 'timestamptz',
  },
})

export const TABLE = USAGE_REPORT.name

export type Rows = Row<typeof USAGE_REPORT>[]

export const empty = (): Rows => []

export const collect = (rows: Rows, fact: Fact) => {
  if (fact.event !== 'deal_usage_reported' && fact.event !== 'deal_period_reported') return
  const { consumer, provider, dealId, storageMb, egressMb, position } = fact
  rows.push({
    ...placeColumns(position),
    consumer,
    provider,
    deal_id: dealId,
    storage_mb: storageMb,
    egress_mb: egressMb,
    period_start: fact.event === 'deal_period_reported' ? time(fact.periodStart) : null,
    period_end: fact.event === 'deal_period_reported' ? time(fact.periodEnd) : null,
  })
}

export const write = (tx: Transaction, marketId: number, rows: Rows) => insertNew(tx, USAGE_REPORT, marketId, rows)
