/** The market's rules for usage in memory, with a place to cut a program off before and after each call. */
import type { Outcome } from '../../../oracle/chain/outcome.ts'
import type { DealKey, DealView, Market } from '../../../oracle/usage/market.ts'
import type { Period, Usage } from '../../../oracle/usage/usage.ts'

export interface ModelledDeal extends DealKey {
  running: boolean
  ended: boolean
  startedAt: number
  periodEnd: number
  /** Usage that waits to be settled. */
  unpaid: boolean
  empty: boolean
}

/** What the chain took in, in order. */
export interface Deed {
  readonly deed: 'report' | 'settle'
  readonly dealId: number
  readonly start?: number
  readonly end?: number
  readonly storageMb?: bigint
}

export interface ModelledMarket extends Market {
  readonly deals: Map<number, ModelledDeal>
  readonly deeds: Deed[]
  /** Called before and after each call that changes something; what it throws cuts the program off there. */
  cut: (place: string) => void
}

const applied = { status: 'applied', hash: 'ab', ledger: 9 } as Outcome
const refused = (error: string): Outcome => ({ status: 'refused', error, message: error, hash: null, ledger: null })

const refusalOf = ({ running, startedAt, periodEnd }: ModelledDeal, { start, end }: Period) => {
  if (!running) return 'DealEnded'
  if (start < Math.max(startedAt, periodEnd) || start >= end) return 'PeriodOverlaps'
  return undefined
}

export const modelMarket = (...deals: readonly ModelledDeal[]): ModelledMarket => {
  const held = new Map(deals.map((deal) => [deal.dealId, deal]))
  const market: ModelledMarket = {
    deals: held,
    deeds: [],
    cut: () => undefined,
    runningDeals: async () => [...held.values()].filter(({ running }) => running),
    deal: async ({ dealId, consumer, provider }) => {
      const deal = held.get(dealId)
      if (deal?.consumer !== consumer || deal.provider !== provider) return undefined
      return viewOf(deal)
    },
    tryReport: async () => undefined,
    report: async ({ dealId }, period, usage) => {
      market.cut(`before report ${period.start}`)
      const deal = held.get(dealId)!
      const refusal = refusalOf(deal, period)
      if (refusal !== undefined) return refused(refusal)
      Object.assign(deal, { periodEnd: period.end, unpaid: usage.storageMb > 0n })
      market.deeds.push(deedOf(dealId, period, usage))
      market.cut(`after report ${period.start}`)
      return applied
    },
    settle: async ({ dealId }) => {
      market.cut(`before settle ${dealId}`)
      const deal = held.get(dealId)!
      if (deal.empty) return { outcome: refused('DealBalanceEmpty'), slashed: false }
      if (deal.unpaid) market.deeds.push({ deed: 'settle', dealId })
      deal.unpaid = false
      market.cut(`after settle ${dealId}`)
      return { outcome: applied, slashed: false }
    },
  }
  return market
}

const viewOf = (deal: ModelledDeal): DealView => ({
  ...deal,
  cursor: Math.max(deal.startedAt, deal.periodEnd),
  short: deal.empty,
})

const deedOf = (dealId: number, { start, end }: Period, { storageMb }: Usage): Deed => ({
  deed: 'report',
  dealId,
  start,
  end,
  storageMb,
})

export const modelDeal = (change: Partial<ModelledDeal> & DealKey): ModelledDeal => ({
  running: true,
  ended: false,
  startedAt: 1_000,
  periodEnd: 0,
  unpaid: false,
  empty: false,
  ...change,
})
