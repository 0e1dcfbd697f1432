/**
 * Follows one market: waits to be its only writer, then reads from the watermark on and writes batch after batch, for
 * as long as the signal lets it. A lost connection or lock begins a new session from the watermark in the database,
 * so nothing that a crash can leave behind is ever taken from memory.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import type { MarketAddress } from '../contract/interface/market.ts'
import { openSql, type Sql } from '../prisma/client.ts'
import { ahead } from './ahead.ts'
import { type Batch, writeBatch } from './batch.ts'
import { type LedgerRange, readLedgers } from './chain/ledgers.ts'
import { createNode } from './chain/node.ts'
import { createNodes, type Nodes, PATIENCE, type Patience } from './chain/nodes.ts'
import type { SourceName } from './chain/source.ts'
import { type Interpretation, interpret } from './interpret.ts'
import type { MarketMonitor } from './monitor.ts'
import { readAnchor } from './store/anchor.ts'
import { LostLock, lockMarket } from './store/lock.ts'
import { ensureMarket, type MarketRow } from './store/market.ts'
import { isConnectionLoss } from './store/retry.ts'
import { readWatermark } from './store/watermark.ts'

/** How a market is followed; times in ms. */
export interface TailSettings {
  /** Pause between questions at the tip. */
  readonly pollMs: number
  /** A batch ends with the ledger that brings it to this many events. */
  readonly batchEvents: number
  readonly rpcTimeoutMs: number
  /** Most events, or ledgers, to ask a node for at once. */
  readonly pageLimit: number
  /** What is read of a node; events where it is not given. */
  readonly source?: SourceName
  readonly patience?: Patience
}

/** What a tail works with. */
export interface Tail {
  readonly address: MarketAddress
  readonly databaseUrl: string
  readonly interpretation: Interpretation
  readonly settings: TailSettings
  readonly monitor: MarketMonitor
  readonly signal: AbortSignal
}

const PAUSE_MS = 500

/**
 * Resolves when the signal stopped it, after the batch under way.
 * @throws SuspectedReset, WrongNetwork, MarketConflict: a person has to look
 */
export const tailMarket = async (tail: Tail): Promise<void> => {
  while (!tail.signal.aborted)
    try {
      await session(tail)
    } catch (error) {
      if (tail.signal.aborted) return
      if (!(error instanceof LostLock || isConnectionLoss(error))) throw error
      tail.monitor.interrupted(error)
      await sleep(PAUSE_MS, undefined, { signal: tail.signal }).catch(() => tail.signal.aborted)
    }
}

/** The single connection of the writer: its lock and its transactions live and die together. */
const openWriter = ({ databaseUrl, address }: Tail): Sql =>
  openSql({ url: databaseUrl, connections: 1, keep: true, applicationName: `flashindex indexer ${address.name}` })

const session = async (tail: Tail): Promise<void> => {
  const sql = openWriter(tail)
  const reading = new AbortController()
  const signal = AbortSignal.any([tail.signal, reading.signal])
  try {
    const market = await ensureMarket(sql, tail.address)
    const lock = await lockMarket(sql, market.id, tail.monitor.waiting, signal)
    const after = await readWatermark(sql, market.id)
    tail.monitor.started(market, after)
    const { pollMs, batchEvents } = tail.settings
    const nodes = nodesOf(tail, market, sql)
    const ranges = readLedgers({ nodes, after, pollMs, maxEvents: batchEvents, signal })
    for await (const batch of ahead(interpreted(ranges, tail))) {
      const seconds = stopwatch()
      await writeBatch(sql, market, lock, batch, tail.interpretation.project)
      tail.monitor.written(batch, seconds())
    }
  } finally {
    reading.abort()
    await sql.end({ timeout: 1 })
  }
}

async function* interpreted(
  ranges: AsyncGenerator<LedgerRange>,
  { interpretation, monitor }: Tail,
): AsyncGenerator<Batch> {
  for await (const range of ranges) {
    const seconds = stopwatch()
    const events = range.kind === 'gap' ? [] : range.events
    const batch = { range, ...interpret(events, interpretation.decode) }
    monitor.decoded(seconds())
    yield batch
  }
}

const nodesOf = ({ address, settings, monitor }: Tail, market: MarketRow, sql: Sql): Nodes => {
  const { networkPassphrase, contractId, rpcUrls } = address
  const subject = {
    networkPassphrase,
    contractId,
    anchor: () => readAnchor(sql, market.id),
    timeoutMs: settings.rpcTimeoutMs,
    pageLimit: settings.pageLimit,
    source: settings.source ?? 'events',
  }
  const nodes = rpcUrls.map((url) => createNode(url, subject))
  return createNodes(nodes, market.startLedger, monitor, settings.patience ?? PATIENCE)
}

/** Seconds since it was made. */
const stopwatch = () => {
  const start = performance.now()
  return () => (performance.now() - start) / 1000
}
