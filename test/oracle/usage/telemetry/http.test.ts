import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createHttpSource } from '../../../../oracle/usage/telemetry/http.ts'
import { type Line, type Source, SourceUnavailable } from '../../../../oracle/usage/telemetry/source.ts'
import { ATTACKS, type Attack, patienceWith, serveHostile, withinMemory } from '../../../support/hostile-http.ts'

let server: Server
let url: string
let body = ''
let ranges = true
let status: number | undefined
let spoil: ((response: ServerResponse, from: number) => void) | undefined
const asked: { range: string | undefined; authorization: string | undefined; answered: number; bytes: number }[] = []

/** A file over HTTP, with ranges and entity tags as a static server has them. */
const answer = (request: IncomingMessage, response: ServerResponse) => {
  const { range, authorization, 'if-none-match': known } = request.headers
  const etag = `"${body.length}"`
  const [, from = 0, to = 0] = (/bytes=(\d+)-(\d+)/.exec(range ?? '') ?? []).map(Number)
  const send = (code: number, headers: Record<string, string>, content = '') => {
    asked.push({ range, authorization, answered: code, bytes: content.length })
    response.writeHead(code, { etag, ...headers }).end(content)
  }
  if (spoil !== undefined) return spoil(response, from)
  if (status !== undefined) return send(status, {})
  if (known === etag) return send(304, {})
  if (!ranges) return send(200, {}, body)
  if (from >= body.length) return send(416, { 'content-range': `bytes */${body.length}` })
  const part = body.slice(from, to + 1)
  send(206, { 'content-range': `bytes ${from}-${from + part.length - 1}/${body.length}` }, part)
}

beforeEach(async () => {
  body = ''
  ranges = true
  status = undefined
  spoil = undefined
  asked.length = 0
  server = createServer(answer).listen(0)
  await once(server, 'listening')
  url = `http://localhost:${(server.address() as AddressInfo).port}/telemetry.ndjson?key=secret`
})
afterEach(() => {
  server.closeAllConnections()
  server.close()
})

const linesOf = async (source: Source) => {
  const lines: Line[] = []
  for await (const line of source.read(new AbortController().signal)) lines.push(line)
  return lines
}

const texts = async (source: Source) => (await linesOf(source)).map(({ text }) => text)

test('only what is new is asked for', async () => {
  const source = createHttpSource({ url, token: 'T' })
  body = 'one\ntwo\nth'
  expect(await texts(source)).toEqual(['one', 'two'])
  body += 'ree\n'
  expect(await texts(source)).toEqual(['three'])
  expect(await texts(source)).toEqual([])
  expect(asked.map(({ answered, bytes }) => [answered, bytes])).toEqual([
    [206, 10],
    [206, 6],
    [304, 0],
  ])
  expect(asked[1]).toMatchObject({ range: expect.stringMatching(/^bytes=8-/), authorization: 'Bearer T' })
})

test('a server without ranges is read as well, each line once', async () => {
  ranges = false
  const source = createHttpSource({ url })
  body = 'one\n'
  expect(await texts(source)).toEqual(['one'])
  body += 'two\n'
  expect(await texts(source)).toEqual(['two'])
  expect(await texts(source)).toEqual([])
})

test('a file that was begun anew is read anew, with ranges or without', async () => {
  for (const withRanges of [true, false]) {
    ranges = withRanges
    const source = createHttpSource({ url })
    body = 'a long first line\n'
    await texts(source)
    body = 'short\n'
    expect(await texts(source)).toEqual(['short'])
  }
})

test('an empty file is no fault; a server that fails is said, without the key in its address', async () => {
  const source = createHttpSource({ url })
  expect(await texts(source)).toEqual([])
  status = 503
  await expect(texts(source)).rejects.toThrow(SourceUnavailable)
  server.closeAllConnections()
  server.close()
  await expect(texts(source)).rejects.toThrow(/^http:\/\/localhost:\d+\/telemetry.ndjson: /)
})

test('a server without ranges is asked once for a file of several chunks', async () => {
  ranges = false
  const source = createHttpSource({ url })
  const lines = Array.from({ length: 3 * 4 * 1024 }, (_, index) => `line ${String(index).padStart(1_018, '0')}`)
  body = `${lines.join('\n')}\n`
  expect(await texts(source)).toEqual(lines)
  expect(await texts(source)).toEqual([])
  expect(asked.map(({ answered }) => answered)).toEqual([200, 304])
})

test('a file that is too large to be sent whole is refused with what to do', async () => {
  ranges = false
  body = 'x'.repeat(5 * 1024 * 1024)
  await expect(texts(createHttpSource({ url, maxWhole: 1024 }))).rejects.toThrow(
    'the answer has more than 4194304 bytes: serve it with ranges, or begin a new file',
  )
})

test('more than fits into one reading fails the round, and the next reading continues', async () => {
  const line = 'y'.repeat(1024 * 1024 - 1)
  body = `${line}\n`.repeat(12)
  const source = createHttpSource({ url, maxReading: 6 * 1024 * 1024 })
  await expect(linesOf(source)).rejects.toThrow('holds more than fits into one reading: the next one continues')
  const offsets = (await linesOf(source)).map(({ offset }) => offset / (1024 * 1024))
  expect(offsets).toEqual([8, 9, 10, 11])
})

test.each([
  ['of more bytes than were asked for', { 'content-range': 'bytes 0-9/10' }, 'x'.repeat(4 * 1024 * 1024 + 1)],
  ['that is compressed', { 'content-encoding': 'identity' }, 'x'],
] as const)('a range %s is refused', async (_, headers, content) => {
  spoil = (response) => response.writeHead(206, headers).end(content)
  await expect(texts(createHttpSource({ url }))).rejects.toThrow('another range than was asked for')
})

test('a file that becomes shorter again and again does not keep a reading from ending', async () => {
  body = 'one\ntwo\n'
  const source = createHttpSource({ url })
  await texts(source)
  spoil = (response, from) => {
    if (from > 0) response.writeHead(416, { 'content-range': 'bytes */1' }).end()
    else response.writeHead(206, { 'content-range': 'bytes 0-3/100' }).end('one\n')
  }
  await expect(texts(source)).rejects.toThrow('begun anew twice during one reading')
})

/** Telemetry is lines: what is no JSON is rejected line by line, later. */
const HARMLESS: readonly Attack[] = ['deep JSON', 'JSON null', 'JSON list']

test.each(ATTACKS)(
  'a source that attacks (%s) is unavailable, or gives short lines, in bounded memory',
  async (attack) => {
    const hostile = await serveHostile(attack, { contentType: 'application/x-ndjson' })
    const source = createHttpSource({ url: hostile.url, token: 'T', timeoutMs: patienceWith(attack) })
    if (HARMLESS.includes(attack)) {
      const lines = await texts(source)
      expect(lines).toHaveLength(1)
      expect(lines[0]!.length).toBeLessThanOrEqual(200)
    } else await expect(withinMemory(() => texts(source))).rejects.toThrow(SourceUnavailable)
    if (attack.startsWith('redirect')) expect(hostile.asked).toEqual(['/'])
    await hostile.close()
  },
)

test('the name of a source has neither the folders nor the query of its address, which may hold a key', async () => {
  status = 503
  const keyed = url.replace('/telemetry', '/k3y/telemetry')
  await expect(texts(createHttpSource({ url: keyed }))).rejects.toThrow(
    `${new URL(url).origin}/…/telemetry.ndjson answers 503`,
  )
})
