/** Deals: terms from their creation, state from their last event. */
import type { Transaction } from '../../prisma/client.ts'
import { dealChangeOf, type Fact, type FactOf } from '../decode/fact.ts'
import type { DealChangeFact, DealCreated } from '../decode/facts/deal.ts'
import { numberOrNone, positionColumns, time, timeOrNever } from './moment.ts'
import { POSITION, type Row, table, updateNewer, upsertNewer } from './table.ts'

const KEY = { consumer: 'text', provider: 'text', deal_id: 'int' } as const

const STATE = table({
  name: 'deal',
  key: ['consumer', 'provider', 'deal_id'],
  columns: {
    ...KEY,
    status: 'text',
    deleted: 'boolean',
    fb_repo_id: 'text',
    balance: 'numeric',
    paid_in: 'numeric',
    paid_out: 'numeric',
    fees: 'numeric',
    refunded: 'numeric',
    slashed: 'numeric',
    unpaid_storage_mb: 'numeric',
    unpaid_egress_mb: 'numeric',
    paid_storage_mb: 'numeric',
    paid_egress_mb: 'numeric',
    slash_storage_mb: 'numeric',
    slash_egress_mb: 'numeric',
    sla_avg_latency_ms: 'bigint',
    sla_avg_uptime_pct: 'bigint',
    started_at: 'timestamptz',
    last_settled_at: 'timestamptz',
    period_end: 'timestamptz',
    dispute_id: 'int',
    updated_at: 'timestamptz',
    ...POSITION,
  },
})

const DEAL = table({
  name: 'deal',
  key: STATE.key,
  columns: {
    ...STATE.columns,
    bucket_id: 'int',
    asset: 'text',
    fee_bps: 'int',
    price_per_gb_storage: 'numeric',
    price_per_gb_egress: 'numeric',
    term_latency_ms: 'bigint',
    term_uptime_pct: 'bigint',
    duration_secs: 'numeric',
    agreed_storage_mb: 'numeric',
    agreed_egress_mb: 'numeric',
    api_compatibility: 'text',
    created_at: 'timestamptz',
  },
})

export const TABLE = DEAL.name

/** By deal: its creation where that is in the batch, and its last event. */
export type Rows = Map<string, { created: FactOf<DealCreated> | undefined; last: FactOf<DealChangeFact> }>

export const empty = (): Rows => new Map()

export const collect = (rows: Rows, fact: Fact) => {
  const last = dealChangeOf(fact)
  if (last === undefined) return
  const key = `${last.dealId} ${last.consumer} ${last.provider}`
  const created = last.event === 'deal_created' ? last : rows.get(key)?.created
  rows.set(key, { created, last })
}

/** A deal whose creation was never seen (it lies in a gap) has no terms and gets no row. */
export const write = async (tx: Transaction, marketId: number, rows: Rows) => {
  const created: Row<typeof DEAL>[] = []
  const changed: Row<typeof STATE>[] = []
  for (const { created: creation, last } of rows.values())
    if (creation === undefined) changed.push(stateOf(last))
    else created.push({ ...stateOf(last), ...termsOf(creation) })
  await upsertNewer(tx, DEAL, marketId, created)
  await updateNewer(tx, STATE, marketId, changed)
}

const stateOf = ({
  event,
  consumer,
  provider,
  dealId,
  state,
  position,
}: FactOf<DealChangeFact>): Row<typeof STATE> => ({
  consumer,
  provider,
  deal_id: dealId,
  status: state.status,
  deleted: event === 'deal_deleted',
  fb_repo_id: state.fbRepoId,
  balance: state.balance,
  paid_in: state.paidIn,
  paid_out: state.paidOut,
  fees: state.fees,
  refunded: state.refunded,
  slashed: state.slashed,
  unpaid_storage_mb: state.unpaidStorageMb,
  unpaid_egress_mb: state.unpaidEgressMb,
  paid_storage_mb: state.paidStorageMb,
  paid_egress_mb: state.paidEgressMb,
  slash_storage_mb: state.slashStorageMb,
  slash_egress_mb: state.slashEgressMb,
  sla_avg_latency_ms: state.slaAvgLatencyMs,
  sla_avg_uptime_pct: state.slaAvgUptimePct,
  started_at: timeOrNever(state.startTs),
  last_settled_at: timeOrNever(state.lastSettledTs),
  period_end: timeOrNever(state.periodEnd),
  dispute_id: numberOrNone(state.disputeId),
  updated_at: position.closedAt,
  ...positionColumns(position),
})

const termsOf = ({ bucketId, terms }: DealCreated) => ({
  bucket_id: bucketId,
  asset: terms.asset,
  fee_bps: terms.feeBps,
  price_per_gb_storage: terms.pricePerGbStorage,
  price_per_gb_egress: terms.pricePerGbEgress,
  term_latency_ms: terms.slaAvgLatencyMs,
  term_uptime_pct: terms.slaAvgUptimePct,
  duration_secs: terms.durationSecs,
  agreed_storage_mb: terms.agreedStorageMb,
  agreed_egress_mb: terms.agreedEgressMb,
  api_compatibility: terms.apiCompatibility,
  created_at: time(terms.createdTs),
})
