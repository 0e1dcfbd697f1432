/** Which deals have work: a period that is due, or something owed; and which are left alone for now. */
import type { DealKey } from './market.ts'
import type { Filling, Meter } from './meter.ts'

export interface Schedule {
  /** A deal that owes something: it has work even without telemetry. */
  owes(key: DealKey): void
  /** Deals to work on. @param now of the network, unix seconds */
  due(now: number): readonly DealKey[]
  /** Whether a period has waited long enough for late samples. */
  isDue(now: number): (filling: Filling) => boolean
  /** Something stands in the deal's way: it is tried again later. */
  hold(key: DealKey, now: number): void
  done(key: DealKey): void
  /** Periods with samples that are not reported yet. */
  waiting(): number
}

export interface ScheduleSettings {
  /** How long after its end a period waits for late samples, in seconds. */
  readonly lateSecs: number
  /** How long a deal is left alone, in seconds. */
  readonly retrySecs: number
}

export const createSchedule = (meter: Pick<Meter, 'deals' | 'fillings'>, settings: ScheduleSettings): Schedule => {
  const owing = new Map<number, DealKey>()
  const heldUntil = new Map<number, number>()
  const isDue = (now: number) => (filling: Filling) => filling.end + settings.lateSecs <= now
  return {
    isDue,
    owes: (key) => void owing.set(key.dealId, key),
    due: (now) => {
      const full = [...meter.deals()].filter(([dealId]) => meter.fillings(dealId, 0).some(isDue(now)))
      const keys = new Map<number, DealKey>([...owing, ...full])
      return [...keys.values()].filter(({ dealId }) => (heldUntil.get(dealId) ?? 0) <= now)
    },
    hold: (key, now) => {
      heldUntil.set(key.dealId, now + settings.retrySecs)
      owing.set(key.dealId, key)
    },
    done: ({ dealId }) => {
      heldUntil.delete(dealId)
      owing.delete(dealId)
    },
    waiting: () => [...meter.deals()].reduce((sum, [dealId]) => sum + meter.fillings(dealId, 0).length, 0),
  }
}
