/** One JSON-RPC question to one node over HTTP. The SDK's client is not used: it parses every XDR, and has no time-out. */
import { BadAnswer, Refused, Retryable, RpcFault } from './error.ts'
import { asObject } from './wire.ts'

/** How a question is put. */
export interface Question {
  readonly url: string
  readonly method: string
  readonly params: object
  /** The whole answer has to be here within this time. */
  readonly timeoutMs: number
  readonly signal: AbortSignal
}

/**
 * Asks and gives the result.
 * @throws RpcFault where the node answered with a JSON-RPC error
 * @throws Retryable, Refused by what HTTP said
 */
export const call = async (question: Question): Promise<unknown> => {
  const body = asObject(parseJson(await post(question)), 'the answer')
  if (body.error !== undefined && body.error !== null) {
    const { code, message } = asObject(body.error, 'the error')
    throw new RpcFault(Number(code), String(message))
  }
  if (body.result === undefined) throw new BadAnswer('the answer has neither result nor error')
  return body.result
}

const post = async ({ url, method, params, timeoutMs, signal }: Question): Promise<string> => {
  const limit = AbortSignal.timeout(timeoutMs)
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
      signal: AbortSignal.any([signal, limit]),
    })
    const text = await response.text()
    if (!response.ok) throw sortStatus(response)
    return text
  } catch (cause) {
    if (signal.aborted || cause instanceof Retryable || cause instanceof Refused) throw cause
    if (limit.aborted) throw new Retryable(`no answer within ${timeoutMs} ms`, { cause })
    throw new Retryable(`no connection: ${reason(cause)}`, { cause })
  }
}

const MAY_PASS = new Set([408, 425, 429])

const sortStatus = ({ status, headers }: Response): Retryable | Refused => {
  if (status < 500 && !MAY_PASS.has(status)) return new Refused(`HTTP ${status}: check the address of the node`)
  const seconds = Number(headers.get('retry-after') ?? 0)
  return new Retryable(`HTTP ${status}`, { afterMs: Number.isFinite(seconds) ? seconds * 1000 : 0 })
}

/** fetch says only "fetch failed"; the cause behind it says why. */
const reason = (error: unknown): string => {
  const { message, cause } = error as Error
  return cause instanceof Error && cause.message !== '' ? cause.message : message
}

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new Retryable(`the answer is cut off or no JSON (${text.length} characters)`, { cause })
  }
}
