/**
 * A peer that attacks whoever asks it: by the size of its answers, by never ending them, by sending the asker elsewhere,
 * by saying what nobody can parse. Each attack comes whatever the request is.
 */
import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { type AddressInfo, createServer as createTcpServer, type Server as TcpServer } from 'node:net'
import { constants, createBrotliCompress, createDeflate, createGzip, gzipSync } from 'node:zlib'

/** Decompressed size of a bomb: a client that reads it whole is seen in the memory of its process. */
export const BOMB_BYTES = 768 * 1024 * 1024

export const ATTACKS = [
  'gzip bomb',
  'brotli bomb',
  'deflate bomb',
  'gzip in gzip',
  'plain flood',
  'endless drip',
  'wrong content type',
  'redirect to another origin',
  'redirect to a path of its own',
  'redirect loop',
  'redirect to nowhere',
  'endless headers',
  'endless informational answers',
  'content-length too long',
  'deep JSON',
  'JSON null',
  'JSON list',
  'silence',
] as const

export type Attack = (typeof ATTACKS)[number]

export interface HostileServer {
  readonly url: string
  /** Paths that were asked for. */
  readonly asked: string[]
  /** Answers that the client ended before they were whole. */
  readonly cutOff: () => number
  close(): Promise<void>
}

export interface HostileOptions {
  /** @default application/json */
  readonly contentType?: string
  /** Where a redirect to another origin leads. */
  readonly elsewhere?: string
  /** What it answers as an honest peer would, before it attacks; undefined attacks. Raw attacks come at once. */
  readonly honest?: (body: string) => string | undefined
}

/** Serves one attack on a free port. */
export const serveHostile = async (attack: Attack, options: HostileOptions = {}): Promise<HostileServer> => {
  if (attack === 'endless headers' || attack === 'endless informational answers') return serveRaw(attack)
  const asked: string[] = []
  let cutOff = 0
  const server = createServer((request, response) => {
    asked.push(request.url ?? '')
    response.once('close', () => {
      if (!response.writableFinished) cutOff++
    })
    void serve(attack, options, request, response)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    asked,
    cutOff: () => cutOff,
    close: () => end(server),
  }
}

const serve = async (attack: Attack, options: HostileOptions, request: IncomingMessage, response: ServerResponse) => {
  const body = Buffer.concat(await request.toArray()).toString()
  const honest = options.honest?.(body)
  if (honest === undefined) answer(attack, options, request, response)
  else response.writeHead(200, { 'content-type': 'application/json' }).end(honest)
}

const end = async (server: Server) => {
  server.closeAllConnections()
  server.close()
  await once(server, 'close')
}

const MEMBER_BYTES = 64 * 1024 * 1024
const spaces = Buffer.alloc(1024 * 1024, ' ')

/** Compressed spaces, which JSON and NDJSON may have anywhere: made once for each encoding. */
const bombs = new Map<string, Promise<Buffer>>()

const bombOf = (encoding: 'gzip' | 'br' | 'deflate'): Promise<Buffer> => {
  const made = bombs.get(encoding) ?? compress(encoding)
  bombs.set(encoding, made)
  return made
}

const compress = async (encoding: 'gzip' | 'br' | 'deflate'): Promise<Buffer> => {
  // A gzip file may have several members; one of them is made, and repeated.
  const whole = encoding === 'gzip' ? MEMBER_BYTES : BOMB_BYTES
  const packer =
    encoding === 'gzip'
      ? createGzip({ level: 1 })
      : encoding === 'deflate'
        ? createDeflate({ level: 1 })
        : createBrotliCompress({ params: { [constants.BROTLI_PARAM_QUALITY]: 1 } })
  const packed = packer.toArray() as Promise<Buffer[]>
  for (let sent = 0; sent < whole; sent += spaces.length) if (!packer.write(spaces)) await once(packer, 'drain')
  packer.end()
  const one = Buffer.concat(await packed)
  return Buffer.concat(Array<Buffer>(BOMB_BYTES / whole).fill(one))
}

const DEPTH = 200_000

const answer = (attack: Attack, options: HostileOptions, request: IncomingMessage, response: ServerResponse): void => {
  const { contentType = 'application/json', elsewhere = 'http://localhost:1/' } = options
  const send = (body: string | Buffer, headers: Record<string, string> = {}) =>
    void response.writeHead(200, { 'content-type': contentType, ...headers }).end(body)
  const bomb = async (encoding: 'gzip' | 'br' | 'deflate') =>
    send(await bombOf(encoding), { 'content-encoding': encoding })
  const redirect = (location: string) => void response.writeHead(307, { location }).end()

  if (attack === 'gzip bomb') void bomb('gzip')
  else if (attack === 'brotli bomb') void bomb('br')
  else if (attack === 'deflate bomb') void bomb('deflate')
  else if (attack === 'gzip in gzip') send(gzipSync(gzipSync('{}')), { 'content-encoding': 'gzip, gzip' })
  else if (attack === 'plain flood') flood(response.writeHead(200, { 'content-type': contentType }))
  else if (attack === 'endless drip') drip(response.writeHead(200, { 'content-type': contentType }))
  else if (attack === 'wrong content type') send('<html>{"result":{}}</html>', { 'content-type': 'text/html' })
  else if (attack === 'redirect to another origin') redirect(elsewhere)
  else if (attack === 'redirect to a path of its own')
    request.url === '/moved' ? send('{"jsonrpc":"2.0"}') : redirect('/moved')
  else if (attack === 'redirect loop') redirect(`/${Number(request.url?.slice(1) ?? 0) + 1}`)
  else if (attack === 'redirect to nowhere') redirect('http://[')
  else if (attack === 'content-length too long')
    cutShort(response.writeHead(200, { 'content-type': contentType, 'content-length': '9999' }))
  else if (attack === 'deep JSON') send(`{"jsonrpc":"2.0","id":1,"result":${'['.repeat(DEPTH)}${']'.repeat(DEPTH)}}\n`)
  else if (attack === 'JSON null') send('null\n')
  else if (attack === 'JSON list') send('[]\n')
}

/** As fast as it is read, until the client has enough. */
const flood = (response: ServerResponse) => {
  const more = () => {
    while (!response.destroyed && response.write(spaces));
    response.once('drain', more)
  }
  more()
}

const drip = (response: ServerResponse) => {
  const timer = setInterval(() => response.write(' '), 5)
  response.once('close', () => clearInterval(timer))
}

const cutShort = (response: ServerResponse) => response.write('{"jsonrpc":', () => response.destroy())

/** What node:http would not send. */
const serveRaw = async (attack: 'endless headers' | 'endless informational answers'): Promise<HostileServer> => {
  const asked: string[] = []
  let cutOff = 0
  const line = attack === 'endless headers' ? `x-more: ${'y'.repeat(1_000)}\r\n` : 'HTTP/1.1 103 Early Hints\r\n\r\n'
  const server: TcpServer = createTcpServer((socket) => {
    asked.push('/')
    socket.once('data', () => {
      if (attack === 'endless headers') socket.write('HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n')
      const timer = setInterval(() => socket.write(line), 5)
      socket.once('close', () => {
        cutOff++
        clearInterval(timer)
      })
    })
    // The client hangs up in the middle of it: that is what is tested.
    socket.on('error', () => socket.destroy())
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    asked,
    cutOff: () => cutOff,
    close: async () => void server.close(),
  }
}

/** Attacks that last as long as the client waits. */
const SLOW: readonly Attack[] = ['endless drip', 'endless informational answers', 'silence']

/** A deadline for a test of this attack, ms: short where the deadline is what ends it. */
export const patienceWith = (attack: Attack): number => (SLOW.includes(attack) ? 300 : 10_000)

/** The honest answer to getNetwork; every other question is attacked. */
export const honestNetwork =
  (passphrase: string) =>
  (body: string): string | undefined =>
    body.includes('"getNetwork"')
      ? JSON.stringify({ jsonrpc: '2.0', id: 1, result: { passphrase, protocolVersion: 29 } })
      : undefined

/** Most that an attack may add to the highest memory that the process ever had: far below the bomb. */
const MOST_GROWTH_BYTES = 320 * 1024 * 1024

/** Runs what asks a hostile peer. @throws Error where the process grew as if it had taken all that was sent */
export const withinMemory = async <T>(work: () => Promise<T>): Promise<T> => {
  const peak = () => process.resourceUsage().maxRSS * 1024
  const before = peak()
  const result = await work()
  const grown = peak() - before
  if (grown > MOST_GROWTH_BYTES) throw new Error(`the process grew by ${grown} bytes`)
  return result
}
