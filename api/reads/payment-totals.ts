/** Sums of payments, exact to the token unit. */
import type { Sql } from '../../prisma/client.ts'
import { every } from './fragment.ts'
import type { MarketState } from './market.ts'
import { type PaymentFilter, type PaymentKind, payments } from './payment.ts'

export interface PaymentTotalRow {
  kind: PaymentKind
  asset: string
  count: number
  sum: string
}

/** The sum of each kind and asset over a filter. */
export const readPaymentTotals = async (
  sql: Sql,
  market: MarketState,
  filter: PaymentFilter,
): Promise<PaymentTotalRow[]> => sql<PaymentTotalRow[]>`
  select payment.kind, payment.asset, count(*)::int as count, sum(payment.amount)::text as sum from payment
  where ${every(sql, [sql`payment.market_id = ${market.id}`, ...payments.conditions(sql, filter, market)])}
  group by payment.kind, payment.asset order by payment.kind, payment.asset`
