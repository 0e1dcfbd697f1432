/**
 * Kills the indexer at random moments while a market goes on, and then counts: every event of the source is in the
 * archive once, and every table is what a clean replay gives.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { uniformInt } from 'pure-rand/distribution/uniformInt'
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'
import { eventId } from '../../indexer/chain/position.ts'
import { openSql, type Sql } from '../../prisma/client.ts'
import { createLoad } from '../support/load.ts'
import { serveScript } from '../support/scripted-rpc.ts'
import { type IndexerAddress, type IndexerProcess, startIndexer } from './indexer-process.ts'

export interface TortureOptions {
  readonly databaseUrl: string
  readonly kills: number
  /** The same seed gives the same moments, as far as the machine lets it. */
  readonly seed: number
  readonly log: (line: string) => void
}

/** What was found; `problems` is empty where nothing was lost, doubled or wrong. */
export interface TortureResult {
  readonly kills: number
  readonly duringStart: number
  readonly duringReplay: number
  readonly ledgers: number
  readonly events: number
  readonly stopMs: number
  readonly problems: readonly string[]
}

/** Every n-th kill comes before the indexer has begun to follow, or hits a replay that runs beside it. */
const START_EVERY = 6
const REPLAY_EVERY = 8
const LEDGERS_AT_FIRST = 30
/** Between ledgers, as long as an indexer follows them. */
const LEDGER_MS = 15
const EVENTS_PER_LEDGER = 12
const SLOWEST_START_MS = 180_000
const FINISH_MS = 600_000

type Dice = (least: number, most: number) => number

const createDice = (seed: number): Dice => {
  const generator = xoroshiro128plus(seed)
  return (least, most) => uniformInt(generator, least, most)
}

/** Runs it; the database has to be empty. */
export const torture = async ({ databaseUrl, kills, seed, log }: TortureOptions): Promise<TortureResult> => {
  const load = createLoad({ events: 6_000, parties: 40, eventsPerLedger: EVENTS_PER_LEDGER })
  load.close(LEDGERS_AT_FIRST)
  const node = await serveScript(load.script)
  const sql = openSql({ url: databaseUrl, connections: 1, applicationName: 'torture' })
  const clock = createClock(() => load.close(1))
  try {
    const address = { databaseUrl, rpcUrl: node.url }
    const counts = await killAll({ address, clock, dice: createDice(seed), log }, kills)
    const { stopMs, problems } = await finish(address, sql, load.script.latest(), log)
    problems.push(
      ...(await compareArchive(sql, load.script.ids())),
      ...(await compareCoverage(sql, load.script.latest())),
    )
    return { kills, ...counts, ledgers: load.script.latest() - 1, events: load.script.ids().length, stopMs, problems }
  } finally {
    clock.stop()
    await sql.end()
    await node.close()
  }
}

interface Clock {
  readonly start: () => void
  readonly stop: () => void
}

const createClock = (close: () => void): Clock => {
  let timer: NodeJS.Timeout | undefined
  return {
    start: () => {
      timer ??= setInterval(close, LEDGER_MS)
    },
    stop: () => {
      clearInterval(timer)
      timer = undefined
    },
  }
}

interface Round {
  readonly address: IndexerAddress
  readonly clock: Clock
  readonly dice: Dice
  readonly log: TortureOptions['log']
}

const killAll = async (round: Round, kills: number) => {
  const counts = { duringStart: 0, duringReplay: 0 }
  for (let kill = 1; kill <= kills; kill++) {
    const indexer = startIndexer(round.address)
    try {
      const early = kill % START_EVERY === 0
      if (early) await sleep(round.dice(50, 900))
      else await untilMoment(round, indexer, kill)
      counts.duringStart += early ? 1 : 0
      counts.duringReplay += !early && kill % REPLAY_EVERY === 0 ? 1 : 0
    } finally {
      round.clock.stop()
      await indexer.kill()
    }
    if (kill % 10 === 0) round.log(`${kill} of ${kills} kills`)
  }
  return counts
}

/** A moment while it follows. */
const untilMoment = async ({ address, clock, dice }: Round, indexer: IndexerProcess, kill: number) => {
  if (!(await indexer.says('following the market', SLOWEST_START_MS)))
    throw new Error(`kill ${kill}: the indexer did not come up:\n${indexer.output()}`)
  clock.start()
  if (kill % REPLAY_EVERY === 0) await killReplay(address, dice)
  else await sleep(dice(0, 400))
}

const killReplay = async (address: IndexerAddress, dice: Dice) => {
  const replay = startIndexer(address, 'replay')
  await sleep(dice(300, 1_800))
  await replay.kill()
}

/** Lets it catch up, stops it the polite way, and has a replay compare. */
const finish = async (address: IndexerAddress, sql: Sql, latest: number, log: TortureOptions['log']) => {
  log('all kills done; catching up')
  const problems: string[] = []
  const indexer = startIndexer(address)
  await reach(sql, latest, indexer)
  const { code, ms } = await indexer.stop()
  if (code !== 0) problems.push(`SIGTERM ended it with code ${code}:\n${indexer.output()}`)
  log('comparing every table with a clean replay')
  const verify = startIndexer(address, 'replay', '--verify')
  if ((await verify.ended) !== 0) problems.push(`the tables are not what the archive gives:\n${verify.output()}`)
  return { stopMs: Math.round(ms), problems }
}

const reach = async (sql: Sql, ledger: number, indexer: IndexerProcess) => {
  for (const began = performance.now(); ; await sleep(20)) {
    const [row] = await sql<{ ledger: number }[]>`select ledger from watermark`
    if (row?.ledger === ledger) return
    if (performance.now() - began < FINISH_MS) continue
    await indexer.kill()
    throw new Error(`the watermark is ${row?.ledger}, not ${ledger}, ${FINISH_MS} ms later:\n${indexer.output()}`)
  }
}

const compareArchive = async (sql: Sql, source: readonly string[]): Promise<string[]> => {
  const rows = await sql<{ toid: bigint; eventIndex: number }[]>`
    select toid, event_index as "eventIndex" from raw_event order by toid, event_index`
  const archived = new Set(rows.map(eventId))
  const wanted = new Set(source)
  const lost = source.filter((id) => !archived.has(id))
  const foreign = [...archived].filter((id) => !wanted.has(id))
  return [
    ...(lost.length > 0 ? [`${lost.length} events are lost, e.g. ${lost[0]}`] : []),
    ...(foreign.length > 0 ? [`${foreign.length} events are not of the source, e.g. ${foreign[0]}`] : []),
    ...(rows.length > source.length ? [`${rows.length} rows for ${source.length} events`] : []),
  ]
}

const compareCoverage = async (sql: Sql, latest: number): Promise<string[]> => {
  const rows = await sql`select first_ledger, last_ledger, state from coverage`
  const [row] = rows
  const whole = rows.length === 1 && row?.first_ledger === 2 && row.last_ledger === latest && row.state === 'scanned'
  return whole ? [] : [`coverage is not ledgers 2 to ${latest}: ${JSON.stringify(rows)}`]
}
