/** The dry run: what would be reported, and what the contract would say. Nothing is sent. */
import { CallRefused } from '../chain/outcome.ts'
import { describePeriod } from './advance.ts'
import type { DealBook } from './deal-book.ts'
import type { DealKey, Market } from './market.ts'
import type { Filling, Meter } from './meter.ts'
import { type UsageRules, usageOf } from './usage.ts'

/** A period that would be reported. */
export interface Planned extends ReturnType<typeof describePeriod> {
  /** Name of the contract's error; null where it would be accepted. */
  readonly refusal: string | null
}

export interface PlanOptions {
  readonly market: Pick<Market, 'tryReport'>
  readonly book: Pick<DealBook, 'refresh'>
  readonly meter: Pick<Meter, 'fillings'>
  readonly rules: UsageRules
}

/** The due periods of a deal, oldest first. */
export const planDeal = async (
  { market, book, meter, rules }: PlanOptions,
  key: DealKey,
  isDue: (filling: Filling) => boolean,
): Promise<readonly Planned[]> => {
  const deal = await book.refresh(key)
  if (!deal?.running) return []
  const planned: Planned[] = []
  for (const filling of meter.fillings(deal.dealId, deal.cursor).filter(isDue)) {
    const usage = usageOf(filling.samples, filling, rules)
    const refusal = await refusalOf(market.tryReport(deal, filling, usage))
    planned.push({ ...describePeriod(deal, filling, usage), refusal })
  }
  return planned
}

const refusalOf = async (trial: Promise<void>): Promise<string | null> => {
  try {
    await trial
    return null
  } catch (error) {
    if (error instanceof CallRefused) return error.error
    throw error
  }
}
