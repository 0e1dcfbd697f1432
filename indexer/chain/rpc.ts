/** One JSON-RPC question to one node. The SDK's client is not used: it parses every XDR. */
import { FetchFailed } from '../../program/fetch.ts'
import { askJsonRpc, JsonRpcFault } from '../../program/json-rpc.ts'
import { BadAnswer, Refused, Retryable, RpcFault, TooMuch } from './error.ts'

/** How a question is put. */
export interface Question {
  readonly url: string
  readonly method: string
  readonly params: object
  /** The whole answer has to be here within this time. */
  readonly timeoutMs: number
  readonly signal: AbortSignal
}

/** A page that does not fit is asked for again in smaller ones. A single ledger of a public network has some MB. */
const MAX_ANSWER_BYTES = 32 * 1024 * 1024

/**
 * Asks and gives the result.
 * @throws RpcFault where the node answered with a JSON-RPC error
 * @throws Retryable, Refused, TooMuch by what HTTP said
 */
export const call = async (question: Question): Promise<unknown> => {
  try {
    return await askJsonRpc({ ...question, maxBytes: MAX_ANSWER_BYTES })
  } catch (error) {
    if (error instanceof JsonRpcFault) throw new RpcFault(error.code, error.message)
    throw error instanceof FetchFailed ? sorted(error) : error
  }
}

const sorted = (failed: FetchFailed): Retryable | Refused | TooMuch => {
  const { kind, message, answer } = failed
  const options = { cause: failed }
  if (answer !== undefined) return sortStatus(answer.status, answer.headers)
  if (kind === 'too large') return new TooMuch(message, undefined, options)
  if (kind === 'redirect') return new Refused(message, options)
  if (kind === 'unreadable') return new BadAnswer(message, options)
  return new Retryable(kind === 'late' ? message : `no connection: ${message}`, options)
}

const MAY_PASS = new Set([408, 425, 429])
/** A node that asks for a longer rest is asked again all the same. */
const LONGEST_REST_MS = 300_000

const sortStatus = (status: number, headers: Headers): Retryable | Refused => {
  if (status < 500 && !MAY_PASS.has(status)) return new Refused(`HTTP ${status}: check the address of the node`)
  const afterMs = Number(headers.get('retry-after') ?? 0) * 1000
  return new Retryable(`HTTP ${status}`, { afterMs: afterMs > 0 ? Math.min(afterMs, LONGEST_REST_MS) : 0 })
}
