/** One question at a time for all who wait for the next ledger. */
import { setTimeout as sleep } from 'node:timers/promises'
import { Obstacle } from './obstacle.ts'
import type { ChainRpc, NewestLedger } from './rpc.ts'

/** Wakes whoever waits when the network has closed a ledger. */
export interface LedgerWatch {
  /**
   * Resolves when a ledger after `sequence` is known, or when none came within the patience: then the asker looks for
   * itself. Never at once, so that whoever looks in vain does not do so without a pause. Silent nodes are waited for.
   */
  after(sequence: number): Promise<void>
}

export interface LedgerWatchOptions {
  readonly rpc: Pick<ChainRpc, 'newestLedger'>
  readonly pollMs: number
  /** Longest wait of an asker. */
  readonly patienceMs: number
  readonly signal: AbortSignal
}

/** Asks only while somebody waits. */
export const createLedgerWatch = ({ rpc, pollMs, patienceMs, signal }: LedgerWatchOptions): LedgerWatch => {
  let newest: NewestLedger = { sequence: 0, closedAt: 0 }
  let looking: Promise<void> | undefined

  const look = async () => {
    await sleep(pollMs, undefined, { signal })
    try {
      newest = await rpc.newestLedger()
    } catch (error) {
      if (!(error instanceof Obstacle)) throw error
    }
  }

  return {
    after: async (sequence) => {
      const until = performance.now() + patienceMs
      do {
        looking ??= look().finally(() => {
          looking = undefined
        })
        await looking
      } while (newest.sequence <= sequence && performance.now() < until)
    },
  }
}
