/** Everything that is told of a market while it is followed: to the log, to Prometheus, and to /ready. */
import type { Logger } from 'pino'
import type { Batch } from './batch.ts'
import type { NodeFailure } from './chain/error.ts'
import type { Observer } from './chain/nodes.ts'
import type { Metrics } from './metrics.ts'
import { createProgress } from './progress.ts'
import type { MarketRow } from './store/market.ts'

/** Where a market stands. */
export interface MarketStatus {
  readonly market: string
  /** starting → (waiting for another writer) → following → stopped. */
  state: 'starting' | 'waiting' | 'following' | 'stopped'
  watermark: number | null
  tip: number | null
  /** Monotonic, ms; null before the first answer. */
  answeredAt: number | null
  /** Why it stopped. */
  error: string | null
}

/** The ear of a tail. */
export interface MarketMonitor extends Observer {
  readonly status: MarketStatus
  readonly waiting: () => void
  readonly started: (market: MarketRow, after: number) => void
  readonly decoded: (seconds: number) => void
  readonly written: (batch: Batch, seconds: number) => void
  readonly interrupted: (error: unknown) => void
  readonly stopped: (error: unknown) => void
}

const PROGRESS_MS = 5_000
/** A node that keeps failing is told again after this many failures. */
const REMIND = 20

export const createMonitor = (market: string, log: Logger, metrics: Metrics): MarketMonitor => {
  const status: MarketStatus = {
    market,
    state: 'starting',
    watermark: null,
    tip: null,
    answeredAt: null,
    error: null,
  }
  const backfill = backfillLog(log)

  const position = (watermark: number, tip: number) => {
    Object.assign(status, { watermark, tip })
    metrics.watermark.set({ market }, watermark)
    metrics.tip.set({ market }, tip)
    metrics.lag.set({ market }, Math.max(0, tip - watermark))
  }

  return {
    status,
    waiting: () => {
      status.state = 'waiting'
      log.warn('another indexer writes this market; waiting until it ends')
    },
    started: ({ startLedger }, after) => {
      status.state = 'following'
      metrics.up.set({ market }, 1)
      metrics.sessions.inc({ market })
      position(after, Math.max(after, status.tip ?? 0))
      backfill.start(after)
      log.info({ startLedger, from: after + 1 }, 'following the market')
    },
    answered: (node, page, recovered) => {
      status.answeredAt = performance.now()
      metrics.answeredAt.set({ market }, Date.now() / 1000)
      position(status.watermark ?? page.through, Math.max(page.latest, status.tip ?? 0))
      if (recovered) log.info({ node }, 'the node answers again')
      if ((status.watermark ?? 0) >= page.latest) backfill.caughtUp(page.latest)
    },
    failed: (node, failure, failures) => {
      metrics.rpcErrors.inc({ market, node, kind: failure.name })
      logFailure(log, node, failure, failures)
    },
    decoded: (seconds) => metrics.batchSeconds.observe({ market, stage: 'decode' }, seconds),
    written: (batch, seconds) => {
      metrics.batchSeconds.observe({ market, stage: 'write' }, seconds)
      for (const { outcome } of batch.judged) metrics.events.inc({ market, outcome })
      countGap(batch, market, log, metrics)
      position(batch.range.last, status.tip ?? batch.range.last)
      backfill.written(batch, status.tip ?? batch.range.last)
    },
    interrupted: (error) => {
      log.warn({ err: error }, 'lost the database or the lock; beginning again from the watermark')
    },
    stopped: (error) => {
      Object.assign(status, { state: 'stopped', error: error instanceof Error ? error.message : String(error) })
      metrics.up.set({ market }, 0)
      log.fatal({ err: error }, 'the market is no longer followed')
    },
  }
}

const logFailure = (log: Logger, node: string, failure: NodeFailure, failures: number) => {
  const line = { node, kind: failure.name, failures, reason: failure.message }
  if (failures === 1 || failures % REMIND === 0) log.warn(line, 'a node is passed over')
  else log.debug(line, 'a node is passed over')
}

const countGap = ({ range }: Batch, market: string, log: Logger, metrics: Metrics) => {
  if (range.kind !== 'gap') return
  metrics.gaps.inc({ market }, range.last - range.first + 1)
  log.error({ first: range.first, last: range.last, reason: range.reason }, 'a gap: these ledgers could not be read')
}

/** Speaks while there is something to catch up with, says when it is done, and is quiet from then on. */
const backfillLog = (log: Logger) => {
  let progress = createProgress(0, PROGRESS_MS)
  let live = false
  return {
    start: (after: number) => {
      progress = createProgress(after, PROGRESS_MS)
      live = false
    },
    written: ({ range, judged }: Batch, tip: number) => {
      const due = progress.count(judged.length)
      const { perSecond, etaSeconds } = progress.point(range.last, tip)
      if (live) log.debug({ ledger: range.last, events: judged.length }, 'written')
      else if (due) log.info({ ledger: range.last, tip, eventsPerSecond: perSecond, etaSeconds }, 'catching up')
    },
    caughtUp: (ledger: number) => {
      if (!live) log.info({ ledger }, 'caught up with the network')
      live = true
    },
  }
}
