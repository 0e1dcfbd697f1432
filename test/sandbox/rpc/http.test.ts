import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Sandbox } from '../../../sandbox/start.ts'
import { startNetwork } from '../../support/network.ts'
import { post } from '../../support/rpc.ts'

const HEALTH = '{"jsonrpc":"2.0","id":1,"method":"getHealth"}'

let sandbox: Sandbox
beforeAll(async () => {
  sandbox = await startNetwork()
})
afterAll(() => sandbox.close())

test.each(['GET', 'PUT', 'DELETE', 'OPTIONS'])('%s is not allowed, with an empty body', async (method) => {
  const response = await fetch(sandbox.url, { method })
  expect([response.status, response.headers.get('content-type'), await response.text()]).toEqual([405, null, ''])
})

test.each([
  ['text/plain', 415, 'content-type must be application/json\n'],
  ['', 415, 'content-type must be application/json\n'],
  ['application/json; charset=latin1', 415, 'invalid content-type charset\n'],
])('the content type %j is answered with %i', async (contentType, status, text) => {
  const answer = await post(sandbox.url, HEALTH, { 'content-type': contentType })
  expect([answer.status, answer.headers.get('content-type'), answer.text]).toEqual([
    status,
    'text/plain; charset=utf-8',
    text,
  ])
})

test.each(['application/json', 'application/json; charset=utf-8', 'Application/JSON;charset=UTF-8'])(
  'the content type %j is read',
  async (contentType) => {
    const { status, headers } = await post(sandbox.url, HEALTH, { 'content-type': contentType })
    expect([status, headers.get('content-type')]).toEqual([200, 'application/json'])
  },
)

test.each(['', '{"jsonrpc":'])('the body %j is answered with 500 as the bridge does', async (body) => {
  const { status, text } = await post(sandbox.url, body)
  expect([status, text]).toEqual([500, '[-32700] invalid request value\n'])
})

test('a body above 512 KB is refused, one of 512 KB is read', async () => {
  const padded = (size: number) => HEALTH + ' '.repeat(size - HEALTH.length)
  expect((await post(sandbox.url, padded(512 * 1024))).status).toBe(200)
  for (const size of [512 * 1024 + 1, 5 * 1024 * 1024]) {
    const refused = await post(sandbox.url, padded(size))
    expect([refused.status, refused.text]).toEqual([500, 'http: request body too large\n'])
  }
})

test('a notification is answered with 204 and nothing else', async () => {
  const { status, headers, text } = await post(sandbox.url, '{"jsonrpc":"2.0","method":"getHealth"}')
  expect([status, headers.get('content-type'), text]).toEqual([204, null, ''])
})

test('any origin may ask', async () => {
  const headers = { origin: 'http://app.example' }
  expect((await post(sandbox.url, HEALTH, headers)).headers.get('access-control-allow-origin')).toBe(
    'http://app.example',
  )
  const preflight = await fetch(sandbox.url, {
    method: 'OPTIONS',
    headers: { ...headers, 'access-control-request-method': 'POST', 'access-control-request-headers': 'content-type' },
  })
  expect(preflight.status).toBe(204)
  expect(preflight.headers.get('access-control-allow-headers')).toBe('content-type')
})

test('JSON-RPC is at / and /rpc, and nothing elsewhere', async () => {
  const at = async (path: string) => (await post(new URL(path, sandbox.url).href, HEALTH)).status
  expect(await Promise.all(['/', '/rpc', '/rpc?key=1', '/other'].map(at))).toEqual([200, 200, 200, 404])
})

test('a method of a node with an archive is not there', async () => {
  const { text } = await post(sandbox.url, '{"jsonrpc":"2.0","id":1,"method":"queryEvents"}')
  expect(JSON.parse(text).error).toEqual({ code: -32601, message: 'method not found', data: 'queryEvents' })
})

test.each(['constructor', '__proto__', 'toString'])('%s is no method', async (method) => {
  const { text } = await post(sandbox.url, JSON.stringify({ jsonrpc: '2.0', id: 1, method }))
  expect(JSON.parse(text).error.code).toBe(-32601)
})
