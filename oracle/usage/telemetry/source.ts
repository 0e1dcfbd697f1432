/**
 * Where telemetry comes from: files that only grow, each read from where the last reading ended. Nothing of it is kept over
 * a restart: then all is read again, and the chain says what of it was reported already.
 */
import { setImmediate } from 'node:timers/promises'

/** A line and where it stands, for whoever has to find it again. */
export interface Line {
  readonly text: string
  /** File or address, without a query. */
  readonly source: string
  /** Bytes before it. */
  readonly offset: number
}

export interface Source {
  /** All complete lines that came since the last reading. @throws SourceUnavailable: then ask again, nothing is lost */
  read(signal: AbortSignal): AsyncGenerator<Line>
}

/** Telemetry cannot be read at present. */
export class SourceUnavailable extends Error {
  override name = 'SourceUnavailable'
}

/** A piece of a file from `offset` on: at most `CHUNK` bytes. */
export interface Chunk {
  readonly bytes: Buffer
  /** Whether the file goes on behind it. */
  readonly more: boolean
}

export const CHUNK = 4 * 1024 * 1024
/** Bytes; a sample has some hundred. */
const LONGEST_LINE = 16 * 1024
/** Bytes of a line that is too long to be a sample: enough to find it. */
const SHOWN = 200
const NEWLINE = 0x0a

/**
 * The complete lines of a chunk. What follows the last newline belongs to a line that is still being written, and is read
 * again; of a line that is too long to be a sample only the start is given, and one that fills a whole chunk is passed over.
 * @returns the lines, and how many bytes they take
 */
export const linesIn = (chunk: Chunk, source: string, offset: number): { lines: Iterable<Line>; taken: number } => {
  const { bytes } = chunk
  const end = bytes.lastIndexOf(NEWLINE) + 1
  if (end > 0) return { lines: linesBefore(end, bytes, source, offset), taken: end }
  if (bytes.length < CHUNK) return { lines: [], taken: 0 }
  return { lines: [{ text: bytes.toString('utf8', 0, SHOWN), source, offset }], taken: bytes.length }
}

/** One after the other: a chunk may hold millions of the shortest lines. */
function* linesBefore(end: number, bytes: Buffer, source: string, offset: number): Generator<Line> {
  for (let start = 0; start < end; ) {
    const next = bytes.indexOf(NEWLINE, start) + 1
    const shown = next - start > LONGEST_LINE ? start + SHOWN : next - 1
    const text = bytes.toString('utf8', start, shown).trim()
    if (text !== '') yield { text, source, offset: offset + start }
    start = next
  }
}

/** Lines after which everything else in the process has its turn. */
const TURN = 1_000

/** Reads a file that grows, chunk by chunk, and remembers how far. @param chunkAt null: the file is shorter than that */
export const readGrowing = async function* (
  source: string,
  place: { offset: number },
  chunkAt: (offset: number) => Promise<Chunk | null>,
): AsyncGenerator<Line> {
  for (let begunAnew = false; ; ) {
    const chunk = await chunkAt(place.offset)
    // Somebody began the file anew: all of it is read again, what was known already counts once.
    if (chunk === null && place.offset === 0) return
    if (chunk === null) {
      if (begunAnew) throw new SourceUnavailable(`${source} was begun anew twice during one reading`)
      begunAnew = true
      place.offset = 0
      continue
    }
    const { lines, taken } = linesIn(chunk, source, place.offset)
    let given = 0
    for (const line of lines) {
      yield line
      if (++given % TURN === 0) await setImmediate()
    }
    place.offset += taken
    if (!chunk.more || taken === 0) return
  }
}

/** Several sources one after the other, in the order in which they are configured. */
export const joinSources = (sources: readonly Source[]): Source => ({
  read: async function* (signal) {
    for (const source of sources) yield* source.read(signal)
  },
})
