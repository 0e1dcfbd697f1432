/** Replay: how many events a second go from the archive through decode and project into fresh tables, swap included. */
import { loadavg } from 'node:os'
import pino from 'pino'
import { loadContractSpec } from '../contract/interface/spec.ts'
import { eventId } from '../indexer/chain/position.ts'
import { interpret } from '../indexer/interpret.ts'
import { createInterpretation } from '../indexer/interpretation.ts'
import { replay } from '../indexer/replay.ts'
import { archive } from '../indexer/store/archive.ts'
import { ensureMarket } from '../indexer/store/market.ts'
import { openSql } from '../prisma/client.ts'
import { migrate } from '../prisma/migrate.ts'
import { addressOf } from '../test/support/indexing.ts'
import { marketEvents } from '../test/support/market-events.ts'
import { startThrowawayServer } from '../test/support/throwaway-server.ts'
import { report, rounded } from './report.ts'

const EVENTS = 200_000
const PARTIES = 1_000
const STEP = 5_000

const server = await startThrowawayServer()
const databaseUrl = server.url('bench')
await migrate(databaseUrl)
const sql = openSql({ url: databaseUrl, connections: 1 })
const interpretation = createInterpretation()

const events = marketEvents(loadContractSpec(), { events: EVENTS, parties: PARTIES })
if (new Set(events.map(eventId)).size !== EVENTS) throw new Error('the made events have not each a place of their own')
const market = await ensureMarket(sql, addressOf(['http://localhost']))
for (let from = 0; from < EVENTS; from += STEP) {
  const { judged } = interpret(events.slice(from, from + STEP), interpretation.decode)
  await sql.begin((transaction) => archive(transaction, market, judged))
}
await sql`analyze raw_event`

const log = pino({ level: 'silent' })
const signal = new AbortController().signal
const cpu = process.cpuUsage()
const rebuilt = await replay({ databaseUrl, interpretation, log, signal, verify: false })
const { user, system } = process.cpuUsage(cpu)
const verified = await replay({ databaseUrl, interpretation, log, signal, verify: true })
const [{ rows }] = await sql<[{ rows: number }]>`select (select count(*) from deal_change)::int as rows`
await sql.end()
await server.stop()
report('replay', {
  events: rebuilt.events,
  seconds: rounded(rebuilt.seconds, 2),
  eventsPerSecond: rebuilt.eventsPerSecond,
  indexerCpuSeconds: rounded((user + system) / 1e6, 2),
  loadAverage: rounded(loadavg()[0]!),
  verifySeconds: rounded(verified.seconds, 2),
  verifiedEqual: verified.differences.length === 0,
  dealChanges: rows,
})
