import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { inspect } from 'node:util'
import { afterEach, expect, test } from 'vitest'
import { createChainRpc } from '../../../api/transactions/rpc.ts'
import { ATTACKS, honestNetwork, patienceWith, serveHostile, withinMemory } from '../../support/hostile-http.ts'
import { PASSPHRASE } from './small-market.ts'

type Answer = (method: string, response: ServerResponse) => void

const open: { close(): void }[] = []
afterEach(() => {
  for (const server of open.splice(0)) server.close()
})

/** A node on a free port; `asked` collects the methods. */
const node = async (answer: Answer, passphrase = PASSPHRASE) => {
  const asked: string[] = []
  const server = createServer(async (request, response) => {
    const { method } = JSON.parse(await textOf(request)) as { method: string }
    asked.push(method)
    if (method === 'getNetwork') result({ passphrase, protocolVersion: 29 })(method, response)
    else answer(method, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  open.push({ close: () => server.close(() => server.closeAllConnections()) })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, asked }
}

const textOf = async (request: IncomingMessage) => {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString()
}

const send = (response: ServerResponse, status: number, body: string) =>
  response.writeHead(status, { 'content-type': 'application/json', connection: 'close' }).end(body)
const result =
  (value: unknown): Answer =>
  (_, response) =>
    send(response, 200, JSON.stringify({ jsonrpc: '2.0', id: 1, result: value }))
const error =
  (code: number, message: string): Answer =>
  (_, response) =>
    send(response, 200, JSON.stringify({ jsonrpc: '2.0', id: 1, error: { code, message } }))

const healthy = result({ status: 'healthy', latestLedger: 7, latestLedgerCloseTime: '1790000000', oldestLedger: 2 })
const ask = (...urls: string[]) =>
  createChainRpc({ urls, networkPassphrase: PASSPHRASE, timeoutMs: 300 }).newestLedger()

const ailments: [string, Answer][] = [
  ['says 503', (_, response) => void send(response, 503, '')],
  ['says nothing in time', () => undefined],
  ['sends half an answer', (_, response) => void send(response, 200, '{"jsonrpc":"2.0","id":1,"resu')],
  ['hangs up', (_, response) => void response.destroy()],
  ['has a full queue', error(-32098, 'rpc queue for getHealth surpassed queue limit')],
  ['is not ready', error(-32603, '[-32603] data stores are not initialized: DB is empty')],
]

test.each(ailments)('a node that %s is passed over', async (_, answer) => {
  const [ill, well] = [await node(answer), await node(healthy)]
  expect(await ask(ill.url, well.url)).toEqual({ sequence: 7, closedAt: 1_790_000_000 })
})

test.each(ailments)('where the only node %s, that is said as a passing state', async (_, answer) => {
  const ill = await node(answer)
  await expect(ask(ill.url)).rejects.toMatchObject({
    code: 'RPC_UNAVAILABLE',
    message: expect.stringMatching(/try again/),
    details: { method: 'getHealth' },
  })
})

test('a node of another network is never asked for more', async () => {
  const [other, well] = [await node(healthy, 'Test SDF Network ; September 2015'), await node(healthy)]
  expect((await ask(other.url, well.url)).sequence).toBe(7)
  expect(other.asked).toEqual(['getNetwork'])
  await expect(ask(other.url)).rejects.toMatchObject({ code: 'RPC_UNAVAILABLE' })
})

test('a node is asked for its network once', async () => {
  const well = await node(healthy)
  const rpc = createChainRpc({ urls: [well.url], networkPassphrase: PASSPHRASE })
  await Promise.all([rpc.newestLedger(), rpc.newestLedger()])
  await rpc.newestLedger()
  expect(well.asked.filter((method) => method === 'getNetwork')).toHaveLength(1)
})

test('a refusal is final and becomes an Error with code and text', async () => {
  const [first, second] = [await node(error(-32602, 'invalid parameters')), await node(healthy)]
  const asked = ask(first.url, second.url)
  await expect(asked).rejects.toBeInstanceOf(Error)
  await expect(asked).rejects.toMatchObject({
    code: 'RPC_REFUSED',
    message: "The network's node refused getHealth: invalid parameters (-32602).",
    details: { rpcCode: -32602 },
  })
  expect(second.asked).toEqual([])
})

test.each(ATTACKS)('a node whose answer is an attack (%s) is passed over, in bounded memory', async (attack) => {
  const hostile = await serveHostile(attack, { honest: honestNetwork(PASSPHRASE) })
  const well = await node(healthy)
  const options = { networkPassphrase: PASSPHRASE, timeoutMs: patienceWith(attack) }
  const both = createChainRpc({ ...options, urls: [hostile.url, well.url] })
  expect(await withinMemory(() => both.newestLedger())).toEqual({ sequence: 7, closedAt: 1_790_000_000 })
  const alone = createChainRpc({ ...options, urls: [hostile.url] })
  await expect(withinMemory(() => alone.newestLedger())).rejects.toMatchObject({ code: 'RPC_UNAVAILABLE' })
  await hostile.close()
})

test('no message names more of an address than its host: the rest may hold a key', async () => {
  const [ill, other] = [
    await node((_, response) => void send(response, 503, '')),
    await node(healthy, 'Test SDF Network ; September 2015'),
  ]
  const urls = [ill, other].map(({ url }) => `${url.replace('//', '//user:password@')}k3y?token=t0ken`)
  const error = await ask(...urls).catch((thrown: unknown) => thrown)
  const told = inspect(error, { depth: null })
  expect(told).toContain(new URL(ill.url).host)
  for (const secret of ['password', 'k3y', 't0ken']) expect(told).not.toContain(secret)
})
