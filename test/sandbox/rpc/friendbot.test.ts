import { afterAll, beforeAll, expect, test } from 'vitest'
import { createFriendbot } from '../../../sandbox/rpc/friendbot.ts'
import type { Sandbox } from '../../../sandbox/start.ts'
import { clientOf, keypairOf } from '../../support/accounts.ts'
import { startNetwork } from '../../support/network.ts'

let sandbox: Sandbox
beforeAll(async () => {
  sandbox = await startNetwork()
})
afterAll(() => sandbox.close())

const friendbot = async (query: string, init?: RequestInit) => {
  const response = await fetch(sandbox.friendbotUrl + query, init)
  return { status: response.status, contentType: response.headers.get('content-type'), body: await response.json() }
}

const addressOf = (name: string) => keypairOf(name).publicKey()

const balanceOf = async (name: string) => (await clientOf(sandbox).getAccountEntry(addressOf(name))).balance

test('an account is created with 10,000 lumens', async () => {
  const { status, contentType, body } = await friendbot(`?addr=${addressOf('alice')}`)
  expect([status, contentType]).toEqual([200, 'application/hal+json; charset=utf-8'])
  expect(body).toEqual({
    successful: true,
    hash: expect.stringMatching(/^[0-9a-f]{64}$/),
    envelope_xdr: expect.any(String),
  })
  expect(await balanceOf('alice')).toBe(100_000_000_000n)
})

test('its ledger has closed when friendbot answers', async () => {
  const { body } = await friendbot(`?addr=${addressOf('bob')}`)
  expect(sandbox.network.transaction(body.hash)?.successful).toBe(true)
})

test('POST is taken too, with the address in the query or in a form', async () => {
  expect((await friendbot(`?addr=${addressOf('carol')}`, { method: 'POST' })).status).toBe(200)
  const form = new URLSearchParams({ addr: addressOf('dave') })
  expect((await friendbot('', { method: 'POST', body: form })).status).toBe(200)
})

test('an account that exists is refused', async () => {
  const { status, contentType, body } = await friendbot(`?addr=${addressOf('alice')}`)
  expect([status, contentType]).toEqual([400, 'application/problem+json; charset=utf-8'])
  expect(body).toEqual({
    type: 'https://stellar.org/friendbot-errors/bad_request',
    title: 'Bad Request',
    status: 400,
    detail: 'account already funded to starting balance',
  })
})

test.each([
  ['?addr=GABC', 'invalid address: must be a valid G or C address'],
  ['', 'invalid address: must be a valid G or C address'],
  [
    '?addr=CABQGAYDAMBQGAYDAMBQGAYDAMBQGAYDAMBQGAYDAMBQGAYDAMBQGCK3',
    'contract addresses are not supported, configure rpc_url to fund contract addresses',
  ],
])('%j is refused with the reason', async (query, reason) => {
  const { status, body } = await friendbot(query)
  expect([status, body.detail]).toEqual([400, 'The request you sent was invalid in some way.'])
  expect(body.extras).toEqual({ invalid_field: 'addr', reason })
})

test('a hundred and fifty accounts asked for at once take two ledgers, each is created once', async () => {
  const { network, close } = await startNetwork({ clockRunning: false })
  const { fund } = createFriendbot(network)
  const asked = [...Array.from({ length: 150 }, (_, i) => `many ${i}`), 'many 0'].map((name) => fund(addressOf(name)))
  const settled = Promise.allSettled(asked)
  for (let i = 0; i < 2; i++) {
    await new Promise(setImmediate)
    network.close()
  }
  const outcomes = (await settled).map(({ status }) => status)
  expect(outcomes).toEqual([...Array.from({ length: 150 }, () => 'fulfilled'), 'rejected'])
  expect(network.transactions(0n, 10)).toHaveLength(2)
  await close()
})

test('whoever waits when the network stops is told so', async () => {
  const paused = await startNetwork({ clockRunning: false })
  const waiting = fetch(`${paused.friendbotUrl}?addr=${addressOf('late')}`)
  await expect.poll(() => paused.network.pending()).toBe(1)
  const refused = expect(waiting).rejects.toThrow()
  await paused.close()
  await refused
})
