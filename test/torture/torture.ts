/**
 * Kills the indexer at random moments while a market goes on, and then counts: every event of the source is in the
 * archive once, and every table is what a clean replay gives.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { uniformInt } from 'pure-rand/distribution/uniformInt'
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'
import { eventId } from '../../indexer/chain/position.ts'
import { openSql, type Sql } from '../../prisma/client.ts'
import { type IndexerAddress, type IndexerProcess, startIndexer } from './indexer-process.ts'
import type { Source } from './source.ts'

export interface TortureOptions {
  readonly databaseUrl: string
  readonly source: Source
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
const SLOWEST_START_MS = 180_000
const FINISH_MS = 600_000

type Dice = (least: number, most: number) => number

const createDice = (seed: number): Dice => {
  const generator = xoroshiro128plus(seed)
  return (least, most) => uniformInt(generator, least, most)
}

/** Runs it; the database has to be empty. */
export const torture = async ({ databaseUrl, source, kills, seed, log }: TortureOptions): Promise<TortureResult> => {
  const sql = openSql({ url: databaseUrl, connections: 1, applicationName: 'torture' })
  try {
    const address = { databaseUrl, market: source.market }
    const counts = await killAll({ address, source, dice: createDice(seed), log }, kills)
    const { stopMs, problems } = await finish(address, sql, await source.latest(), log)
    const through = await readWatermark(sql)
    const ids = await source.ids(through)
    problems.push(...(await compareArchive(sql, ids)), ...(await compareCoverage(sql, source, through)))
    return { kills, ...counts, ledgers: through - source.market.startLedger + 1, events: ids.length, stopMs, problems }
  } finally {
    source.stop()
    await sql.end()
  }
}

interface Round {
  readonly address: IndexerAddress
  readonly source: Source
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
      round.source.stop()
      await indexer.kill()
    }
    if (kill % 10 === 0) round.log(`${kill} of ${kills} kills`)
  }
  return counts
}

/** A moment while it follows. */
const untilMoment = async ({ address, source, dice }: Round, indexer: IndexerProcess, kill: number) => {
  if (!(await indexer.says('following the market', SLOWEST_START_MS)))
    throw new Error(`kill ${kill}: the indexer did not come up:\n${indexer.output()}`)
  source.start()
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
    const watermark = await readWatermark(sql)
    if (watermark >= ledger) return
    if (performance.now() - began < FINISH_MS) continue
    await indexer.kill()
    throw new Error(`the watermark is ${watermark}, not ${ledger}, ${FINISH_MS} ms later:\n${indexer.output()}`)
  }
}

const readWatermark = async (sql: Sql): Promise<number> => {
  const [row] = await sql<{ ledger: number }[]>`select ledger from watermark`
  return row?.ledger ?? 0
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

const compareCoverage = async (sql: Sql, { market }: Source, through: number): Promise<string[]> => {
  const rows = await sql`select first_ledger, last_ledger, state from coverage`
  const wanted = [{ first_ledger: market.startLedger, last_ledger: through, state: 'scanned' }]
  const found = JSON.stringify(rows)
  return found === JSON.stringify(wanted) ? [] : [`coverage is not ${JSON.stringify(wanted)}: ${found}`]
}
