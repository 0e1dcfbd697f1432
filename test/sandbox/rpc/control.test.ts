import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Sandbox } from '../../../sandbox/start.ts'
import { startNetwork } from '../../support/network.ts'
import { ask, askResult, control } from '../../support/rpc.ts'

let sandbox: Sandbox
beforeAll(async () => {
  sandbox = await startNetwork({ clockRunning: false, genesisCloseTime: 1_000_000n })
})
afterAll(() => sandbox.close())

const latest = () => {
  const { sequence, closeTime } = sandbox.network.latest()
  return { sequence, closeTime: String(closeTime) }
}

test('a ledger closes on demand', async () => {
  const before = latest()
  const { status, body } = await control(sandbox.url, 'POST', 'close')
  expect([status, body.sequence]).toEqual([200, before.sequence + 1])
  expect(body).toEqual(latest())
})

test('several close at once, the last of them at the time that is asked, a second apart', async () => {
  const { sequence, closeTime } = sandbox.network.latest()
  const asked = closeTime + 100n
  const { body } = await control(sandbox.url, 'POST', 'close', { ledgers: 3, closeTime: String(asked) })
  expect(body).toEqual({ sequence: sequence + 3, closeTime: String(asked) })
  expect(sandbox.network.ledger(sequence + 1)?.closeTime).toBe(asked - 2n)
})

test('a close time that does not grow is refused with both times', async () => {
  const { sequence, closeTime } = sandbox.network.latest()
  const { status, body } = await control(sandbox.url, 'POST', 'close', {
    ledgers: 2,
    closeTime: String(closeTime + 1n),
  })
  const error = `close times must grow: ledger ${sequence} closed at ${closeTime}, and the first of 2 would close at ${closeTime}`
  expect([status, body]).toEqual([400, { error }])
  expect(sandbox.network.latest().sequence).toBe(sequence)
})

test('the clock is stopped and started', async () => {
  expect((await control(sandbox.url, 'GET', 'clock')).body).toEqual({ running: false, ledgerMs: 0 })
  expect((await control(sandbox.url, 'POST', 'clock', { running: true })).body).toEqual({ running: true, ledgerMs: 0 })
  expect((await control(sandbox.url, 'POST', 'clock', { running: false })).body.running).toBe(false)
})

test('lifetimes change in a ledger of their own', async () => {
  const { sequence } = sandbox.network.latest()
  const { status, body } = await control(sandbox.url, 'POST', 'settings', { minPersistentTtl: 10, evictionLevel: 1 })
  expect([status, body]).toEqual([200, { ...latest(), minPersistentTtl: 10, evictionLevel: 1 }])
  expect(sandbox.network.latest().sequence).toBe(sequence + 1)
  expect(sandbox.network.latest().upgrades).toHaveLength(1)
})

test('a reset begins a network of the same passphrase anew: whoever held a ledger of the old one sees another hash', async () => {
  const old = await askResult(sandbox.url, 'getLedgers', { startLedger: 2, pagination: { limit: 1 } })
  const far = sandbox.network.latest().sequence
  const { status, body } = await control(sandbox.url, 'POST', 'reset')
  expect([status, body.sequence]).toEqual([200, 2])
  expect(body).toEqual(latest())
  const fresh = await askResult(sandbox.url, 'getLedgers', { startLedger: 2, pagination: { limit: 1 } })
  expect(fresh.ledgers[0].hash).not.toBe(old.ledgers[0].hash)
  expect(await askResult(sandbox.url, 'getHealth')).toMatchObject({ latestLedger: 2, oldestLedger: 2 })
  expect((await askResult(sandbox.url, 'getNetwork')).passphrase).toBe(sandbox.network.passphrase)
  const { error } = await ask(sandbox.url, 'getEvents', { startLedger: far })
  expect(error?.message).toBe('startLedger must be within the ledger range: 2 - 2')
  expect((await askResult(sandbox.url, 'getFeeStats')).latestLedger).toBe(2)
})

test('a reset to the time of the old beginning is refused: it would be the same network', async () => {
  const began = String(sandbox.network.oldest().closeTime)
  const { status, body } = await control(sandbox.url, 'POST', 'reset', { genesisTime: began })
  expect([status, body.error]).toEqual([
    400,
    `the network began at ${began}: begin at another time, or it will be the same again`,
  ])
  const later = String(BigInt(began) + 5n)
  expect((await control(sandbox.url, 'POST', 'reset', { genesisTime: later })).body.closeTime).toBe(later)
})

test.each([
  ['POST', 'close', { ledgers: 0 }, 400],
  ['POST', 'settings', {}, 400],
  ['POST', 'settings', { minPersistentTtl: 0 }, 400],
  ['POST', 'settings', { evictionLevel: 11 }, 400],
  ['POST', 'reset', { genesisTime: 'then' }, 400],
  ['POST', 'close', { ledgers: 'many' }, 400],
  ['POST', 'close', { closeTime: 'soon' }, 400],
  ['POST', 'close', { ledger: 1 }, 400],
  ['POST', 'clock', {}, 400],
  ['DELETE', 'close', undefined, 404],
  ['POST', 'weather', {}, 404],
])('%s %s %j is refused with an error', async (method, path, body, status) => {
  const answer = await control(sandbox.url, method, path, body)
  expect([answer.status, typeof answer.body.error]).toEqual([status, 'string'])
})
