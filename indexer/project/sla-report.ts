/** Reports of service quality: a row for each, judged by the terms of the deal. */
import type { Transaction } from '../../prisma/client.ts'
import type { Fact } from '../decode/fact.ts'
import { placeColumns } from './moment.ts'
import { insertNew, PLACE, type Row, table } from './table.ts'

const SLA_REPORT = table({
  name: 'sla_report',
  key: ['toid', 'event_index'],
  columns: {
    ...PLACE,
    consumer: 'text',
    provider: 'text',
    deal_id: 'int',
    latency_ms: 'bigint',
    uptime_pct: 'bigint',
  },
  computed: {
    // Meeting a target exactly is no breach. Null where the deal, and with it the target, is not known.
    breach: `(select x.latency_ms > d.term_latency_ms or x.uptime_pct < d.term_uptime_pct from deal d
      where d.market_id = $1::int and d.consumer = x.consumer and d.provider = x.provider and d.deal_id = x.deal_id)`,
  },
})

export const TABLE = SLA_REPORT.name

export type Rows = Row<typeof SLA_REPORT>[]

export const empty = (): Rows => []

export const collect = (rows: Rows, fact: Fact) => {
  if (fact.event !== 'deal_sla_reported' && fact.event !== 'deal_period_reported') return
  const { consumer, provider, dealId, slaAvgLatencyMs, slaAvgUptimePct, position } = fact
  rows.push({
    ...placeColumns(position),
    consumer,
    provider,
    deal_id: dealId,
    latency_ms: slaAvgLatencyMs,
    uptime_pct: slaAvgUptimePct,
  })
}

/** Runs after the deals are written. */
export const write = (tx: Transaction, marketId: number, rows: Rows) => insertNew(tx, SLA_REPORT, marketId, rows)
