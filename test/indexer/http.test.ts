import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import pino from 'pino'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createHttpHandler } from '../../indexer/http.ts'
import { createIndexer, type Indexer } from '../../indexer/indexer.ts'
import { addressOf, SETTINGS, WORDS } from '../support/indexing.ts'

let indexer: Indexer
let server: Server
let url: string
let migrated: boolean

beforeEach(async () => {
  migrated = true
  const log = pino({ level: 'silent' })
  const databaseUrl = 'postgres://unused'
  indexer = createIndexer({
    databaseUrl,
    markets: [addressOf(['http://a'])],
    interpretation: WORDS,
    settings: SETTINGS,
    log,
  })
  server = createServer(createHttpHandler(indexer, () => migrated, { maxLag: 5, maxSilenceMs: 1_000 })).listen(0)
  await once(server, 'listening')
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterEach(() => {
  server.closeAllConnections()
  server.close()
})

const ready = async () => {
  const response = await fetch(`${url}/ready`)
  return { status: response.status, body: (await response.json()) as { markets: object[] } }
}
const stand = (status: object) => Object.assign(indexer.statuses[0]!, { answeredAt: performance.now(), ...status })

test('it is alive before it is ready', async () => {
  expect((await fetch(`${url}/health`)).status).toBe(200)
  expect(await ready()).toMatchObject({ status: 503, body: { markets: [{ market: 'test', state: 'starting' }] } })
})

test('it is ready while it follows closely, and says how far behind it is', async () => {
  stand({ state: 'following', watermark: 95, tip: 100 })
  expect(await ready()).toMatchObject({ status: 200, body: { ready: true, markets: [{ lag: 5 }] } })
  stand({ watermark: 94 })
  expect((await ready()).status).toBe(503)
})

test('without migrations, with a silent network, or after a stop it is not ready', async () => {
  stand({ state: 'following', watermark: 100, tip: 100 })
  migrated = false
  expect((await ready()).status).toBe(503)
  migrated = true
  stand({ answeredAt: performance.now() - 2_000 })
  expect((await ready()).status).toBe(503)
  stand({ state: 'stopped', error: 'every node is gone' })
  expect(await ready()).toMatchObject({ status: 503, body: { markets: [{ error: 'every node is gone' }] } })
})

test('the figures are in the form of Prometheus', async () => {
  indexer.metrics.watermark.set({ market: 'test' }, 42)
  const text = await (await fetch(`${url}/metrics`)).text()
  expect(text).toContain('flashindex_indexer_watermark_ledger{market="test"} 42')
  expect((await fetch(`${url}/elsewhere`)).status).toBe(404)
})

test('figures that cannot be collected are an error in the answer, not one of the program', async () => {
  indexer.metrics.registry.metrics = () => Promise.reject(new Error('no figures'))
  const answer = await fetch(`${url}/metrics`)
  expect([answer.status, await answer.json()]).toEqual([500, { error: 'no figures' }])
})
