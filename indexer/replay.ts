/**
 * Rebuilds every projection from the archive, in fresh tables beside the live ones. While it works, the tail goes on;
 * the last events are caught up under the lock that stops batches, and the tables change places in that transaction.
 * Interrupted, it leaves the live tables as they were, and the next start begins again.
 */
import type { Logger } from 'pino'
import { openSql, type Sql } from '../prisma/client.ts'
import type { Interpretation } from './interpret.ts'
import { createProgress } from './progress.ts'
import {
  applyReclassified,
  catchUp,
  createReclassified,
  type Places,
  type Rebuild,
  rebuildMarket,
} from './replay/rebuild.ts'
import { createFresh, dropFresh, finishFresh, swapIn } from './replay/tables.ts'
import { compareTables, type Difference } from './replay/verify.ts'
import { countArchive } from './store/archive-reader.ts'
import { lockReplay, ownProjections } from './store/lock.ts'
import { retryTransient } from './store/retry.ts'

export interface ReplayOptions {
  readonly databaseUrl: string
  readonly interpretation: Interpretation
  readonly log: Logger
  readonly signal: AbortSignal
  /** True: compare with the live tables and leave those alone. */
  readonly verify: boolean
  /** Events per transaction. */
  readonly pageEvents?: number
}

/** What came out. */
export interface ReplayResult {
  readonly events: number
  readonly seconds: number
  readonly eventsPerSecond: number
  /** Of a verification; empty where live and rebuilt tables agree. */
  readonly differences: readonly Difference[]
}

const PAGE_EVENTS = 4_000
const PROGRESS_MS = 2_000
/** Readers of the live tables are waited for this long; then the swap steps back and tries again. */
const LOCK_TIMEOUT = '3s'
/** Tables that decoding fills and that are rebuilt with the projections. */
const DECODED = ['quarantine']

/** @throws ReplayRunning where another replay is at work in this database */
export const replay = async (options: ReplayOptions): Promise<ReplayResult> => {
  const url = options.databaseUrl
  const reader = openSql({ url, connections: 1, applicationName: 'flashindex replay reader' })
  const writer = openSql({ url, connections: 1, keep: true, applicationName: 'flashindex replay' })
  try {
    await lockReplay(writer)
    // What is lost by a crash is built anew anyway.
    await writer`set synchronous_commit = off`
    return await rebuildAll(options, reader, writer)
  } finally {
    await Promise.all([reader.end({ timeout: 1 }), writer.end({ timeout: 1 })])
  }
}

const rebuildAll = async (options: ReplayOptions, reader: Sql, writer: Sql): Promise<ReplayResult> => {
  const { interpretation, log, signal, verify, pageEvents = PAGE_EVENTS } = options
  const tables = [...interpretation.projections, ...DECODED]
  const began = performance.now()
  await createFresh(writer, tables)
  await createReclassified(writer)
  const archive = await countArchive(reader)
  const counter = countEvents(log, Number(archive.reduce((sum, { events }) => sum + events, 0n)))
  const rebuild = { reader, writer, interpretation, pageEvents, signal, onEvents: counter.add }
  const places = await rebuildMarkets(
    rebuild,
    archive.map(({ marketId }) => marketId),
  )
  log.info({ events: counter.events() }, 'archive read; building indexes')
  if (!verify) await finishFresh([writer, reader], tables)
  signal.throwIfAborted()
  const differences = verify ? await compare(rebuild, places, tables) : await swap(rebuild, places, tables)
  const seconds = (performance.now() - began) / 1000
  return { events: counter.events(), seconds, eventsPerSecond: Math.round(counter.events() / seconds), differences }
}

const rebuildMarkets = async (rebuild: Rebuild, marketIds: readonly number[]): Promise<Places> => {
  const places = new Map<number, Awaited<ReturnType<typeof rebuildMarket>>>()
  for (const marketId of marketIds) places.set(marketId, await rebuildMarket(rebuild, marketId))
  return places
}

const swap = async (rebuild: Rebuild, places: Places, tables: readonly string[]): Promise<Difference[]> => {
  await retryTransient(() =>
    rebuild.writer.begin(async (transaction) => {
      await ownProjections(transaction)
      await catchUp(transaction, places, rebuild)
      await transaction`select set_config('lock_timeout', ${LOCK_TIMEOUT}, true)`
      await applyReclassified(transaction)
      await swapIn(transaction, tables)
    }),
  )
  return []
}

/** One snapshot shows archive and live tables at the same batch; so nobody has to stop. */
const compare = async (rebuild: Rebuild, places: Places, tables: readonly string[]): Promise<Difference[]> => {
  const differences = await rebuild.writer.begin('isolation level repeatable read', async (transaction) => {
    await catchUp(transaction, places, rebuild)
    return await compareTables(transaction, tables)
  })
  await dropFresh(rebuild.writer)
  return differences
}

/** Counts, and says now and then how far it is. */
const countEvents = (log: Logger, total: number) => {
  const progress = createProgress(0, PROGRESS_MS)
  let events = 0
  return {
    events: () => events,
    add: (more: number) => {
      events += more
      if (!progress.count(more)) return
      const { perSecond, etaSeconds } = progress.point(events, total)
      log.info({ events, total, eventsPerSecond: perSecond, etaSeconds }, 'replaying')
    },
  }
}
