/** The program as a person or a supervisor sees it. */
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type SpoiledNode, startSpoiledNode } from '../chain/spoiled-node.ts'
import { openDeals, reportsOf, stateOf, type TestDeals } from '../deals.ts'
import { GENESIS, startMarket, type TestMarket } from '../market.ts'
import { type OracleProcess, startOracleProcess } from './oracle-process.ts'

const HOUR = 3_600
const begin = Number(GENESIS)

let market: TestMarket
let deals: TestDeals
let node: SpoiledNode
let folder: string
let running: OracleProcess | undefined

beforeAll(async () => {
  market = await startMarket()
  node = await startSpoiledNode(market.network.url)
  deals = await openDeals(market, 1)
  folder = mkdtempSync(join(tmpdir(), 'telemetry-'))
  const [dealId] = deals.dealIds as [number]
  const lines = [1, 2].map((hour) => deals.sample(dealId, begin + hour * HOUR + 60))
  writeFileSync(join(folder, '1.ndjson'), `${lines.join('\n')}\nnonsense\n`)
  market.clock.now = BigInt(begin + 3 * HOUR + 60)
  await market.control.close()
}, 60_000)
afterAll(async () => {
  await running?.kill('SIGKILL')
  node.close()
  await market.close()
  rmSync(folder, { recursive: true })
})

const env = () => ({
  NETWORK_PASSPHRASE: market.network.network.passphrase,
  CONTRACT_ID: market.contractId,
  START_LEDGER: '2',
  RPC_URL: node.url,
  ORACLE_SECRET: market.cast.owner.secret(),
  ORACLE_TELEMETRY: folder,
  ORACLE_LATE_SECS: '5',
  ORACLE_SAMPLE_SECS: '3600',
  ORACLE_POLL_MS: '50',
})

test('wrong words, wrong variables and a taken port are said in plain lines', { timeout: 90_000 }, async () => {
  const other = createServer().listen(0)
  await once(other, 'listening')
  const port = String((other.address() as AddressInfo).port)
  const mistyped = startOracleProcess(env(), '--twice')
  const unset = startOracleProcess({})
  const taken = startOracleProcess({ ...env(), ORACLE_PORT: port })
  expect(await Promise.all([mistyped.ended, unset.ended, taken.ended])).toEqual([1, 1, 1])
  other.close()
  expect(mistyped.errors()).toBe('usage: node oracle/usage/main.ts [--once | --dry-run]\n')
  expect(unset.errors()).toMatch(/^ORACLE_TELEMETRY: name folders.*\nThe environment names no usable market:\n/)
  expect(taken.errors()).toBe(`port ${port} is taken: stop what listens there, or set ORACLE_PORT to another\n`)
})

test('a dry run prints what would be reported, and only that', { timeout: 90_000 }, async () => {
  const dry = startOracleProcess(env(), '--dry-run')
  expect(await dry.ended).toBe(0)
  const planned = dry
    .output()
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
  expect(planned).toMatchObject([
    { dealId: deals.dealIds[0], periodStart: begin + HOUR, periodEnd: begin + 2 * HOUR, refusal: null },
    { dealId: deals.dealIds[0], periodStart: begin + 2 * HOUR },
  ])
  expect(node.asked.get('sendTransaction')).toBeUndefined()
})

test('killed with each transaction that it sends, it reports every period once and settles all', {
  timeout: 180_000,
}, async () => {
  const [dealId] = deals.dealIds as [number]
  for (let kills = 0; kills < 4; kills++) {
    const killed = startOracleProcess(env())
    running = killed
    const sent = new Promise<void>((resolve) => {
      node.spoil = ({ method }) => {
        if (method !== 'sendTransaction') return 'forward'
        resolve()
        // The network takes it; whoever sent it does not live to hear so.
        return 'swallow answer'
      }
    })
    await sent
    await killed.kill('SIGKILL')
  }
  node.spoil = () => 'forward'
  const last = startOracleProcess(env())
  running = last
  await last.says('"msg":"round"')
  const port = /"port":(\d+)/.exec(last.output())?.[1]
  const ask = async (path: string) => (await fetch(`http://localhost:${port}${path}`)).text()
  expect(JSON.parse(await ask('/ready'))).toMatchObject({ ready: true, error: null })
  expect(JSON.parse(await ask('/health'))).toEqual({ status: 'alive' })
  expect(await ask('/metrics')).toContain('flashindex_oracle_samples_total{outcome="malformed"} 1')
  const stopping = performance.now()
  expect(await last.kill('SIGTERM')).toBe(0)
  expect(performance.now() - stopping).toBeLessThan(2_000)
  expect(last.output()).toContain('"msg":"stopped; since the start"')
  expect(reportsOf(market, dealId)).toEqual([
    [begin + HOUR, begin + 2 * HOUR],
    [begin + 2 * HOUR, begin + 3 * HOUR],
  ])
  expect(await stateOf(market, deals, dealId)).toMatchObject({ unpaid_storage_mb: 0n, paid_storage_mb: 2_048n })
})
