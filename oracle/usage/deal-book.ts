/** What is known of deals: who has which, and how far each is reported. The chain is asked, nothing is stored. */
import { eachAtMost } from '../chain/each-at-most.ts'
import { type DealKey, type DealView, type Market, QUESTIONS } from './market.ts'

/** Whose deal a sample is about. */
export type Found = { readonly deal: DealView } | { readonly reject: 'unknown_deal' | 'wrong_party' }

export interface DealBook {
  /** Begins a round: what was not there, or did not run, may be by now. */
  turn(): void
  /** Asks for those that it does not know yet, several at once. */
  learn(keys: readonly DealKey[]): Promise<void>
  /** Asks the chain only for deals that it does not know yet. */
  find(key: DealKey): Promise<Found>
  /** The deal as it is now; its cursor never goes back, whatever a node that lags behind says. */
  refresh(key: DealKey): Promise<DealView | undefined>
}

export const createDealBook = (market: Pick<Market, 'deal'>): DealBook => {
  const known = new Map<number, DealView>()
  /** Asked in this round without success. */
  const absent = new Set<string>()

  const refresh = async (key: DealKey) => {
    const view = await market.deal(key)
    if (view === undefined) return undefined
    const cursor = Math.max(view.cursor, known.get(key.dealId)?.cursor ?? 0)
    known.set(key.dealId, { ...view, cursor })
    return { ...view, cursor }
  }

  const lookUp = async (key: DealKey): Promise<DealView | undefined> => {
    const name = `${key.dealId} ${key.consumer} ${key.provider}`
    if (absent.has(name)) return undefined
    const view = await refresh(key)
    if (!view?.running) absent.add(name)
    return view
  }

  return {
    turn: () => absent.clear(),
    refresh,
    learn: async (keys) => {
      const unknown = keys.filter(({ dealId }) => !known.has(dealId))
      await eachAtMost(QUESTIONS, unknown, refresh)
    },
    find: async (key) => {
      const held = known.get(key.dealId)
      if (held && (held.consumer !== key.consumer || held.provider !== key.provider)) return { reject: 'wrong_party' }
      const view = held?.running ? held : ((await lookUp(key)) ?? held)
      return view === undefined ? { reject: 'unknown_deal' } : { deal: view }
    },
  }
}
