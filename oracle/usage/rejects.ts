/** Telemetry that is not used, each with its reason: into a file of JSON lines where one is named, into the log otherwise. */
import { appendFile } from 'node:fs/promises'
import type { Logger } from 'pino'

/** Why a sample is not used. */
export type RejectReason =
  /** No JSON, or not of the schema. */
  | 'malformed'
  /** A quantity that no meter can have seen. */
  | 'absurd'
  /** Another sample of the same deal and second came first, with other figures. */
  | 'conflict'
  /** Measured after the network's present. */
  | 'future'
  /** Came after its period was reported. */
  | 'late'
  /** Measured before the deal was funded. */
  | 'before_start'
  | 'unknown_deal'
  /** The deal belongs to others. */
  | 'wrong_party'
  /** Not funded yet, or ended before its period was reported. */
  | 'not_running'

export interface Reject {
  readonly reason: RejectReason
  readonly problem: string
  readonly source: string
  /** Bytes before the line. */
  readonly offset: number
  readonly text: string
}

export interface Rejects {
  /** @returns whether so many wait that they should be written now */
  add(reject: Reject): boolean
  /** Writes what was added. Where that fails it is kept, up to a limit, and logged. */
  flush(): Promise<void>
}

/** Lines that the log shows in full between two flushes; the rest is counted there. */
const SHOWN = 20
const LONGEST_TEXT = 1_000
/** How many are written at once, and the most that are kept where that fails: senders decide how many come. */
const FLUSH_AT = 1_000
const MOST_KEPT = 20_000

/** @param file undefined: the log alone */
export const createRejects = (file: string | undefined, log: Logger): Rejects => {
  const waiting: Reject[] = []
  let dropped = 0
  const flush = async () => {
    if (waiting.length === 0) return
    if (file === undefined) {
      tell(waiting.splice(0), dropped, log)
      dropped = 0
      return
    }
    const lines = waiting.map((reject) => `${JSON.stringify(reject)}\n`)
    try {
      await appendFile(file, lines.join(''))
      waiting.splice(0, lines.length)
      if (dropped > 0)
        log.error({ dropped }, `rejects are missing in ${file}: too many came while it could not be written`)
      dropped = 0
    } catch (error) {
      log.error({ err: error, waiting: waiting.length }, `rejects cannot be written to ${file}: they are kept`)
    }
  }
  return {
    add: (reject) => {
      if (waiting.length < (file === undefined ? FLUSH_AT : MOST_KEPT))
        waiting.push({ ...reject, text: reject.text.slice(0, LONGEST_TEXT) })
      else dropped++
      return file !== undefined && dropped === 0 && waiting.length % FLUSH_AT === 0
    },
    flush,
  }
}

const tell = (rejects: readonly Reject[], dropped: number, log: Logger) => {
  for (const reject of rejects.slice(0, SHOWN)) log.warn(reject, 'sample rejected')
  const more = rejects.length + dropped - SHOWN
  if (more > 0) log.warn({ more }, 'further samples rejected: name ORACLE_REJECTS_FILE to have all of them written')
}
