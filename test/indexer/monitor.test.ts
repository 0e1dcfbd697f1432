import pino from 'pino'
import { expect, test } from 'vitest'
import { Retryable } from '../../indexer/chain/error.ts'
import { createMetrics } from '../../indexer/metrics.ts'
import { createMonitor } from '../../indexer/monitor.ts'

const listen = () => {
  const lines: { msg: string; level: number }[] = []
  const log = pino({ level: 'info' }, { write: (line: string) => void lines.push(JSON.parse(line)) })
  const metrics = createMetrics()
  return { lines, metrics, monitor: createMonitor('test', log, metrics) }
}
const market = { id: 1, networkId: 1, startLedger: 2 }
const page = (latest: number) => ({
  events: [],
  through: latest,
  next: { after: latest, cursor: null },
  oldest: 2,
  latest,
  latestClosedAt: null,
  items: 0,
})
const batch = (first: number, last: number) => ({
  range: { kind: 'scanned', first, last, events: [], tip: { ledger: last, closedAt: null } } as const,
  judged: [],
  facts: [],
})

test('it says once that it caught up, and is quiet while it stays so', () => {
  const { lines, monitor } = listen()
  monitor.started(market, 1)
  monitor.answered('a', page(5), false)
  monitor.written(batch(2, 5), 0.01)
  for (let ledger = 6; ledger < 20; ledger++) {
    monitor.answered('a', page(ledger - 1), false)
    monitor.written(batch(ledger, ledger), 0.01)
  }
  expect(lines.map(({ msg }) => msg)).toEqual(['following the market', 'caught up with the network'])
  expect(monitor.status).toMatchObject({ state: 'following', watermark: 19 })
})

test('a node that keeps failing is told at first and now and then, and counted each time', async () => {
  const { lines, metrics, monitor } = listen()
  for (let failures = 1; failures <= 45; failures++) monitor.failed('a:1', new Retryable('HTTP 503'), failures)
  expect(lines).toHaveLength(3)
  expect(await metrics.registry.metrics()).toContain(
    'flashindex_indexer_rpc_errors_total{market="test",node="a:1",kind="Retryable"} 45',
  )
})

test('a gap is an error in the log and a number in the figures', async () => {
  const { lines, metrics, monitor } = listen()
  monitor.started(market, 1)
  monitor.written({ range: { kind: 'gap', first: 2, last: 11, reason: 'gone' }, judged: [], facts: [] }, 0.01)
  expect(lines.at(-1)).toMatchObject({ level: 50, first: 2, last: 11, reason: 'gone' })
  expect(await metrics.registry.metrics()).toContain('flashindex_indexer_gap_ledgers_total{market="test"} 10')
})
