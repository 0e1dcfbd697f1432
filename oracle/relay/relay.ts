/** The relay's life: passes one after the other until it is told to stop; what a pause can mend ends no relay. */
import { setTimeout as sleep } from 'node:timers/promises'
import { Obstacle } from '../chain/obstacle.ts'
import { CallRefused } from '../chain/outcome.ts'
import { AttestorSilent, AttestorWrong } from './attestor/attestor.ts'
import { EvmReorganised, EvmUnavailable } from './evm/error.ts'
import type { Monitor, RelayStatus } from './monitor.ts'
import type { Pass } from './pass.ts'
import type { PassReport } from './report.ts'

export interface RelayOptions {
  readonly pass: Pass
  readonly monitor: Monitor
  /** Pause between passes; it doubles with each that fails, up to a minute. */
  readonly pollMs: number
}

export interface Relay {
  readonly status: RelayStatus
  /** One pass. @throws whatever stopped it */
  once(): Promise<PassReport>
  /** Passes until the signal. @throws what no pause can mend */
  run(signal: AbortSignal): Promise<void>
}

const MAX_PAUSE_MS = 60_000
/** A later pass may go through. */
const PASSING = [Obstacle, CallRefused, EvmUnavailable, EvmReorganised, AttestorSilent, AttestorWrong]

/** Nothing is asked before `once` or `run`. */
export const createRelay = ({ pass, monitor, pollMs }: RelayOptions): Relay => {
  const once = async (): Promise<PassReport> => {
    const report = await pass()
    monitor.passed(report)
    return report
  }

  const step = async (signal: AbortSignal) => {
    try {
      await once()
    } catch (error) {
      if (signal.aborted) return
      if (!PASSING.some((kind) => error instanceof kind)) throw error
      monitor.failed(error)
    }
  }

  const run = async (signal: AbortSignal): Promise<void> => {
    while (!signal.aborted) {
      await step(signal)
      const pause = Math.min(MAX_PAUSE_MS, pollMs * 2 ** Math.min(monitor.status.failures, 10))
      await sleep(pause, undefined, { signal }).catch(aborted)
    }
  }
  return { status: monitor.status, once, run }
}

const aborted = (error: unknown): void => {
  if ((error as Error).name !== 'AbortError') throw error
}
