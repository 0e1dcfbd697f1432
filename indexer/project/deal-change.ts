/** The history of deals: a row for each event that changed one. */
import type { Transaction } from '../../prisma/client.ts'
import { dealChangeOf, type Fact } from '../decode/fact.ts'
import type { DealChangeFact, DealPeriodReported } from '../decode/facts/deal.ts'
import { placeColumns, time } from './moment.ts'
import { insertNew, PLACE, type Row, table } from './table.ts'

const DEAL_CHANGE = table({
  name: 'deal_change',
  key: ['toid', 'event_index'],
  columns: {
    ...PLACE,
    consumer: 'text',
    provider: 'text',
    deal_id: 'int',
    kind: 'text',
    status: 'text',
    outcome: 'text',
    amount: 'numeric',
    fee: 'numeric',
    balance: 'numeric',
    storage_mb: 'numeric',
    egress_mb: 'numeric',
    latency_ms: 'bigint',
    uptime_pct: 'bigint',
    period_start: 'timestamptz',
    period_end: 'timestamptz',
    dispute_id: 'int',
  },
})

export const TABLE = DEAL_CHANGE.name

export type Rows = Row<typeof DEAL_CHANGE>[]

export const empty = (): Rows => []

export const collect = (rows: Rows, fact: Fact) => {
  const change = dealChangeOf(fact)
  if (change === undefined) return
  const { consumer, provider, dealId, event, state, position } = change
  rows.push({
    ...placeColumns(position),
    consumer,
    provider,
    deal_id: dealId,
    kind: event.slice('deal_'.length),
    status: state.status,
    balance: state.balance,
    ...NOTHING,
    ...movedBy(change),
  })
}

export const write = (tx: Transaction, marketId: number, rows: Rows) => insertNew(tx, DEAL_CHANGE, marketId, rows)

const NOTHING = {
  ...{ outcome: null, amount: null, fee: null, storage_mb: null, egress_mb: null, latency_ms: null, uptime_pct: null },
  ...{ period_start: null, period_end: null, dispute_id: null },
}

/** What the change moved, settled or reported. */
const movedBy = (fact: DealChangeFact) => {
  switch (fact.event) {
    case 'deal_funded':
    case 'deal_deposited':
      return { amount: fact.amount }
    case 'deal_completed':
    case 'deal_cancelled':
    case 'deal_expired':
      return { amount: fact.refund }
    case 'deal_usage_reported':
      return { storage_mb: fact.storageMb, egress_mb: fact.egressMb }
    case 'deal_sla_reported':
      return { latency_ms: fact.slaAvgLatencyMs, uptime_pct: fact.slaAvgUptimePct }
    case 'deal_period_reported':
      return periodOf(fact)
    case 'deal_dispute_changed':
      return { dispute_id: fact.disputeId }
    case 'deal_resolved':
      return { amount: fact.net + fact.refund, dispute_id: fact.disputeId }
    case 'deal_settled': {
      const { outcome, gross, fee, storageMb, egressMb } = fact
      return { outcome, amount: gross, fee, storage_mb: storageMb, egress_mb: egressMb }
    }
    default:
      return undefined
  }
}

const periodOf = (fact: DealPeriodReported) => ({
  storage_mb: fact.storageMb,
  egress_mb: fact.egressMb,
  latency_ms: fact.slaAvgLatencyMs,
  uptime_pct: fact.slaAvgUptimePct,
  period_start: time(fact.periodStart),
  period_end: time(fact.periodEnd),
})
