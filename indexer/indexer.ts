/** All markets of a configuration, followed at the same time, each with a lock and a connection of its own. */
import type { Logger } from 'pino'
import type { MarketAddress } from '../contract/interface/market.ts'
import type { Interpretation } from './interpret.ts'
import { createMetrics, type Metrics } from './metrics.ts'
import { createMonitor, type MarketMonitor, type MarketStatus } from './monitor.ts'
import { type TailSettings, tailMarket } from './tail.ts'

export interface IndexerOptions {
  readonly databaseUrl: string
  readonly markets: readonly MarketAddress[]
  readonly interpretation: Interpretation
  readonly settings: TailSettings
  readonly log: Logger
}

export interface Indexer {
  readonly metrics: Metrics
  /** Where each market stands now. */
  readonly statuses: readonly MarketStatus[]
  /**
   * Follows until the signal; the batches under way are finished.
   * @throws AggregateError once every market has ended, where some could not be followed
   */
  readonly run: (signal: AbortSignal) => Promise<void>
}

/** Nothing happens before `run`; the database has to be migrated. */
export const createIndexer = ({ databaseUrl, markets, interpretation, settings, log }: IndexerOptions): Indexer => {
  const metrics = createMetrics()
  const followed = markets.map((address) => ({
    address,
    monitor: createMonitor(address.name, log.child({ market: address.name }), metrics),
  }))

  const follow = async (address: MarketAddress, monitor: MarketMonitor, signal: AbortSignal) => {
    try {
      await tailMarket({ address, databaseUrl, interpretation, settings, monitor, signal })
    } catch (error) {
      monitor.stopped(error)
      throw error
    }
  }

  const run = async (signal: AbortSignal) => {
    const ends = await Promise.allSettled(followed.map(({ address, monitor }) => follow(address, monitor, signal)))
    const errors = ends.filter((end) => end.status === 'rejected').map(({ reason }) => reason as unknown)
    if (errors.length > 0) throw new AggregateError(errors, `${errors.length} of ${ends.length} markets stopped`)
  }

  return { metrics, statuses: followed.map(({ monitor }) => monitor.status), run }
}
