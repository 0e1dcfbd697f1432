/** Tail over a local RPC: how many events a second come from getEvents through decode and project into committed rows. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { loadavg } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import pino from 'pino'
import { createInterpretation } from '../indexer/interpretation.ts'
import { createMetrics } from '../indexer/metrics.ts'
import { createMonitor } from '../indexer/monitor.ts'
import { tailMarket } from '../indexer/tail.ts'
import { openSql } from '../prisma/client.ts'
import { migrate } from '../prisma/migrate.ts'
import { addressOf } from '../test/support/indexing.ts'
import { startThrowawayServer } from '../test/support/throwaway-server.ts'
import { report, rounded } from './report.ts'

const EVENTS = 100_000
const EVENTS_PER_LEDGER = 50
const PARTIES = 500
const LEDGERS = EVENTS / EVENTS_PER_LEDGER
const SETTINGS = { pollMs: 50, batchEvents: 2_000, rpcTimeoutMs: 60_000, pageLimit: 10_000 }

/** The node is a process of its own, so that serving is not measured with indexing (though it shares the cores). */
const startNode = async () => {
  const args = ['test/support/load-node.ts', EVENTS, PARTIES, EVENTS_PER_LEDGER, LEDGERS].map(String)
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [url] = (await once(child.stdout, 'data')) as [Buffer]
  return { url: url.toString().trim(), stop: () => child.kill() }
}

const [server, node] = await Promise.all([startThrowawayServer(), startNode()])
const databaseUrl = server.url('bench')
await migrate(databaseUrl)
const sql = openSql({ url: databaseUrl, connections: 1 })
const controller = new AbortController()
const monitor = createMonitor('test', pino({ level: 'silent' }), createMetrics())
const began = performance.now()
const cpu = process.cpuUsage()
const tail = tailMarket({
  address: addressOf([node.url]),
  databaseUrl,
  interpretation: createInterpretation(),
  settings: SETTINGS,
  monitor,
  signal: controller.signal,
})
while (monitor.status.watermark !== LEDGERS + 1) await Promise.race([sleep(20), tail])
const seconds = (performance.now() - began) / 1000
const { user, system } = process.cpuUsage(cpu)
controller.abort()
await tail
const [{ known }] = await sql<[{ known: number }]>`select count(*)::int as known from raw_event where outcome = 'known'`
await sql.end()
node.stop()
await server.stop()
report('tail', {
  events: EVENTS,
  knownEvents: known,
  ledgers: LEDGERS,
  seconds: rounded(seconds, 2),
  eventsPerSecond: Math.round(EVENTS / seconds),
  indexerCpuSeconds: rounded((user + system) / 1e6, 2),
  loadAverage: rounded(loadavg()[0]!),
  source: 'scripted getEvents server on the same machine',
})
