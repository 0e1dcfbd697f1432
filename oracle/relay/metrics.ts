/** What Prometheus can ask of the relay. */
import { Counter, Gauge, Registry } from 'prom-client'

/** Of the names of all its figures. */
export const PREFIX = 'flashindex_relay'

/** The figures, in a registry of their own. */
export const createMetrics = () => {
  const registry = new Registry()
  const registers = [registry]
  const gauge = <L extends string>(name: string, help: string, labelNames: readonly L[] = []) =>
    new Gauge({ name: `${PREFIX}_${name}`, help, labelNames: [...labelNames], registers })
  const counter = <L extends string>(name: string, help: string, labelNames: readonly L[] = []) =>
    new Counter({ name: `${PREFIX}_${name}`, help, labelNames: [...labelNames], registers })
  return {
    registry,
    passes: counter('passes_total', 'Passes by how they ended: ok, or the name of what stopped them', ['outcome']),
    passedAt: gauge('passed_timestamp_seconds', 'When the last pass went through, Unix seconds'),
    head: gauge('evm_head_block', 'Newest block of the EVM chain, as the answering node knows it'),
    safe: gauge('evm_safe_block', 'Newest block that lies deep enough to be believed'),
    streams: gauge('streams', 'Streams that have not ended, by what is done about them', ['task']),
    due: gauge('due_chunks', 'Chunks that were proven and not released when the last pass came to them'),
    waiting: gauge('waiting_roots', 'Roots that release nothing: early, stale, beyond their stream, removed', ['why']),
    released: counter('released_chunks_total', 'Chunks released, by whom', ['by']),
    finished: counter('finished_streams_total', 'Streams that this relay finished'),
    refused: counter('refused_total', 'Refusals of the contract, by the name of the error', ['error']),
    expired: counter('expired_calls_total', 'Calls given up after bounded retries'),
    logs: counter('evm_logs_total', 'Logs of the verifier: roots, or why one proves nothing', ['outcome']),
    nodeFailures: counter('evm_node_failures_total', 'EVM nodes passed over, by what it means', ['node', 'kind']),
    deepReorgs: counter('evm_deep_reorgs_total', 'Reorganisations deeper than the confirmations waited for'),
  }
}

export type Metrics = ReturnType<typeof createMetrics>
