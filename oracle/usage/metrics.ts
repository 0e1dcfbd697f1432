/** What Prometheus can ask of the usage oracle. */
import { Counter, Gauge, Histogram, Registry } from 'prom-client'

/** Of all its figures. */
export const PREFIX = 'flashindex_oracle'

const SECONDS = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300]

/** The figures, in a registry of their own. */
export const createMetrics = () => {
  const registry = new Registry()
  const registers = [registry]
  const gauge = (name: string, help: string) => new Gauge({ name: `${PREFIX}_${name}`, help, registers })
  const counter = (name: string, help: string) =>
    new Counter({ name: `${PREFIX}_${name}`, help, labelNames: ['outcome'] as const, registers })
  return {
    registry,
    samples: counter('samples_total', 'Lines of telemetry, by what became of them'),
    periods: counter('periods_total', 'Periods of deals, by what became of their reports'),
    settlements: counter('settlements_total', 'Settlements, by what became of them'),
    rounds: counter('rounds_total', 'Rounds, by whether they were whole'),
    runningDeals: gauge('running_deals', 'Deals that run, as of the last look at all of them'),
    silentDeals: gauge('silent_deals', 'Running deals of which no telemetry came since the start'),
    heldSamples: gauge('held_samples', 'Samples whose period is not reported yet'),
    waitingPeriods: gauge('waiting_periods', 'Periods with samples that are not reported yet'),
    newestSample: gauge('newest_sample_timestamp_seconds', 'Time of the newest sample, Unix seconds'),
    roundAt: gauge('round_timestamp_seconds', 'When a round was last whole, Unix seconds'),
    roundSeconds: new Histogram({
      name: `${PREFIX}_round_seconds`,
      help: 'Time of a round',
      buckets: SECONDS,
      registers,
    }),
  }
}

export type Metrics = ReturnType<typeof createMetrics>
