/**
 * Measures building an unsigned transaction: from intent to simulated, assembled XDR, one after the other, over the RPC of a
 * local network in another process. Own overhead is what is left of the time when every moment in which an HTTP request to
 * the network was under way is taken off; parsing the answers counts as own. The cpu
 * figures are the processor time of this process, requests included: they hold whatever else the machine does (`loadAverage`).
 */
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { loadavg } from 'node:os'
import type { Intent } from '../api/transactions/build.ts'
import { createTransactions, type Transactions, type TransactionsOptions } from '../api/transactions/transactions.ts'
import { loadContractSpec } from '../contract/interface/spec.ts'
import { quantile, report, rounded } from './report.ts'

const WARM_UP = 60
const BUILDS = 1_200

interface Ready {
  readonly market: TransactionsOptions['market']
  readonly intents: readonly Intent[]
}

interface Interval {
  readonly from: number
  readonly to: number
}

/** Requests under way, as intervals; filled by the wrapped fetch. */
const requests: Interval[] = []

/** Notes when each request starts and when the last byte of its answer is there. */
const watchRequests = () => {
  const { fetch } = globalThis
  globalThis.fetch = async (...args: Parameters<typeof fetch>) => {
    const from = performance.now()
    const response = await fetch(...args)
    const body = await response.arrayBuffer()
    requests.push({ from, to: performance.now() })
    return new Response(body, response)
  }
}

/** Milliseconds in which at least one interval was running. */
const covered = (intervals: readonly Interval[]): number => {
  let total = 0
  let end = Number.NEGATIVE_INFINITY
  for (const { from, to } of intervals.toSorted((a, b) => a.from - b.from)) {
    total += Math.max(0, to - Math.max(from, end))
    end = Math.max(end, to)
  }
  return total
}

interface Sample {
  readonly totalMs: number
  readonly ownMs: number
  /** Processor time of this process. */
  readonly cpuMs: number
  readonly requests: number
}

const measure = async (transactions: Transactions, intent: Intent): Promise<Sample> => {
  requests.length = 0
  const cpu = process.cpuUsage()
  const start = performance.now()
  await transactions.build(intent)
  const totalMs = performance.now() - start
  const { user, system } = process.cpuUsage(cpu)
  return { totalMs, ownMs: totalMs - covered(requests), cpuMs: (user + system) / 1_000, requests: requests.length }
}

const run = async (child: ChildProcess) => {
  const [{ market, intents }] = (await once(child, 'message')) as [Ready]
  const transactions = createTransactions({ market, spec: loadContractSpec() })
  watchRequests()
  const samples: Sample[] = []
  for (let n = 0; n < WARM_UP + BUILDS; n++) {
    const sample = await measure(transactions, intents[n % intents.length]!)
    if (n >= WARM_UP) samples.push(sample)
  }
  const of = (pick: (sample: Sample) => number, part: number) => rounded(quantile(samples.map(pick), part), 2)
  report('transactions', {
    builds: BUILDS,
    calls: intents.map((intent) => intent.function).join(' '),
    p50Ms: of(({ totalMs }) => totalMs, 0.5),
    p95Ms: of(({ totalMs }) => totalMs, 0.95),
    p99Ms: of(({ totalMs }) => totalMs, 0.99),
    ownP50Ms: of(({ ownMs }) => ownMs, 0.5),
    ownP99Ms: of(({ ownMs }) => ownMs, 0.99),
    cpuP50Ms: of(({ cpuMs }) => cpuMs, 0.5),
    cpuP99Ms: of(({ cpuMs }) => cpuMs, 0.99),
    loadAverage: rounded(loadavg()[0]!, 1),
    requestsPerBuild: of((sample) => sample.requests, 0.5),
    targets: 'p50 150, p95 400, own p99 20 ms',
  })
}

const child = fork(new URL('./transactions/network.ts', import.meta.url), {
  execArgv: ['--disable-warning=ExperimentalWarning'],
})
try {
  await run(child)
} finally {
  child.kill()
}
