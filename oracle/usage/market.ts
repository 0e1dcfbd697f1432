/** The market as the usage oracle sees it: running deals, how far each is reported, and the two calls it makes. */
import type { Calls } from '../chain/calls.ts'
import { eachAtMost } from '../chain/each-at-most.ts'
import type { Outcome } from '../chain/outcome.ts'
import type { Submitter } from '../chain/submitter.ts'
import type { Period, Usage } from './usage.ts'

/** Which deal. */
export interface DealKey {
  readonly dealId: number
  readonly consumer: string
  readonly provider: string
}

/** A deal as the chain has it; times in unix seconds. */
export interface DealView extends DealKey {
  /** Funded and not ended: usage can be reported. */
  readonly running: boolean
  /** It never runs again. */
  readonly ended: boolean
  /** When it was funded; 0 if not yet. */
  readonly startedAt: number
  /** Usage before this moment is reported, or was never owed: the cursor of the oracle. */
  readonly cursor: number
  /** Whether reported usage waits to be settled. */
  readonly unpaid: boolean
  /** Whether the balance did not cover the last settlement. */
  readonly short: boolean
}

export interface Market {
  /** All running deals; those with unpaid usage are told. */
  runningDeals(): Promise<readonly (DealKey & { readonly unpaid: boolean })[]>
  /** undefined where these two have no such deal. */
  deal(key: DealKey): Promise<DealView | undefined>
  report(key: DealKey, period: Period, usage: Usage): Promise<Outcome>
  /** Whether the report would be accepted now; nothing is sent. @throws CallRefused */
  tryReport(key: DealKey, period: Period, usage: Usage): Promise<void>
  settle(key: DealKey): Promise<Settled>
}

/** A settlement's outcome; `slashed`: the SLA was broken, the usage is never billed. */
export type Settled = { readonly outcome: Outcome; readonly slashed: boolean }

/** The most that a list function of the contract answers in one call. */
const PAGE = 25
/** Questions to a node at once. */
export const QUESTIONS = 8
const RUNNING = ['Funded', 'BreachedConsumer', 'BreachedProvider']
const ENDED = ['Completed', 'Cancelled']

interface ChainDeal {
  readonly consumer_id: string
  readonly provider_id: string
  readonly deal_id: number
  readonly unpaid_storage_mb: bigint
  readonly unpaid_egress_mb: bigint
}

interface ChainState {
  readonly start_ts: bigint
  readonly period_end: bigint
  readonly status: { readonly tag: string }
  readonly unpaid_storage_mb: bigint
  readonly unpaid_egress_mb: bigint
}

/** @param submitter signs as the market's oracle */
export const createMarket = (submitter: Pick<Submitter, 'read' | 'submit'>, calls: Calls): Market => {
  const read = async <T>(name: string, args: Record<string, unknown>) =>
    calls.read(name, await submitter.read(calls.call(name, args))) as T
  return {
    runningDeals: async () => {
      const { deals } = await read<{ deals: number }>('get_list_lengths', {})
      const skips = Array.from({ length: Math.ceil(deals / PAGE) }, (_, page) => page * PAGE)
      const pages = await eachAtMost(QUESTIONS, skips, (skip) =>
        read<ChainDeal[]>('get_active_deals', { skip, take: PAGE }),
      )
      return pages.flat().map((deal) => ({
        dealId: deal.deal_id,
        consumer: deal.consumer_id,
        provider: deal.provider_id,
        unpaid: isUnpaid(deal),
      }))
    },
    deal: async (key) => {
      const state = await read<ChainState | undefined | null>('get_deal_state', keyArgs(key))
      return state ? viewOf(key, state) : undefined
    },
    report: (key, period, usage) => submitter.submit(calls.call('report_usage', reportArgs(key, period, usage))),
    tryReport: async (key, period, usage) =>
      void (await submitter.read(calls.call('report_usage', reportArgs(key, period, usage)))),
    settle: async (key) => {
      const outcome = await submitter.submit(calls.call('pay_pending_consumption', keyArgs(key)))
      const paid = outcome.status !== 'applied' || calls.read('pay_pending_consumption', outcome.result)
      return { outcome, slashed: paid === false }
    },
  }
}

const isUnpaid = (state: Pick<ChainDeal, 'unpaid_storage_mb' | 'unpaid_egress_mb'>) =>
  state.unpaid_storage_mb > 0n || state.unpaid_egress_mb > 0n

const keyArgs = ({ dealId, consumer, provider }: DealKey) => ({
  deal_id: dealId,
  consumer_id: consumer,
  provider_id: provider,
})

const reportArgs = (key: DealKey, { start, end }: Period, usage: Usage) => ({
  ...keyArgs(key),
  period_start: BigInt(start),
  period_end: BigInt(end),
  storage_mb: usage.storageMb,
  egress_mb: usage.egressMb,
  sla_avg_latency_ms: usage.latencyMs,
  sla_avg_uptime_pct: usage.uptime,
})

const viewOf = ({ dealId, consumer, provider }: DealKey, state: ChainState): DealView => ({
  dealId,
  consumer,
  provider,
  running: RUNNING.includes(state.status.tag),
  ended: ENDED.includes(state.status.tag),
  startedAt: Number(state.start_ts),
  cursor: Math.max(Number(state.period_end), Number(state.start_ts)),
  unpaid: isUnpaid(state),
  short: state.status.tag === 'BreachedConsumer',
})
