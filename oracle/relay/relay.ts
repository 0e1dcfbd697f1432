/** The relay as a whole: its parts put together, and passes one after the other until it is told to stop. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { Hex } from 'viem'
import type { MarketAddress } from '../../contract/interface/market.ts'
import type { Calls } from '../chain/calls.ts'
import { Obstacle } from '../chain/obstacle.ts'
import { CallRefused } from '../chain/outcome.ts'
import type { Submitter } from '../chain/submitter.ts'
import { type Attestor, AttestorSilent, AttestorWrong } from './attestor/attestor.ts'
import { EvmReorganised, EvmUnavailable } from './evm/error.ts'
import { connectNode } from './evm/node.ts'
import { createEvmNodes } from './evm/nodes.ts'
import { createProofSets } from './evm/proof-sets.ts'
import { createStreams } from './market/streams.ts'
import type { Metrics } from './metrics.ts'
import { createMonitor, type RelayStatus } from './monitor.ts'
import { createPass } from './pass.ts'
import type { PassReport } from './report.ts'

/** Where proofs come from. */
export interface EvmSettings {
  readonly rpcUrls: readonly string[]
  /** Undefined: that of the first node that answers. */
  readonly chainId: number | undefined
  readonly verifier: Hex
  readonly confirmations: number
  readonly startBlock: number
  readonly window: number
  readonly timeoutMs: number
}

export interface RelayOptions {
  readonly market: Pick<MarketAddress, 'networkPassphrase' | 'contractId'>
  readonly evm: EvmSettings
  readonly attestor: Attestor
  readonly submitter: Submitter
  readonly calls: Calls
  /** Who gets the tips; undefined leaves them in the stream. */
  readonly tipsTo: string | undefined
  readonly dryRun: boolean
  /** Pause between passes. */
  readonly pollMs: number
  readonly metrics: Metrics
  readonly log: Logger
  readonly signal: AbortSignal
}

export interface Relay {
  readonly status: RelayStatus
  /** One pass. @throws whatever stopped it */
  once(): Promise<PassReport>
  /** Passes until the signal. @throws what no pause can mend */
  run(): Promise<void>
}

const MAX_PAUSE_MS = 60_000
/** A later pass may go through. */
const PASSING = [Obstacle, CallRefused, EvmUnavailable, EvmReorganised, AttestorSilent, AttestorWrong]

/** Nothing is asked before `once` or `run`. */
export const createRelay = (options: RelayOptions): Relay => {
  const { market, evm, pollMs, signal } = options
  const monitor = createMonitor(options.log, options.metrics)
  const pass = createPass({
    ...options,
    ...market,
    refused: monitor.refused,
    verifier: evm.verifier,
    streams: createStreams(options),
    nodes: createEvmNodes({
      nodes: evm.rpcUrls.map((url) => connectNode({ url, timeoutMs: evm.timeoutMs, signal })),
      chainId: evm.chainId,
      failed: monitor.nodeFailed,
    }),
    proofSets: createProofSets({ ...evm, observer: monitor }),
  })

  const once = async (): Promise<PassReport> => {
    const report = await pass()
    monitor.passed(report)
    return report
  }

  const step = async () => {
    try {
      await once()
    } catch (error) {
      if (signal.aborted) return
      if (!PASSING.some((kind) => error instanceof kind)) throw error
      monitor.failed(error)
    }
  }

  const run = async (): Promise<void> => {
    while (!signal.aborted) {
      await step()
      const pause = Math.min(MAX_PAUSE_MS, pollMs * 2 ** Math.min(monitor.status.failures, 10))
      await sleep(pause, undefined, { signal }).catch(aborted)
    }
  }
  return { status: monitor.status, once, run }
}

const aborted = (error: unknown): void => {
  if ((error as Error).name !== 'AbortError') throw error
}
