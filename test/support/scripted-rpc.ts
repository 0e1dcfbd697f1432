/**
 * A getEvents server over ledgers that a test makes up: pages, cursors, ranges and errors as stellar-rpc gives them,
 * and faults on demand. For what a real network cannot be made to do, and for load.
 */
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** An event without its place, which it gets from the ledger it is put into. */
export interface MadeEvent {
  readonly type?: 'contract' | 'system'
  /** Base64 XDR. */
  readonly topics: readonly string[]
  readonly data: string
  /** Place of its transaction in the ledger, from 1; by default each event has its own. */
  readonly transaction?: number
}

/** What a node does instead of answering. */
export type Fault =
  | '503'
  | 'rate limit'
  | 'rate limit for a year'
  | 'hang'
  | 'cut off'
  | 'no json'
  | { readonly code: number; readonly message: string }

interface Request {
  readonly method: string
  readonly params: {
    startLedger?: number
    endLedger?: number
    filters?: unknown[]
    pagination?: { cursor?: string; limit?: number }
  }
}

export interface ScriptedOptions {
  readonly passphrase: string
  readonly contractId: string
  /** Sequence of the first ledger. */
  readonly first?: number
  readonly maxLimit?: number
  /** Goes into every transaction hash: two chains have different ones. */
  readonly chain?: string
}

const FIRST_CLOSE_TIME = 1_790_000_000
const WHOLE = '4294967295'
const SCAN = 10_000
const idOf = (toid: bigint, index: string) => `${toid.toString().padStart(19, '0')}-${index.padStart(10, '0')}`
const endOf = (ledger: number) => idOf((BigInt(ledger) << 32n) | (1048575n << 12n) | 4095n, WHOLE)

class RpcError extends Error {
  readonly code: number
  constructor(code: number, message: string) {
    super(message)
    this.code = code
  }
}

/** Close time of a made ledger: five seconds apart. */
export const closeTimeOf = (ledger: number): Date => new Date((FIRST_CLOSE_TIME + ledger * 5) * 1000)

/** Ledgers in memory and the answers over them. */
export const createScript = (options: ScriptedOptions) => {
  const { contractId, first = 2, maxLimit = 10_000, chain = 'a' } = options
  /** Per event its id and its JSON, made once: under load the server must not be what is measured. */
  const events: { id: string; ledger: number; json: string }[] = []
  /** Events so far of each transaction of the newest ledger. */
  const inTransaction = new Map<number, number>()
  let latest = first - 1
  let oldest = first

  const put = (event: MadeEvent, index: number) => {
    const transaction = event.transaction ?? index + 1
    const same = event.transaction === undefined ? 0 : (inTransaction.get(transaction) ?? 0)
    inTransaction.set(transaction, same + 1)
    const id = `${toidText(transaction)}-${String(same).padStart(10, '0')}`
    const json = JSON.stringify({
      type: event.type ?? 'contract',
      ledger: latest,
      ledgerClosedAt: closeTimeOf(latest).toISOString().replace('.000', ''),
      contractId,
      id,
      operationIndex: 0,
      transactionIndex: transaction,
      txHash: Buffer.from(`${chain}-${latest}-${transaction}`).toString('hex').padStart(64, '0'),
      inSuccessfulContractCall: true,
      ...(event.topics.length > 0 ? { topic: event.topics } : {}),
      value: event.data,
    })
    events.push({ id, ledger: latest, json })
  }
  const toidText = (transaction: number) =>
    ((BigInt(latest) << 32n) | (BigInt(transaction) << 12n)).toString().padStart(19, '0')

  const close = (...made: readonly MadeEvent[]): number => {
    latest += 1
    inTransaction.clear()
    made.forEach(put)
    return latest
  }

  /** Index of the first event that is not before an id. */
  const seek = (id: string) => {
    let low = 0
    let high = events.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (events[middle]!.id < id) low = middle + 1
      else high = middle
    }
    return low
  }

  const checkRange = (ledger: number) => {
    if (ledger < oldest || ledger > latest)
      throw new RpcError(-32600, `startLedger must be within the ledger range: ${oldest} - ${latest}`)
  }

  const getEvents = ({ startLedger, endLedger, pagination = {} }: Request['params']): string => {
    const limit = pagination.limit ?? 100
    if (limit > maxLimit) throw new RpcError(-32602, `limit must not exceed ${maxLimit}`)
    if (pagination.cursor !== undefined && (startLedger !== undefined || endLedger !== undefined))
      throw new RpcError(-32602, 'ledger ranges and cursor cannot both be set')
    const from = pagination.cursor === undefined ? startLedger! : Number(BigInt(pagination.cursor.slice(0, 19)) >> 32n)
    checkRange(from)
    const last = Math.min(latest, from + SCAN - 1, (endLedger ?? Number.MAX_SAFE_INTEGER) - 1)
    const start = pagination.cursor === undefined ? seek(idOf(BigInt(from) << 32n, '0')) : seekAfter(pagination.cursor)
    let end = start
    while (end < events.length && end - start < limit && events[end]!.ledger <= last) end += 1
    const page = events.slice(start, end)
    const cursor = page.length === limit ? page.at(-1)!.id : endOf(last)
    const time = (ledger: number) => String(closeTimeOf(ledger).getTime() / 1000)
    return (
      `{"events":[${page.map(({ json }) => json).join(',')}],"cursor":"${cursor}","latestLedger":${latest},` +
      `"oldestLedger":${oldest},"latestLedgerCloseTime":"${time(latest)}","oldestLedgerCloseTime":"${time(oldest)}"}`
    )
  }
  const seekAfter = (cursor: string) => {
    const at = seek(cursor)
    return events[at]?.id === cursor ? at + 1 : at
  }

  const answer = ({ method, params }: Request): string => {
    if (method === 'getNetwork') return JSON.stringify({ passphrase: options.passphrase, protocolVersion: 29 })
    if (method === 'getEvents') return getEvents(params)
    throw new RpcError(-32601, 'method not found')
  }

  return {
    /** Appends a ledger with these events; gives its sequence. */
    close,
    /** The result of a question, as JSON text. @throws RpcError */
    answer,
    /** Forgets the ledgers before this one. */
    forget: (before: number) => {
      oldest = before
    },
    latest: () => latest,
    /** Ids of all events. */
    ids: () => events.map(({ id }) => id),
  }
}

export type Script = ReturnType<typeof createScript>

/** A script behind a port. */
export interface ScriptedRpc {
  readonly url: string
  /** What it was asked: methods and parameters. */
  readonly asked: Request[]
  /** Decides for each question; null answers it. */
  fault: (request: Request) => Fault | null
  close(): Promise<void>
}

/** Serves a script on a free port; several servers may share one, as nodes of a network do. */
export const serveScript = async (script: Pick<Script, 'answer'>): Promise<ScriptedRpc> => {
  const asked: Request[] = []
  const server = createServer((request, response) => void serve(request, response))
  const served: { fault: (request: Request) => Fault | null } = { fault: () => null }

  const serve = async (incoming: IncomingMessage, response: ServerResponse) => {
    const chunks: Buffer[] = []
    for await (const chunk of incoming) chunks.push(chunk as Buffer)
    const request = JSON.parse(Buffer.concat(chunks).toString()) as Request
    asked.push(request)
    reply(response, () => script.answer(request), served.fault(request))
  }

  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return Object.assign(served, {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    asked,
    close: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  })
}

const JSON_TYPE = { 'content-type': 'application/json' }

const reply = (response: ServerResponse, answer: () => string, fault: Fault | null) => {
  const body = () => {
    try {
      return `{"jsonrpc":"2.0","id":1,"result":${answer()}}`
    } catch (error) {
      if (error instanceof RpcError)
        return JSON.stringify({ jsonrpc: '2.0', id: 1, error: { code: error.code, message: error.message } })
      throw error
    }
  }
  if (fault === null) response.writeHead(200, JSON_TYPE).end(body())
  else if (fault === '503') response.writeHead(503).end()
  else if (fault === 'rate limit') response.writeHead(429, { 'retry-after': '0.05' }).end()
  else if (fault === 'rate limit for a year') response.writeHead(429, { 'retry-after': '31536000' }).end()
  else if (fault === 'no json') response.writeHead(200, JSON_TYPE).end('<html>a proxy says hello</html>')
  else if (fault === 'cut off') {
    const whole = body()
    response.writeHead(200, { ...JSON_TYPE, 'content-length': String(Buffer.byteLength(whole)) })
    response.write(whole.slice(0, whole.length >> 1), () => response.destroy())
  } else if (fault !== 'hang')
    response.writeHead(200, JSON_TYPE).end(JSON.stringify({ jsonrpc: '2.0', id: 1, error: fault }))
}
