/**
 * Brings a deal up to date: settles what is owed, reports the next period, settles it, and so on. Each step is taken from
 * what the chain says, so that it does not matter who took the step before, or whether it was cut off in the middle.
 * A period is reported only once the one before is settled: each is judged by its own service.
 */
import type { Logger } from 'pino'
import type { Outcome } from '../chain/outcome.ts'
import type { DealBook } from './deal-book.ts'
import type { DealKey, DealView, Market } from './market.ts'
import type { Filling, Meter } from './meter.ts'
import type { Rejects } from './rejects.ts'
import type { RunReport, SettlementOutcome } from './run-report.ts'
import type { Sample } from './telemetry/sample.ts'
import { type Usage, type UsageRules, usageOf } from './usage.ts'

export interface AdvanceOptions {
  readonly market: Pick<Market, 'report' | 'settle'>
  readonly book: Pick<DealBook, 'refresh'>
  readonly meter: Pick<Meter, 'fillings' | 'release'>
  readonly rejects: Rejects
  readonly report: RunReport
  readonly rules: UsageRules
  /** Whether to settle at all. */
  readonly settles: boolean
  readonly log: Logger
}

/** `done`: up to date; `held`: something stands in the way that takes time, e.g. an empty balance. */
export type Advanced = 'done' | 'held'

/** Told by the contract when the period, or a later one, is reported already. */
const OVERLAP = 'PeriodOverlaps'

/** Refusals of a settlement that time or others will mend. */
const WAITING: Readonly<Record<string, SettlementOutcome>> = {
  DealBalanceEmpty: 'unfunded',
  DealDisputed: 'disputed',
}

/** @param isDue whether a period may be reported now */
export const advance = async (
  options: AdvanceOptions,
  key: DealKey,
  isDue: (filling: Filling) => boolean,
): Promise<Advanced> => {
  // What this oracle did is known even where a lagging node does not show it, or usage costs nothing and stays unpaid.
  let owes: boolean | undefined
  let overlappedAt: number | undefined
  for (;;) {
    const deal = await options.book.refresh(key)
    if (deal === undefined || deal.ended) return dismiss(options, key)
    // Its samples were taken while it ran: the node that says otherwise is behind.
    if (!deal.running || deal.cursor === overlappedAt) return 'held'
    discard(options, deal)
    if (options.settles && (deal.short ? deal.unpaid : (owes ?? deal.unpaid))) {
      if (!(await settle(options, deal))) return 'held'
      owes = false
      continue
    }
    const filling = options.meter.fillings(deal.dealId, deal.cursor).find(isDue)
    if (filling === undefined) return 'done'
    const outcome = await reportPeriod(options, deal, filling)
    if (outcome === 'held') return 'held'
    owes = outcome === 'reported' ? true : undefined
    overlappedAt = outcome === 'overlapped' ? deal.cursor : undefined
  }
}

/** Another oracle reported their period since they came. */
const discard = ({ meter, report }: AdvanceOptions, { dealId, cursor }: DealView) => {
  for (const _ of meter.release(dealId, cursor)) report.sample('overtaken')
}

const dismiss = ({ meter, rejects, report }: AdvanceOptions, { dealId }: DealKey): Advanced => {
  for (const sample of meter.release(dealId, Number.POSITIVE_INFINITY)) {
    report.sample('not_running')
    const problem = `deal_id: deal ${dealId} ended before this was reported`
    rejects.add({ reason: 'not_running', problem, source: '', offset: 0, text: textOf(sample) })
  }
  return 'done'
}

const textOf = (sample: Sample) =>
  JSON.stringify(sample, (_, value) => (typeof value === 'bigint' ? Number(value) : value))

const reportPeriod = async (options: AdvanceOptions, deal: DealView, filling: Filling) => {
  const usage = usageOf(filling.samples, filling, options.rules)
  const outcome = await options.market.report(deal, filling, usage)
  const { log, report } = options
  if (outcome.status === 'refused' && outcome.error === OVERLAP) {
    report.period('overlapped')
    return 'overlapped'
  }
  if (outcome.status === 'applied') options.meter.release(deal.dealId, filling.end)
  report.period(outcome.status === 'applied' ? 'reported' : outcome.status)
  const words = outcome.status === 'applied' ? 'period reported' : 'period not reported: it is tried again'
  log[outcome.status === 'applied' ? 'info' : 'warn'](
    { ...describePeriod(deal, filling, usage), ...factsOf(outcome) },
    words,
  )
  return outcome.status === 'applied' ? 'reported' : 'held'
}

/** A period as the log and a dry run show it. */
export const describePeriod = ({ dealId, consumer, provider }: DealKey, { start, end }: Filling, usage: Usage) => ({
  dealId,
  consumer,
  provider,
  periodStart: start,
  periodEnd: end,
  storageMb: String(usage.storageMb),
  egressMb: String(usage.egressMb),
  latencyMs: usage.latencyMs,
  uptime: usage.uptime,
  samples: usage.samples,
  measuredSecs: usage.measuredSecs,
})

const factsOf = (outcome: Outcome) => {
  switch (outcome.status) {
    case 'applied':
      return { hash: outcome.hash, ledger: outcome.ledger }
    case 'refused':
      return { error: outcome.error, reason: outcome.message }
    case 'expired':
      return { reason: outcome.reason }
  }
}

/** @returns whether nothing is owed any more, as far as the balance reaches */
const settle = async ({ market, report, log }: AdvanceOptions, deal: DealView): Promise<boolean> => {
  const { outcome, slashed } = await market.settle(deal)
  const { dealId } = deal
  if (outcome.status === 'applied') {
    report.settlement(slashed ? 'slashed' : 'settled')
    log.info({ dealId, slashed, ...factsOf(outcome) }, 'settled')
    return true
  }
  const waiting = outcome.status === 'refused' ? WAITING[outcome.error] : undefined
  report.settlement(waiting ?? outcome.status)
  log[waiting ? 'info' : 'warn']({ dealId, waiting, ...factsOf(outcome) }, 'not settled: it is tried again')
  return false
}
