/** What Prometheus can ask of the indexer. */
import { Counter, Gauge, Histogram, Registry } from 'prom-client'

const PREFIX = 'flashindex_indexer'
const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

/** The figures, in a registry of their own. */
export const createMetrics = () => {
  const registry = new Registry()
  const registers = [registry]
  const market = ['market'] as const
  const gauge = (name: string, help: string) =>
    new Gauge({ name: `${PREFIX}_${name}`, help, labelNames: market, registers })
  return {
    registry,
    watermark: gauge('watermark_ledger', 'Last ledger of the contiguous scan'),
    tip: gauge('tip_ledger', 'Newest ledger of the network, as the answering node knows it'),
    lag: gauge('lag_ledgers', 'Tip minus watermark'),
    up: gauge(
      'market_up',
      '1 while the market is followed, 0 once it stopped for a reason that a person has to look at',
    ),
    answeredAt: gauge('answered_timestamp_seconds', 'When a node last answered, Unix seconds'),
    gaps: new Counter({
      name: `${PREFIX}_gap_ledgers_total`,
      help: 'Ledgers that no node held any more',
      labelNames: market,
      registers,
    }),
    events: new Counter({
      name: `${PREFIX}_events_total`,
      help: 'Events written, by what decoding made of them',
      labelNames: ['market', 'outcome'] as const,
      registers,
    }),
    batchSeconds: new Histogram({
      name: `${PREFIX}_batch_seconds`,
      help: 'Time of a batch by stage: decode, write (begin to commit)',
      labelNames: ['market', 'stage'] as const,
      buckets: SECONDS,
      registers,
    }),
    rpcErrors: new Counter({
      name: `${PREFIX}_rpc_errors_total`,
      help: 'Failed questions to a node, by what they mean',
      labelNames: ['market', 'node', 'kind'] as const,
      registers,
    }),
    sessions: new Counter({
      name: `${PREFIX}_sessions_total`,
      help: 'Times that the market was taken up: one, plus one for each lost connection or lock',
      labelNames: market,
      registers,
    }),
  }
}

export type Metrics = ReturnType<typeof createMetrics>
