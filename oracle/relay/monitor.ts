/** Everything that is told of the relay while it runs: to the log, to Prometheus, and to /ready. */
import type { Logger } from 'pino'
import type { ProofSetsObserver } from './evm/proof-sets.ts'
import type { Metrics } from './metrics.ts'
import type { PassReport } from './report.ts'

/** Where the relay stands. */
export interface RelayStatus {
  /** Monotonic, ms; null before the first pass. */
  passedAt: number | null
  /** Passes that failed since the last good one. */
  failures: number
  /** Why the last one failed. */
  error: string | null
  report: PassReport | null
}

/** The ear of a relay. */
export interface Monitor extends ProofSetsObserver {
  readonly status: RelayStatus
  readonly passed: (report: PassReport) => void
  readonly failed: (error: unknown) => void
  readonly nodeFailed: (node: string, error: Error) => void
  readonly refused: (streamId: number, chunk: number, error: string, message: string) => void
}

export const createMonitor = (log: Logger, metrics: Metrics): Monitor => {
  const status: RelayStatus = { passedAt: null, failures: 0, error: null, report: null }
  return {
    status,
    passed: (report) => {
      const again = status.failures > 0
      Object.assign(status, { passedAt: performance.now(), failures: 0, error: null, report })
      measure(metrics, report)
      if (didSomething(report)) log.info(report, report.dryRun ? 'dry run: nothing was sent' : 'relayed')
      else log.debug(report, 'nothing to relay')
      if (again) log.info('passes go through again')
    },
    failed: (error) => {
      const { name, message } = error instanceof Error ? error : new Error(String(error))
      status.failures++
      status.error = message
      metrics.passes.inc({ outcome: name })
      log.warn({ kind: name, failures: status.failures }, message)
    },
    nodeFailed: (node, error) => {
      metrics.nodeFailures.inc({ node, kind: error.name })
      log.warn({ node, kind: error.name }, `an EVM node is passed over: ${error.message}`)
    },
    refused: (streamId, chunk, error, message) =>
      log.error({ streamId, chunk, error }, `the contract refuses a proof: ${message}`),
    roots: (count) => metrics.logs.inc({ outcome: 'roots' }, count),
    malformed: ({ reason, detail }) => {
      metrics.logs.inc({ outcome: reason })
      log.warn({ reason, detail }, 'a log proves nothing')
    },
    deepReorg: (lost) => {
      metrics.deepReorgs.inc()
      log.error(
        { block: lost.number, hash: lost.hash },
        'the EVM chain was reorganised deeper than RELAY_EVM_CONFIRMATIONS: everything is read again; what was paid for lost proofs stays paid',
      )
    },
  }
}

const didSomething = ({ chunks, finished, refused, expired }: PassReport) =>
  chunks.due > 0 || finished > 0 || expired > 0 || Object.keys(refused).length > 0

const measure = (metrics: Metrics, report: PassReport) => {
  const { chunks, streams } = report
  metrics.passes.inc({ outcome: 'ok' })
  metrics.passedAt.set(Date.now() / 1000)
  metrics.head.set(report.head)
  metrics.safe.set(report.safe)
  for (const [task, count] of Object.entries(streams)) metrics.streams.set({ task }, count)
  metrics.due.set(chunks.due)
  for (const why of ['early', 'stale', 'beyond', 'removed'] as const) metrics.waiting.set({ why }, chunks[why])
  metrics.released.inc({ by: 'this' }, chunks.released)
  metrics.released.inc({ by: 'others' }, chunks.releasedByOthers)
  metrics.finished.inc(report.finished)
  metrics.expired.inc(report.expired)
  for (const [error, count] of Object.entries(report.refused)) metrics.refused.inc({ error }, count)
}
