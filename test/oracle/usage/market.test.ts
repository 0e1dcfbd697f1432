/** The usage oracle on a whole local network, with the contract as it is deployed. */
import { appendFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pino from 'pino'
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import type { Config } from '../../../oracle/usage/config.ts'
import { startUsageOracle } from '../../../oracle/usage/start.ts'
import { type SpoiledNode, startSpoiledNode } from '../chain/spoiled-node.ts'
import { openDeals, PRICE, reportsOf, stateOf, type TestDeals } from '../deals.ts'
import { GENESIS, IMPATIENT, startMarket, type TestMarket } from '../market.ts'

vi.setConfig({ testTimeout: 120_000 })

const DEALS = 50
const HOUR = 3_600

let market: TestMarket
let deals: TestDeals
let node: SpoiledNode
let folder: string
/** Beginning of the first period: the deals were funded within it. */
const first = Number(GENESIS)
/** Each test has hours of its own. */
let hour = 0

beforeAll(async () => {
  market = await startMarket()
  node = await startSpoiledNode(market.network.url)
  deals = await openDeals(market, DEALS)
  folder = mkdtempSync(join(tmpdir(), 'telemetry-'))
}, 180_000)
beforeEach(() => {
  hour += 1
  node.spoil = () => 'forward'
})
afterAll(async () => {
  node.close()
  await market.close()
  rmSync(folder, { recursive: true })
})

const write = (...lines: string[]) => appendFileSync(join(folder, '1.ndjson'), `${lines.join('\n')}\n`)
const begin = (hours = hour) => first + hours * HOUR
/** Lets the network's clock pass the end of an hour, late samples included. */
const pass = (hours: number) => {
  market.clock.now = BigInt(begin(hours) + HOUR + 10)
  return market.control.close()
}

const configFor = async (change: Partial<Config> = {}, channels = 4): Promise<Config> => ({
  logLevel: 'silent',
  port: 0,
  market: {
    name: 'local',
    networkPassphrase: market.network.network.passphrase,
    contractId: market.contractId,
    startLedger: 2,
    rpcUrls: [market.network.url],
  },
  signer: market.cast.owner,
  channels: await market.channels('oracle', channels),
  friendbotUrl: market.network.friendbotUrl,
  telemetry: [folder],
  telemetryToken: undefined,
  rejectsFile: undefined,
  settings: {
    periodSecs: HOUR,
    lateSecs: 5,
    sampleSecs: HOUR,
    storageSecs: HOUR,
    futureSecs: 60,
    limits: { maxStorageMb: 1_000_000n, maxEgressMb: 1_000_000n },
    pollMs: 10,
    scanSecs: 1,
    retrySecs: 0,
    settles: true,
    width: channels,
  },
  patience: IMPATIENT,
  ...change,
})

const startOracle = async (change: Partial<Config> = {}, channels = 4) => {
  const started = startUsageOracle(await configFor(change, channels), pino({ level: 'silent' }))
  return { ...started, round: () => started.oracle.round(new AbortController().signal) }
}

const pending = async (count: number) => {
  while (market.network.network.pending() < count) await new Promise((resolve) => setTimeout(resolve, 5))
}

test('telemetry becomes a report and a payment', async () => {
  const [dealId] = deals.dealIds as [number]
  const before = await stateOf(market, deals, dealId)
  write(deals.sample(dealId, begin()), deals.sample(dealId, begin() + HOUR / 2, { storage_mb: 2_048, latency_ms: 70 }))
  await pass(hour)
  const { round } = await startOracle()
  expect(await round()).toMatchObject({ periods: { reported: 1 }, settlements: { settled: 1 }, waiting: 0 })
  const after = await stateOf(market, deals, dealId)
  expect(after).toMatchObject({
    period_end: BigInt(begin() + HOUR),
    paid_storage_mb: 1_536n,
    paid_egress_mb: 20n,
    unpaid_storage_mb: 0n,
    sla_avg_latency_ms: 60,
    sla_avg_uptime_pct: 100_000_000,
    status: { tag: 'Funded' },
  })
  expect(before.balance - after.balance).toBe((PRICE * 1_536n) / 1_024n + (PRICE * 20n) / 1_024n)
})

test('fifty deals are reported in one ledger and settled in the next', async () => {
  write(...deals.dealIds.map((dealId) => deals.sample(dealId, begin() + 60)))
  await pass(hour)
  const { round } = await startOracle({}, DEALS)
  await market.control.setClock(false)
  const working = round()
  await pending(DEALS)
  const reports = await market.control.close()
  await pending(DEALS)
  const settlements = await market.control.close()
  expect(settlements.sequence).toBe(reports.sequence + 1)
  await market.control.setClock(true)
  expect(await working).toMatchObject({ periods: { reported: DEALS }, settlements: { settled: DEALS }, waiting: 0 })
  for (const dealId of deals.dealIds)
    expect(reportsOf(market, dealId).filter(([start]) => start === begin())).toEqual([[begin(), begin() + HOUR]])
})

test('two at once report every period once, and all is settled', async () => {
  const some = deals.dealIds.slice(0, 8)
  write(...some.flatMap((dealId) => [deals.sample(dealId, begin() + 60), deals.sample(dealId, begin() + HOUR + 60)]))
  hour += 1
  await pass(hour)
  const [one, two] = await Promise.all([startOracle(), startOracle({ channels: await market.channels('other', 4) })])
  const rounds = await Promise.all([one.round(), two.round()])
  const reported = rounds.reduce((sum, { periods }) => sum + (periods.reported ?? 0), 0)
  expect(reported).toBe(16)
  for (const dealId of some) {
    expect(reportsOf(market, dealId).slice(-2)).toEqual([
      [begin() - HOUR, begin()],
      [begin(), begin() + HOUR],
    ])
    expect(await stateOf(market, deals, dealId)).toMatchObject({ unpaid_storage_mb: 0n })
  }
})

test('cut off after each transaction that it sends, and begun anew: every period once, all settled', async () => {
  const dealId = deals.dealIds[1]!
  write(deals.sample(dealId, begin() + 60), deals.sample(dealId, begin() + HOUR + 60))
  const periods = [begin(), begin() + HOUR].map((start) => [start, start + HOUR])
  hour += 1
  await pass(hour)
  const config = await configFor()
  const rpcUrls = [node.url]
  for (const spoil of ['swallow answer', 'silent'] as const) {
    const started = startUsageOracle({ ...config, market: { ...config.market, rpcUrls } }, pino({ level: 'silent' }))
    node.spoil = ({ method }) => {
      if (method !== 'sendTransaction') return 'forward'
      started.stop()
      return spoil
    }
    await expect(started.oracle.round(new AbortController().signal)).rejects.toThrow('stopped')
  }
  for (let sent = 0; sent < 3; sent++) {
    const started = startUsageOracle({ ...config, market: { ...config.market, rpcUrls } }, pino({ level: 'silent' }))
    node.spoil = ({ method }) => {
      if (method === 'getTransaction') started.stop()
      return 'forward'
    }
    await started.oracle.round(new AbortController().signal).catch((error: Error) => error)
  }
  node.spoil = () => 'forward'
  const { round } = await startOracle()
  expect(await round()).toMatchObject({ waiting: 0 })
  expect(reportsOf(market, dealId).slice(-2)).toEqual(periods)
  expect(await stateOf(market, deals, dealId)).toMatchObject({
    unpaid_storage_mb: 0n,
    period_end: BigInt(periods[1]![1]!),
  })
})

test('a broken promise is slashed, and the next clean period pays again', async () => {
  const dealId = deals.dealIds[2]!
  write(deals.sample(dealId, begin() + 60, { up: false, latency_ms: null }), deals.sample(dealId, begin() + HOUR + 60))
  hour += 1
  await pass(hour)
  const { round } = await startOracle()
  expect(await round()).toMatchObject({ periods: { reported: 2 }, settlements: { slashed: 1, settled: 1 } })
  expect(await stateOf(market, deals, dealId)).toMatchObject({ slash_storage_mb: 1_024n, status: { tag: 'Funded' } })
})

test('while the balance is empty a deal waits; a deposit sets it going', async () => {
  const dealId = deals.dealIds[3]!
  write(
    deals.sample(dealId, begin() + 60, { storage_mb: 1_000_000, egress_mb: 1_000_000 }),
    deals.sample(dealId, begin() + HOUR + 60),
  )
  hour += 1
  await pass(hour)
  const { round } = await startOracle()
  expect(await round()).toMatchObject({
    periods: { reported: 1 },
    settlements: { settled: 1, unfunded: 1 },
    waiting: 1,
  })
  expect(await stateOf(market, deals, dealId)).toMatchObject({ balance: 0n, status: { tag: 'BreachedConsumer' } })
  const deposit = {
    consumer_id: deals.consumer,
    provider_id: deals.provider,
    deal_id: dealId,
    amount_usd: 2_000_000_000n,
  }
  await market.must(market.cast.consumers[0]!.keypair, 'deposit_to_deal', deposit)
  expect(await round()).toMatchObject({ periods: { reported: 1 }, settlements: { settled: 2 }, waiting: 0 })
  expect(await stateOf(market, deals, dealId)).toMatchObject({ unpaid_storage_mb: 0n, status: { tag: 'Funded' } })
})

test('while no node answers nothing is lost: the round fails, and a later one does its work', async () => {
  const dealId = deals.dealIds[4]!
  write(deals.sample(dealId, begin() + 60))
  await pass(hour)
  const config = await configFor()
  const { round } = await startOracle({ market: { ...config.market, rpcUrls: [node.url] } })
  node.spoil = () => 'silent'
  await expect(round()).rejects.toThrow('no node answers')
  node.spoil = () => 'forward'
  expect(await round()).toMatchObject({ periods: { reported: 1 } })
})

test('a dry run tells what the contract would say, and sends nothing', async () => {
  const dealId = deals.dealIds[5]!
  write(deals.sample(dealId, begin() + 60))
  await pass(hour)
  const before = market.network.network.latest().sequence
  const { oracle } = await startOracle()
  const planned = await oracle.plan(new AbortController().signal)
  expect(planned).toMatchObject([{ dealId, periodStart: begin(), storageMb: '1024', egressMb: '10', refusal: null }])
  expect(market.network.network.latest().sequence).toBe(before)
  const stranger = await startOracle({ signer: market.cast.providers[1]!.keypair })
  const wrong = await stranger.round()
  expect(wrong).toMatchObject({ periods: { refused: 1 }, waiting: 1 })
})
