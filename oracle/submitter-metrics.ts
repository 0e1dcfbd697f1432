/** What Prometheus and the log learn of calls to the contract. */
import type { Logger } from 'pino'
import { Counter, type Registry } from 'prom-client'
import type { SubmitterObserver } from './chain/observer.ts'

/** @param prefix of the program's figures, e.g. `flashindex_oracle` */
export const observeSubmitter = (registry: Registry, prefix: string, log: Logger): SubmitterObserver => {
  const counter = <L extends string>(name: string, help: string, labelNames: readonly L[]) =>
    new Counter({ name: `${prefix}_${name}`, help, labelNames: [...labelNames], registers: [registry] })
  const sent = counter('transactions_sent_total', 'Transactions handed to the network', ['function'])
  const bumped = counter('fee_bumps_total', 'Stuck transactions whose fee was raised', ['function'])
  const hindered = counter('hindered_total', 'Attempts that came to nothing, by what stood in the way', [
    'function',
    'kind',
  ])
  const ended = counter('calls_total', 'Calls by outcome; error: the name of a refusal', [
    'function',
    'outcome',
    'error',
  ])
  return {
    sent: (name, hash) => {
      sent.inc({ function: name })
      log.debug({ function: name, hash }, 'sent')
    },
    bumped: (name, hash, fee) => {
      bumped.inc({ function: name })
      log.warn({ function: name, hash, fee: String(fee) }, 'stuck: the fee is raised')
    },
    hindered: (name, kind, message, again) => {
      hindered.inc({ function: name, kind })
      log.warn({ function: name, kind, again }, message)
    },
    ended: (name, outcome) => {
      ended.inc({
        function: name,
        outcome: outcome.status,
        error: outcome.status === 'refused' ? outcome.error : '',
      })
    },
  }
}
