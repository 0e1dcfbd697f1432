/** Ledgers out of getLedgers, one after the other. */
import { z } from 'zod'
import { hostOf } from '../../program/address.ts'
import { FetchFailed } from '../../program/fetch.ts'
import { askJsonRpc, JsonRpcFault } from '../../program/json-rpc.ts'

/** A ledger as it is exported. */
export interface SourceLedger {
  sequence: number
  /** Hex. */
  hash: string
  /** Hex. */
  previousHash: string
  /** LedgerCloseMeta */
  meta: Uint8Array
}

/** A node that has ledgers. */
export interface LedgerSource {
  passphrase(): Promise<string>
  /** The first and the last ledger that it has. */
  range(): Promise<{ oldest: number; latest: number }>
  /** So many ledgers from one on, all of which it has. @throws Error when it gives others */
  read(start: number, count: number): Promise<SourceLedger[]>
}

const PAGE = 50
const TIMEOUT_MS = 30_000
/** Ledgers that do not fit are asked for in smaller pages. */
const MAX_ANSWER_BYTES = 64 * 1024 * 1024
/** LedgerHeaderHistoryEntry: hash, version of the ledger, hash of the one before. */
const PREVIOUS_HASH = [36, 68] as const

const networkSchema = z.object({ passphrase: z.string() })
const healthSchema = z.object({ oldestLedger: z.int(), latestLedger: z.int() })
const pageSchema = z.object({
  ledgers: z.array(
    z.object({ sequence: z.int(), hash: z.string(), headerXdr: z.string(), metadataXdr: z.string().min(1) }),
  ),
})

class AnswerTooLarge extends Error {
  override name = 'AnswerTooLarge'
}

interface Node {
  readonly url: string
  readonly timeoutMs: number
}

/**
 * @param url address of a Stellar RPC node
 * @param timeoutMs of a question
 */
export const createLedgerSource = (url: string, timeoutMs = TIMEOUT_MS): LedgerSource => {
  const node: Node = { url, timeoutMs }
  return {
    passphrase: async () => (await ask(node, 'getNetwork', {}, networkSchema)).passphrase,
    async range() {
      const { oldestLedger, latestLedger } = await ask(node, 'getHealth', {}, healthSchema)
      return { oldest: oldestLedger, latest: latestLedger }
    },
    async read(start, count) {
      const ledgers: SourceLedger[] = []
      while (ledgers.length < count)
        ledgers.push(...(await readPage(node, start + ledgers.length, Math.min(PAGE, count - ledgers.length))))
      return ledgers
    },
  }
}

/** So many ledgers, or the first of them where all are too much for one answer. */
const readPage = async (node: Node, from: number, limit: number): Promise<SourceLedger[]> => {
  try {
    const { ledgers } = await ask(node, 'getLedgers', { startLedger: from, pagination: { limit } }, pageSchema)
    const read = ledgers.map(readLedger).sort((a, b) => a.sequence - b.sequence)
    checkGapless(read, from, limit)
    return read
  } catch (error) {
    if (!(error instanceof AnswerTooLarge) || limit === 1) throw error
    return readPage(node, from, limit >> 1)
  }
}

const readLedger = ({ sequence, hash, headerXdr, metadataXdr }: z.infer<typeof pageSchema>['ledgers'][number]) => ({
  sequence,
  hash,
  previousHash: Buffer.from(headerXdr, 'base64')
    .subarray(...PREVIOUS_HASH)
    .toString('hex'),
  meta: new Uint8Array(Buffer.from(metadataXdr, 'base64')),
})

const checkGapless = (ledgers: readonly SourceLedger[], from: number, count: number): void => {
  if (ledgers.length === count && ledgers.every(({ sequence }, i) => sequence === from + i)) return
  const given = ledgers.map(({ sequence }) => sequence).join(', ')
  throw new Error(`asked for ${count} ledgers from ${from} on, the node gave: ${given || 'none'}`)
}

const ask = async <T>(node: Node, method: string, params: object, schema: z.ZodType<T>): Promise<T> => {
  const what = `${hostOf(node.url)}: ${method}`
  const result = await askJsonRpc({ ...node, method, params, maxBytes: MAX_ANSWER_BYTES }).catch((cause: unknown) => {
    throw failureOf(cause, what)
  })
  const checked = schema.safeParse(result)
  if (!checked.success) throw new Error(`${what}: ${z.prettifyError(checked.error).slice(0, 500)}`)
  return checked.data
}

const failureOf = (cause: unknown, what: string): Error => {
  if (cause instanceof FetchFailed && cause.kind === 'too large')
    return new AnswerTooLarge(`${what}: ${cause.message}`, { cause })
  const code = cause instanceof JsonRpcFault ? ` (${cause.code})` : ''
  return new Error(`${what}: ${(cause as Error).message}${code}`, { cause })
}
