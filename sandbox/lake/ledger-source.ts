/** Ledgers out of getLedgers, one after the other. */
import { z } from 'zod'

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
/** LedgerHeaderHistoryEntry: hash, version of the ledger, hash of the one before. */
const PREVIOUS_HASH = [36, 68] as const

const networkSchema = z.object({ passphrase: z.string() })
const healthSchema = z.object({ oldestLedger: z.int(), latestLedger: z.int() })
const pageSchema = z.object({
  ledgers: z.array(
    z.object({ sequence: z.int(), hash: z.string(), headerXdr: z.string(), metadataXdr: z.string().min(1) }),
  ),
})

const answerSchema = z.union([
  z.object({ result: z.unknown(), error: z.undefined().optional() }),
  z.object({ error: z.object({ code: z.int(), message: z.string() }) }),
])

/** @param url address of a Stellar RPC node */
export const createLedgerSource = (url: string): LedgerSource => ({
  passphrase: async () => (await ask(url, 'getNetwork', {}, networkSchema)).passphrase,
  async range() {
    const { oldestLedger, latestLedger } = await ask(url, 'getHealth', {}, healthSchema)
    return { oldest: oldestLedger, latest: latestLedger }
  },
  async read(start, count) {
    const ledgers: SourceLedger[] = []
    while (ledgers.length < count) {
      const limit = Math.min(PAGE, count - ledgers.length)
      const from = start + ledgers.length
      const page = await ask(url, 'getLedgers', { startLedger: from, pagination: { limit } }, pageSchema)
      const read = page.ledgers.map(readLedger).sort((a, b) => a.sequence - b.sequence)
      checkGapless(read, from, limit)
      ledgers.push(...read)
    }
    return ledgers
  },
})

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

const ask = async <T>(url: string, method: string, params: object, schema: z.ZodType<T>): Promise<T> => {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
    signal: AbortSignal.timeout(TIMEOUT_MS),
  })
  if (!response.ok) throw new Error(`${url} answered ${method} with HTTP ${response.status}`)
  const answer = answerSchema.parse(await response.json())
  if (answer.error) throw new Error(`${url} refused ${method}: ${answer.error.code} ${answer.error.message}`)
  return schema.parse(answer.result)
}
