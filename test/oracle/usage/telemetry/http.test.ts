import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createHttpSource } from '../../../../oracle/usage/telemetry/http.ts'
import { type Line, type Source, SourceUnavailable } from '../../../../oracle/usage/telemetry/source.ts'

let server: Server
let url: string
let body = ''
let ranges = true
let status: number | undefined
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
