import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { Sandbox } from '../../../sandbox/start.ts'
import { fundedAccount } from '../../support/accounts.ts'
import { startNetwork } from '../../support/network.ts'
import { ask, askResult, control, post } from '../../support/rpc.ts'

const HEALTH = '{"jsonrpc":"2.0","id":1,"method":"getHealth"}'

let sandbox: Sandbox
beforeAll(async () => {
  sandbox = await startNetwork()
  await fundedAccount(sandbox, 'alice')
  await control(sandbox.url, 'POST', 'close', { ledgers: 20 })
})
afterEach(() => sandbox.faults.clear())
afterAll(() => sandbox.close())

test('unavailable: 503 with an empty body, as often as asked', async () => {
  sandbox.faults.add({ kind: 'unavailable', count: 2 })
  const answers = [await post(sandbox.url, HEALTH), await post(sandbox.url, HEALTH), await post(sandbox.url, HEALTH)]
  expect(answers.map(({ status }) => status)).toEqual([503, 503, 200])
  expect(answers[0]!.text).toBe('')
})

test('rate-limit: 429 with Retry-After', async () => {
  sandbox.faults.add({ kind: 'rate-limit' })
  const { status, headers } = await post(sandbox.url, HEALTH)
  expect([status, headers.get('retry-after')]).toEqual([429, '1'])
})

test('hang: no answer until the client gives up', async () => {
  sandbox.faults.add({ kind: 'hang', count: 1 })
  const giveUp = new AbortController()
  const headers = { 'content-type': 'application/json' }
  const waiting = fetch(sandbox.url, { method: 'POST', headers, body: HEALTH, signal: giveUp.signal })
  const outcome = waiting.then(
    () => 'answered',
    (error) => error.name,
  )
  await expect.poll(() => sandbox.faults.list()).toEqual([])
  giveUp.abort()
  expect(await outcome).toBe('AbortError')
  expect((await post(sandbox.url, HEALTH)).status).toBe(200)
})

test('truncate: the connection ends in the middle of the body', async () => {
  sandbox.faults.add({ kind: 'truncate', count: 1 })
  await expect(post(sandbox.url, HEALTH)).rejects.toThrow()
  expect((await post(sandbox.url, HEALTH)).status).toBe(200)
})

test('lag: the node answers as of some ledgers ago', async () => {
  const { sequence } = sandbox.network.latest()
  sandbox.faults.add({ kind: 'lag', ledgers: 5 })
  expect((await askResult(sandbox.url, 'getHealth')).latestLedger).toBe(sequence - 5)
  const { error } = await ask(sandbox.url, 'getEvents', { startLedger: sequence })
  const oldest = sandbox.network.oldest().sequence
  expect(error).toEqual({
    code: -32600,
    message: `startLedger must be within the ledger range: ${oldest} - ${sequence - 5}`,
  })
})

test('lag: what was applied since is not found, and is found again afterwards', async () => {
  const hash = sandbox.network.transactions(0n, 1)[0]!.hash
  sandbox.faults.add({ kind: 'lag', ledgers: 1000, count: 1 })
  expect((await askResult(sandbox.url, 'getTransaction', { hash })).status).toBe('NOT_FOUND')
  expect((await askResult(sandbox.url, 'getTransaction', { hash })).status).toBe('SUCCESS')
})

test('retention: only the last ledgers are kept', async () => {
  const { sequence } = sandbox.network.latest()
  sandbox.faults.add({ kind: 'retention', ledgers: 3 })
  expect((await askResult(sandbox.url, 'getHealth')).oldestLedger).toBe(sequence - 2)
  const { error } = await ask(sandbox.url, 'getEvents', { startLedger: sequence - 3 })
  expect(error?.message).toBe(`startLedger must be within the ledger range: ${sequence - 2} - ${sequence}`)
})

test('empty-page: nothing is found, and the cursor leads to the same place', async () => {
  const startLedger = sandbox.network.oldest().sequence
  const whole = await askResult(sandbox.url, 'getEvents', { startLedger, pagination: { limit: 1 } })
  sandbox.faults.add({ kind: 'empty-page', count: 2 })
  const empty = await askResult(sandbox.url, 'getEvents', { pagination: { cursor: whole.cursor } })
  expect([empty.events, empty.cursor]).toEqual([[], whole.cursor])
  const again = await askResult(sandbox.url, 'getTransactions', { startLedger })
  expect(again.transactions).toEqual([])
  const next = await askResult(sandbox.url, 'getTransactions', { pagination: { cursor: again.cursor } })
  expect(next.transactions).toHaveLength(1)
})

test('a fault strikes only the methods it names', async () => {
  sandbox.faults.add({ kind: 'unavailable', methods: ['getEvents'] })
  expect((await post(sandbox.url, HEALTH)).status).toBe(200)
  expect((await post(sandbox.url, HEALTH.replace('getHealth', 'getEvents'))).status).toBe(503)
})

test('faults are switched on, listed and deleted at /control/faults', async () => {
  const { body: fault } = await control(sandbox.url, 'POST', 'faults', { kind: 'lag', ledgers: 2 })
  expect(fault).toEqual({ id: expect.any(Number), kind: 'lag', ledgers: 2, struck: 0 })
  await askResult(sandbox.url, 'getHealth')
  expect((await control(sandbox.url, 'GET', 'faults')).body).toEqual([{ ...fault, struck: 1 }])
  expect((await control(sandbox.url, 'DELETE', `faults?id=${fault.id}`)).body).toEqual([])
  await control(sandbox.url, 'POST', 'faults', { kind: 'hang' })
  expect((await control(sandbox.url, 'DELETE', 'faults')).body).toEqual([])
})

test.each([
  [{ kind: 'gremlin' }, /unavailable.*empty-page/],
  [{ kind: 'lag' }, /'lag' needs a positive number of ledgers/],
  [{ kind: 'hang', count: 0 }, /count/],
])('%j is refused with the reason', async (fault, reason) => {
  const { status, body } = await control(sandbox.url, 'POST', 'faults', fault)
  expect([status, body.error]).toEqual([400, expect.stringMatching(reason)])
})

test('deleting a fault that is not there is refused', async () => {
  expect(await control(sandbox.url, 'DELETE', 'faults?id=99')).toEqual({
    status: 400,
    body: { error: 'there is no fault 99' },
  })
})
