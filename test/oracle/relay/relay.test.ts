import pino from 'pino'
import { afterEach, expect, test } from 'vitest'
import { AttestorWrong } from '../../../oracle/relay/attestor/attestor.ts'
import { EvmUnavailable } from '../../../oracle/relay/evm/error.ts'
import { createMetrics } from '../../../oracle/relay/metrics.ts'
import { createMonitor } from '../../../oracle/relay/monitor.ts'
import type { Pass } from '../../../oracle/relay/pass.ts'
import { createRelay } from '../../../oracle/relay/relay.ts'
import { emptyReport } from '../../../oracle/relay/report.ts'

let stop = new AbortController()
afterEach(() => {
  stop.abort()
  stop = new AbortController()
})

const lines: { msg: string; level: number }[] = []
const setUp = (passes: readonly Pass[]) => {
  lines.length = 0
  const metrics = createMetrics()
  const log = pino({ level: 'debug' }, { write: (line: string) => void lines.push(JSON.parse(line)) })
  const queue = [...passes]
  const pass: Pass = async () => {
    const next = queue.shift()
    if (next !== undefined) return next()
    stop.abort()
    return emptyReport(false)
  }
  const relay = createRelay({ pass, monitor: createMonitor(log, metrics), pollMs: 1 })
  const figures = async () => (await metrics.registry.metrics()).split('\n').filter((line) => !line.startsWith('#'))
  return { relay, figures }
}
const failing =
  (error: Error): Pass =>
  () =>
    Promise.reject(error)
const good: Pass = async () => emptyReport(false)

test('passes follow one another until the signal', async () => {
  const { relay, figures } = setUp([good, good, good])
  await relay.run(stop.signal)
  expect(await figures()).toContain('flashindex_relay_passes_total{outcome="ok"} 4')
})

test('what a pause can mend is told by name and mended', async () => {
  const { relay, figures } = setUp([failing(new EvmUnavailable('gone')), failing(new AttestorWrong('key')), good])
  await relay.run(stop.signal)
  expect(await figures()).toEqual(
    expect.arrayContaining([
      'flashindex_relay_passes_total{outcome="EvmUnavailable"} 1',
      'flashindex_relay_passes_total{outcome="AttestorWrong"} 1',
    ]),
  )
  expect(lines.map(({ msg }) => msg)).toContain('passes go through again')
  expect(relay.status).toMatchObject({ failures: 0, error: null })
})

test('what no pause can mend ends the relay', async () => {
  const { relay } = setUp([failing(new TypeError('a mistake'))])
  await expect(relay.run(stop.signal)).rejects.toThrow('a mistake')
})

test('an error after the signal is none', async () => {
  const { relay } = setUp([
    () => {
      stop.abort()
      return Promise.reject(new TypeError('torn down'))
    },
  ])
  await relay.run(stop.signal)
})

test('the status says what failed, until a pass goes through', async () => {
  const { relay } = setUp([failing(new EvmUnavailable('gone'))])
  expect(relay.status).toEqual({ passedAt: null, failures: 0, error: null, report: null })
  await expect(relay.once()).rejects.toThrow('gone')
  await relay.once()
  expect(relay.status).toMatchObject({ passedAt: expect.any(Number), error: null, report: { finished: 0 } })
})

test('a report becomes figures', async () => {
  const report = emptyReport(false)
  Object.assign(report, { head: 50, safe: 20, finished: 1, expired: 2, refused: { SignatureWrong: 3 } })
  Object.assign(report.chunks, { due: 9, released: 5, releasedByOthers: 1, stale: 4 })
  report.streams.release = 7
  const { relay, figures } = setUp([async () => report])
  await relay.once()
  expect(await figures()).toEqual(
    expect.arrayContaining([
      'flashindex_relay_evm_head_block 50',
      'flashindex_relay_evm_safe_block 20',
      'flashindex_relay_streams{task="release"} 7',
      'flashindex_relay_due_chunks 9',
      'flashindex_relay_waiting_roots{why="stale"} 4',
      'flashindex_relay_released_chunks_total{by="this"} 5',
      'flashindex_relay_released_chunks_total{by="others"} 1',
      'flashindex_relay_finished_streams_total 1',
      'flashindex_relay_expired_calls_total 2',
      'flashindex_relay_refused_total{error="SignatureWrong"} 3',
    ]),
  )
})
