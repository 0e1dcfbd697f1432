/**
 * Telemetry over HTTP: a file that grows, asked for from where the last reading ended (Range, If-None-Match). A server
 * without ranges sends all of it, once in a reading; what is known already is passed over.
 */
import { fileOf } from '../../../program/address.ts'
import { exchange, FetchFailed, type HttpAnswer } from '../../../program/fetch.ts'
import { CHUNK, type Chunk, readGrowing, type Source, SourceUnavailable } from './source.ts'

export interface HttpSourceOptions {
  readonly url: string
  /** Sent as `Authorization: Bearer …`. */
  readonly token?: string | undefined
  /** Of an answer. @default 20000 */
  readonly timeoutMs?: number
  /** Most bytes of one reading: what is longer takes several, and nothing is reported before its end. @default 256 MiB */
  readonly maxReading?: number
  /** Most bytes of a file whose server has no ranges. @default 64 MiB */
  readonly maxWhole?: number
}

const MIB = 1024 * 1024

/** Static servers know no type for NDJSON and send none, or a general one; a page is never telemetry. */
const TELEMETRY_TYPE =
  /^$|^(application\/(x-)?(ndjson|jsonl|jsonlines|json-lines|json|octet-stream)|binary\/octet-stream|text\/plain)$/

interface Place {
  offset: number
  /** Of the file when it was read to its end. */
  etag: string | null
}

/** Nothing is asked before the first question. */
export const createHttpSource = (options: HttpSourceOptions): Source => {
  const { url, maxReading = 256 * MIB } = options
  const place: Place = { offset: 0, etag: null }
  const source = fileOf(url)
  return {
    read: (signal) => {
      const reading: Reading = { left: maxReading, whole: undefined, etag: undefined }
      return readGrowing(source, place, (offset) => chunkAt({ options, place, source, reading, signal }, offset))
    },
  }
}

/** What lasts from the start of a reading to its end. */
interface Reading {
  /** Bytes that may still come. */
  left: number
  /** The file, where the server sent all of it. */
  whole: Buffer | undefined
  /** Of the last answer with a body; undefined before the first. */
  etag: string | null | undefined
}

/** What an answer counts at the least, so that crumbs end a reading too. */
const LEAST_COST = 64 * 1024

interface Asking {
  readonly options: HttpSourceOptions
  readonly place: Place
  readonly source: string
  readonly reading: Reading
  readonly signal: AbortSignal
}

const chunkAt = async (asking: Asking, offset: number): Promise<Chunk | null> => {
  const { place, source, reading } = asking
  if (reading.left <= 0)
    throw new SourceUnavailable(`${source} holds more than fits into one reading: the next one continues`)
  const chunk = reading.whole ? partOf(reading.whole, offset) : await ask(asking, offset)
  reading.left -= Math.max(LEAST_COST, chunk?.bytes.length ?? 0)
  if (reading.etag !== undefined) place.etag = chunk?.more ? null : reading.etag
  return chunk
}

const ask = async (asking: Asking, offset: number): Promise<Chunk | null> => {
  const { options, place, source, signal } = asking
  const { url, token, timeoutMs = 20_000, maxWhole = 64 * MIB } = options
  const headers = {
    accept: 'application/x-ndjson',
    range: `bytes=${offset}-${offset + CHUNK - 1}`,
    ...(token && { authorization: `Bearer ${token}` }),
    ...(place.etag && offset > 0 && { 'if-none-match': place.etag }),
  }
  try {
    const answer = await exchange({
      url,
      headers,
      timeoutMs,
      signal,
      maxBytes: Math.max(maxWhole, CHUNK),
      contentType: TELEMETRY_TYPE,
    })
    return readAnswer(answer, asking, offset)
  } catch (cause) {
    if (!(cause instanceof FetchFailed)) throw cause
    const step = cause.kind === 'too large' ? ': serve it with ranges, or begin a new file' : ''
    throw new SourceUnavailable(`${source}: ${cause.message}${step}`, { cause })
  }
}

const readAnswer = (answer: HttpAnswer, { source, reading }: Asking, offset: number): Chunk | null => {
  const { status, headers, bytes } = answer
  if (status === 304) return { bytes: Buffer.alloc(0), more: false }
  if (status === 416) return outOfRange(headers, offset)
  if (status !== 200 && status !== 206) throw new SourceUnavailable(`${source} answers ${status}`)
  reading.etag = headers.get('etag')
  if (status === 206) return rangeOf(answer, offset, source)
  reading.whole = bytes
  return partOf(bytes, offset)
}

/** The file ends where the last reading did, or it is shorter: then it was begun anew. */
const outOfRange = (headers: Headers, offset: number): Chunk | null => {
  const size = sizeIn(headers)
  return size !== undefined && size < offset ? null : { bytes: Buffer.alloc(0), more: false }
}

const sizeIn = (headers: Headers): number | undefined => {
  const [, size] = /\/(\d+)$/.exec(headers.get('content-range') ?? '') ?? []
  return size === undefined ? undefined : Number(size)
}

/** A range of a compressed file would count compressed bytes. */
const rangeOf = ({ headers, bytes }: HttpAnswer, offset: number, source: string): Chunk => {
  if (bytes.length > CHUNK || headers.has('content-encoding'))
    throw new SourceUnavailable(`${source} answers with another range than was asked for`)
  const size = sizeIn(headers)
  return { bytes, more: size === undefined ? bytes.length === CHUNK : offset + bytes.length < size }
}

const partOf = (whole: Buffer, offset: number): Chunk | null =>
  whole.length < offset ? null : { bytes: whole.subarray(offset, offset + CHUNK), more: whole.length > offset + CHUNK }
