import pino from 'pino'
import { expect, test } from 'vitest'
import { createMetrics } from '../../../oracle/usage/metrics.ts'
import { createUsageOracle, type UsageOracleSettings } from '../../../oracle/usage/oracle.ts'
import type { Reject } from '../../../oracle/usage/rejects.ts'
import { type Source, SourceUnavailable } from '../../../oracle/usage/telemetry/source.ts'
import { type ModelledMarket, modelDeal, modelMarket } from './modelled-market.ts'
import { CONSUMER, PROVIDER, said } from './telemetry/said.ts'

const SETTINGS: UsageOracleSettings = {
  periodSecs: 1_000,
  lateSecs: 100,
  sampleSecs: 1_000,
  storageSecs: 1_000,
  futureSecs: 60,
  limits: { maxStorageMb: 10_000n, maxEgressMb: 1_000n },
  pollMs: 1,
  scanSecs: 1,
  retrySecs: 50,
  settles: true,
  width: 4,
}

const parties = { consumer: CONSUMER, provider: PROVIDER }
const sample = (at: number, change: object = {}) => JSON.stringify({ ...said, deal_id: 1, at, ...change })

/** An oracle over lines that the test adds to; a new one reads them all again, as after a start. */
const start = (market: ModelledMarket, lines: string[], settings: Partial<UsageOracleSettings> = {}) => {
  const clock = { now: 10_000 }
  const rejects: Reject[] = []
  let taken = 0
  const source: Source = {
    read: async function* () {
      for (; taken < lines.length; taken++) yield { text: lines[taken]!, source: 'test', offset: taken }
    },
  }
  const oracle = createUsageOracle({
    market,
    now: async () => BigInt(clock.now),
    source,
    rejects: { add: (reject) => rejects.push(reject) < 0, flush: async () => undefined },
    metrics: createMetrics(),
    settings: { ...SETTINGS, ...settings },
    log: pino({ level: 'silent' }),
  })
  return { oracle, clock, rejects, round: () => oracle.round(new AbortController().signal) }
}

const oneDeal = () => modelMarket(modelDeal({ dealId: 1, ...parties }))

test('each period is reported and settled before the next; the first begins with the deal', async () => {
  const market = modelMarket(modelDeal({ dealId: 1, ...parties, startedAt: 1_500 }))
  const { round } = start(market, [
    sample(1_600),
    sample(2_100, { storage_mb: 100 }),
    sample(2_600, { storage_mb: 200 }),
  ])
  expect(await round()).toMatchObject({ periods: { reported: 2 }, settlements: { settled: 2 }, waiting: 0 })
  expect(market.deeds).toEqual([
    { deed: 'report', dealId: 1, start: 1_500, end: 2_000, storageMb: 256n },
    { deed: 'settle', dealId: 1 },
    { deed: 'report', dealId: 1, start: 2_000, end: 3_000, storageMb: 140n },
    { deed: 'settle', dealId: 1 },
  ])
})

test('a period waits for late samples, and a period without samples is passed over', async () => {
  const market = oneDeal()
  const lines = [sample(1_100)]
  const { round, clock } = start(market, lines)
  clock.now = 2_099
  expect(await round()).toMatchObject({ periods: {}, waiting: 1 })
  clock.now = 2_100
  lines.push(sample(1_900, { storage_mb: 1_000 }))
  expect(await round()).toMatchObject({ periods: { reported: 1 }, waiting: 0 })
  clock.now = 5_100
  lines.push(sample(4_100))
  await round()
  expect(market.deeds.filter(({ deed }) => deed === 'report').map(({ start, end }) => [start, end])).toEqual([
    [1_000, 2_000],
    [4_000, 5_000],
  ])
})

test('whatever is not used is rejected with its reason, and counted', async () => {
  const market = modelMarket(
    modelDeal({ dealId: 1, ...parties }),
    modelDeal({ dealId: 2, ...parties, running: false }),
    modelDeal({ dealId: 3, consumer: PROVIDER, provider: CONSUMER }),
  )
  const lines = [
    sample(1_100),
    sample(1_100),
    sample(1_100, { storage_mb: 9 }),
    'no sample',
    sample(1_200, { storage_mb: 10_001 }),
    sample(10_061),
    sample(999),
    sample(1_300, { deal_id: 2 }),
    sample(1_300, { deal_id: 3 }),
    sample(1_300, { deal_id: 4 }),
  ]
  const { oracle, round, rejects } = start(market, lines)
  await round()
  lines.push(sample(1_500))
  await round()
  expect(oracle.totals().samples).toEqual({
    accepted: 1,
    duplicate: 1,
    conflict: 1,
    malformed: 1,
    absurd: 1,
    future: 1,
    before_start: 1,
    not_running: 1,
    wrong_party: 1,
    unknown_deal: 1,
    late: 1,
  })
  expect(rejects.map(({ reason }) => reason)).toEqual([
    'conflict',
    'malformed',
    'absurd',
    'future',
    'before_start',
    'not_running',
    'wrong_party',
    'unknown_deal',
    'late',
  ])
})

test('cut off at any place and begun anew, each period is reported once and everything is settled', async () => {
  const lines = [sample(1_100), sample(2_100), sample(3_100)]
  const places = new Set<string>()
  const whole = oneDeal()
  whole.cut = (place) => void places.add(place)
  await start(whole, lines).round()
  expect(places.size).toBe(8)
  for (const at of places) {
    const market = oneDeal()
    market.cut = (place) => {
      if (place === at) throw new Error(`cut off ${place}`)
    }
    await expect(start(market, lines).round()).rejects.toThrow('cut off')
    market.cut = () => undefined
    const { round, oracle } = start(market, lines)
    await round()
    expect(market.deeds, at).toEqual(whole.deeds)
    expect(oracle.totals().samples.late, at).toBeUndefined()
  }
})

test('of two at once one reports, the other sees it', async () => {
  const market = oneDeal()
  const lines = [sample(1_100), sample(2_100), sample(3_100)]
  const [one, two] = [start(market, lines), start(market, lines)]
  await Promise.all([one.round(), two.round()])
  expect(market.deeds.filter(({ deed }) => deed === 'report').map(({ start }) => start)).toEqual([1_000, 2_000, 3_000])
  expect(market.deals.get(1)).toMatchObject({ unpaid: false, periodEnd: 4_000 })
  const totals = [one, two].map(({ oracle }) => oracle.totals())
  const sum = (counts: (number | undefined)[]) => counts.reduce<number>((all, count) => all + (count ?? 0), 0)
  expect(sum(totals.map(({ periods }) => periods.reported))).toBe(3)
  expect(sum(totals.map(({ samples }) => samples.overtaken))).toBe(3)
})

test('while the balance is empty the deal waits, and goes on where it stood', async () => {
  const market = modelMarket(modelDeal({ dealId: 1, ...parties, empty: true }))
  const { round, clock } = start(market, [sample(1_100), sample(2_100)])
  expect(await round()).toMatchObject({ periods: { reported: 1 }, settlements: { unfunded: 1 }, waiting: 1 })
  clock.now += 49
  expect(await round()).toMatchObject({ periods: {}, settlements: {} })
  market.deals.get(1)!.empty = false
  clock.now += 1
  expect(await round()).toMatchObject({ periods: { reported: 1 }, settlements: { settled: 2 }, waiting: 0 })
})

test('a deal that owes something is settled even without telemetry, unless settling is left to others', async () => {
  const owing = () => modelMarket(modelDeal({ dealId: 1, ...parties, unpaid: true }))
  const market = owing()
  await start(market, []).round()
  expect(market.deeds).toEqual([{ deed: 'settle', dealId: 1 }])
  const other = owing()
  await start(other, [sample(1_100)], { settles: false }).round()
  expect(other.deeds.map(({ deed }) => deed)).toEqual(['report'])
})

test('samples of a deal that ended before its period was reported are told', async () => {
  const market = oneDeal()
  const lines = [sample(9_900)]
  const { round, clock, oracle, rejects } = start(market, lines)
  await round()
  Object.assign(market.deals.get(1)!, { running: false, ended: true })
  clock.now = 11_000
  await round()
  expect(oracle.totals().samples).toEqual({ accepted: 1, not_running: 1 })
  expect(rejects[0]).toMatchObject({ reason: 'not_running', text: expect.stringContaining('9900') })
  expect(market.deeds).toEqual([])
})

test('a node that is behind and shows a deal before it ran costs no sample', async () => {
  const market = oneDeal()
  const { round, clock } = start(market, [sample(9_900)])
  await round()
  market.deals.get(1)!.running = false
  clock.now = 11_100
  expect(await round()).toMatchObject({ samples: {}, periods: {}, waiting: 1 })
  market.deals.get(1)!.running = true
  clock.now += 50
  expect(await round()).toMatchObject({ periods: { reported: 1 }, waiting: 0 })
})

test('after a start, what was reported of an ended deal counts as such', async () => {
  const market = modelMarket(modelDeal({ dealId: 1, ...parties, running: false, periodEnd: 2_000 }))
  const { round, oracle } = start(market, [sample(1_100), sample(2_100)])
  await round()
  expect(oracle.totals().samples).toEqual({ covered: 1, not_running: 1 })
})

test('nothing is reported while telemetry cannot be read', async () => {
  const market = oneDeal()
  const lines = [sample(1_100)]
  await expect(startWith(market, createBroken(lines)).round()).rejects.toThrow(SourceUnavailable)
  expect(market.deeds).toEqual([])
  const { oracle, round } = start(market, lines)
  await round()
  expect(oracle.totals().periods).toEqual({ reported: 1 })
})

/** Gives its lines, and then ends in the middle. */
const createBroken = (lines: readonly string[]): Source => ({
  read: async function* () {
    for (const [offset, text] of lines.entries()) yield { text, source: 'test', offset }
    throw new SourceUnavailable('the disk is gone')
  },
})

const startWith = (market: ModelledMarket, source: Source) => {
  const oracle = createUsageOracle({
    market,
    now: async () => 10_000n,
    source,
    rejects: { add: () => false, flush: async () => undefined },
    metrics: createMetrics(),
    settings: SETTINGS,
    log: pino({ level: 'silent' }),
  })
  return { oracle, round: () => oracle.round(new AbortController().signal) }
}

test('a run goes on after a round that failed, and says whether it is ready', async () => {
  const market = oneDeal()
  let broken = true
  const source: Source = {
    read: async function* () {
      if (broken) throw new SourceUnavailable('the disk is gone')
      yield { text: sample(1_100), source: 'test', offset: 0 }
    },
  }
  const { oracle } = startWith(market, source)
  const stop = new AbortController()
  const run = oracle.run(stop.signal).catch((error: Error) => error.name)
  while (oracle.status().error === null) await new Promise((resolve) => setTimeout(resolve, 1))
  expect(oracle.status()).toEqual({ ready: false, roundAt: null, error: 'the disk is gone' })
  broken = false
  while (!oracle.status().ready) await new Promise((resolve) => setTimeout(resolve, 1))
  expect(oracle.status()).toMatchObject({ ready: true, error: null })
  stop.abort()
  expect(await run).toBe('AbortError')
})

test('a dry run tells what would be reported, and sends nothing', async () => {
  const market = oneDeal()
  const { oracle } = start(market, [sample(1_100), sample(2_100)])
  const planned = await oracle.plan(new AbortController().signal)
  expect(planned).toEqual([
    expect.objectContaining({ dealId: 1, periodStart: 1_000, periodEnd: 2_000, storageMb: '512', refusal: null }),
    expect.objectContaining({ dealId: 1, periodStart: 2_000, periodEnd: 3_000 }),
  ])
  expect(market.deeds).toEqual([])
})
