import { readdirSync, readFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterEach, expect, test } from 'vitest'
import { exchange, FetchFailed, type FetchFailure, type HttpRequest, JSON_TYPE } from '../../program/fetch.ts'
import { ATTACKS, type Attack, patienceWith, serveHostile, withinMemory } from '../support/hostile-http.ts'

const open: { close(): unknown }[] = []
afterEach(async () => {
  for (const server of open.splice(0)) await server.close()
})

const ask = (url: string, options: Partial<HttpRequest> = {}) =>
  exchange({ url, maxBytes: 1024 * 1024, timeoutMs: 10_000, contentType: JSON_TYPE, ...options })

const serve = async (listener: (request: IncomingMessage, response: ServerResponse) => void) => {
  const server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  open.push({ close: () => server.close(() => server.closeAllConnections()) })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
}

const failure = (asked: Promise<unknown>): Promise<FetchFailed> =>
  asked.then(
    () => expect.fail('no failure'),
    (error: unknown) => {
      expect(error).toBeInstanceOf(FetchFailed)
      return error as FetchFailed
    },
  )

/** What each attack on the exchange itself ends as; the other attacks are up to what reads the answer. */
const ENDS: Partial<Record<Attack, FetchFailure>> = {
  'gzip bomb': 'too large',
  'brotli bomb': 'too large',
  'deflate bomb': 'too large',
  'gzip in gzip': 'unreadable',
  'plain flood': 'too large',
  'endless drip': 'late',
  'wrong content type': 'unreadable',
  'redirect to another origin': 'redirect',
  'redirect to a path of its own': 'redirect',
  'redirect loop': 'redirect',
  'redirect to nowhere': 'redirect',
  'endless headers': 'unreachable',
  'endless informational answers': 'late',
  'content-length too long': 'unreachable',
  silence: 'late',
}

const hasty = (attack: Attack) => ({ timeoutMs: patienceWith(attack) })

test.each(Object.entries(ENDS) as [Attack, FetchFailure][])(
  '%s: the failure is "%s", and memory stays bounded',
  async (attack, kind) => {
    const server = await serveHostile(attack)
    open.push(server)
    expect((await failure(withinMemory(() => ask(server.url, hasty(attack))))).kind).toBe(kind)
  },
)

test.each(['plain flood', 'endless drip'] as const)('%s: the connection is destroyed', async (attack) => {
  const server = await serveHostile(attack)
  open.push(server)
  await failure(ask(server.url, hasty(attack)))
  await expect.poll(server.cutOff).toBe(1)
})

test('nothing of the request reaches the origin that a redirect names', async () => {
  const reached: string[] = []
  const elsewhere = await serve((request, response) => {
    reached.push(request.url!)
    response.end()
  })
  const server = await serveHostile('redirect to another origin', { elsewhere })
  open.push(server)
  for (const redirects of ['none', 'same-origin'] as const)
    await failure(
      ask(server.url, { redirects, method: 'POST', body: 'secret', headers: { authorization: 'Bearer T' } }),
    )
  expect(reached).toEqual([])
})

test('a redirect within the origin is followed where that is allowed, three times at most', async () => {
  const loop = await serveHostile('redirect loop')
  const moved = await serveHostile('redirect to a path of its own')
  open.push(loop, moved)
  const options = { redirects: 'same-origin', method: 'POST', body: '{}' } as const
  expect((await ask(moved.url, options)).bytes.toString()).toBe('{"jsonrpc":"2.0"}')
  expect((await failure(ask(loop.url, options))).kind).toBe('redirect')
  expect(loop.asked).toHaveLength(4)
})

test('a redirect that would turn a POST into a GET is not followed', async () => {
  const url = await serve((_, response) => void response.writeHead(302, { location: '/there' }).end())
  expect((await failure(ask(url, { redirects: 'same-origin', method: 'POST', body: '{}' }))).kind).toBe('redirect')
})

test('an answer of any status is given, of one that is not 2xx the first bytes', async () => {
  const page = Buffer.alloc(200_000, 'x')
  const url = await serve((_, response) => void response.writeHead(503, { 'content-type': 'text/html' }).end(page))
  const { status, bytes } = await ask(url)
  expect([status, bytes.length]).toEqual([503, 65_536])
})

test('a compressed answer within the limit is read, and the connection used again', async () => {
  const ports = new Set<number>()
  const url = await serve((request, response) => {
    ports.add(request.socket.remotePort!)
    response.writeHead(200, { 'content-type': 'application/json; charset=utf-8', 'content-encoding': 'gzip' })
    response.end(gzipSync('{"a":1}'))
  })
  for (let time = 0; time < 3; time++) expect((await ask(url)).bytes.toString()).toBe('{"a":1}')
  expect(ports.size).toBe(1)
})

test('user and password of an address are sent as basic authentication, and are in no message', async () => {
  const seen: (string | undefined)[] = []
  const url = await serve((request, response) => {
    seen.push(request.headers.authorization)
    response.writeHead(200, { 'content-type': 'text/html' }).end()
  })
  const secret = url.replace('http://', 'http://user:p%40ss@')
  expect((await failure(ask(`${secret}path?key=hidden`))).message).toBe('answers with content type "text/html"')
  expect(seen).toEqual([`Basic ${Buffer.from('user:p@ss').toString('base64')}`])
})

test('a signal ends the exchange with its own reason', async () => {
  const server = await serveHostile('silence')
  open.push(server)
  const stop = new AbortController()
  const asked = ask(server.url, { signal: stop.signal })
  stop.abort(new Error('stopped'))
  await expect(asked).rejects.toThrow('stopped')
})

test('every attack is tried here or where an answer is read', () => {
  expect(ATTACKS.filter((attack) => !(attack in ENDS))).toEqual(['deep JSON', 'JSON null', 'JSON list'])
})

test('no program fetches any other way', () => {
  const roots = ['contract', 'program', 'stellar', 'prisma', 'indexer', 'api', 'sandbox', 'oracle']
  const sources = roots.flatMap((root) =>
    readdirSync(root, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts') && !/(generated|target|node_modules)\//.test(file))
      .map((file) => join(root, file)),
  )
  const others = sources.filter((file) => {
    const text = readFileSync(file, 'utf8')
    return /\bawait fetch\(|\bfetch\(\s*[`'a-z]|new rpc\.Server\(|from 'axios|https?\.request\(/.test(text)
  })
  expect(others.sort()).toEqual(['program/fetch.ts', 'stellar/server.ts'])
})
