/**
 * Telemetry over HTTP: a file that grows, asked for from where the last reading ended (Range, If-None-Match). A server
 * without ranges sends all of it each time it changed; what is known already is passed over.
 */
import { CHUNK, type Chunk, readGrowing, type Source, SourceUnavailable } from './source.ts'

export interface HttpSourceOptions {
  readonly url: string
  /** Sent as `Authorization: Bearer …`. */
  readonly token?: string | undefined
  /** @default 20000 */
  readonly timeoutMs?: number
}

interface Place {
  offset: number
  /** Of the file when it was read to its end. */
  etag: string | null
}

/** Nothing is asked before the first question. */
export const createHttpSource = (options: HttpSourceOptions): Source => {
  const place: Place = { offset: 0, etag: null }
  const { origin, pathname } = new URL(options.url)
  const source = `${origin}${pathname}`
  return {
    read: (signal) => readGrowing(source, place, (offset) => ask(options, place, offset, signal, source)),
  }
}

const ask = async (
  { url, token, timeoutMs = 20_000 }: HttpSourceOptions,
  place: Place,
  offset: number,
  signal: AbortSignal,
  source: string,
): Promise<Chunk | null> => {
  const headers = {
    accept: 'application/x-ndjson',
    range: `bytes=${offset}-${offset + CHUNK - 1}`,
    ...(token && { authorization: `Bearer ${token}` }),
    ...(place.etag && offset > 0 && { 'if-none-match': place.etag }),
  }
  try {
    const response = await fetch(url, { headers, signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]) })
    return await readChunk(response, place, offset)
  } catch (cause) {
    signal.throwIfAborted()
    if (cause instanceof SourceUnavailable) throw cause
    throw new SourceUnavailable(`${source}: ${(cause as Error).message}`, { cause })
  }
}

const readChunk = async (response: Response, place: Place, offset: number): Promise<Chunk | null> => {
  if (response.status === 304) return { bytes: Buffer.alloc(0), more: false }
  if (response.status === 416) return outOfRange(response, offset)
  if (response.status !== 200 && response.status !== 206)
    throw new SourceUnavailable(`${response.url} answers ${response.status}`)
  const body = Buffer.from(await response.arrayBuffer())
  if (response.status === 200 && body.length < offset) return null
  const chunk = response.status === 206 ? rangeOf(response, body, offset) : wholeOf(body, offset)
  place.etag = chunk.more ? null : response.headers.get('etag')
  return chunk
}

/** The file ends where the last reading did, or it is shorter: then it was begun anew. */
const outOfRange = (response: Response, offset: number): Chunk | null => {
  const size = sizeIn(response)
  return size !== undefined && size < offset ? null : { bytes: Buffer.alloc(0), more: false }
}

const sizeIn = (response: Response): number | undefined => {
  const [, size] = /\/(\d+)$/.exec(response.headers.get('content-range') ?? '') ?? []
  return size === undefined ? undefined : Number(size)
}

const rangeOf = (response: Response, bytes: Buffer, offset: number): Chunk => {
  const size = sizeIn(response)
  return { bytes, more: size === undefined ? bytes.length === CHUNK : offset + bytes.length < size }
}

const wholeOf = (body: Buffer, offset: number): Chunk => ({
  bytes: body.subarray(offset, offset + CHUNK),
  more: body.length > offset + CHUNK,
})
