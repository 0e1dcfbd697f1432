/** One JSON-RPC question to one node over HTTP. */
import { exchange, FetchFailed, type HttpAnswer, JSON_TYPE } from './fetch.ts'
import { parseJson, UnreadableJson } from './json.ts'

export interface JsonRpcQuestion {
  readonly url: string
  readonly method: string
  readonly params: unknown
  /** The whole answer has to be here within this time, ms. */
  readonly timeoutMs: number
  /** Most bytes of the decompressed answer. */
  readonly maxBytes: number
  readonly signal?: AbortSignal | undefined
}

/** The node's own error. */
export class JsonRpcFault extends Error {
  override name = 'JsonRpcFault'
  readonly code: number
  constructor(code: number, message: string) {
    super(message)
    this.code = code
  }
}

/** A node's words go into logs and answers. */
const LONGEST_MESSAGE = 1_000

/** @returns the result, unchecked; it may be null @throws JsonRpcFault, FetchFailed */
export const askJsonRpc = async ({ method, params, ...question }: JsonRpcQuestion): Promise<unknown> => {
  const answer = await exchange({
    ...question,
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
    contentType: JSON_TYPE,
    redirects: 'same-origin',
  })
  if (answer.status < 200 || answer.status > 299)
    throw new FetchFailed('status', `answers HTTP ${answer.status}`, { answer })
  return resultIn(answer)
}

/** What an answer holds. @throws JsonRpcFault; FetchFailed where it is not a JSON-RPC answer */
export const resultIn = ({ bytes }: HttpAnswer): unknown => {
  const body = readJson(bytes)
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    throw new FetchFailed('unreadable', 'the answer is not an object')
  const { result, error } = body as { result?: unknown; error?: unknown }
  if (error !== undefined && error !== null) throw faultOf(error)
  if (result === undefined) throw new FetchFailed('unreadable', 'the answer has neither result nor error')
  return result
}

const readJson = (bytes: Buffer): unknown => {
  try {
    return parseJson(bytes)
  } catch (cause) {
    if (cause instanceof UnreadableJson)
      throw new FetchFailed('unreadable', `the answer is ${cause.message}`, { cause })
    throw cause
  }
}

const faultOf = (error: unknown): JsonRpcFault | FetchFailed => {
  const { code, message } = error as { code?: unknown; message?: unknown }
  if (typeof code !== 'number' || typeof message !== 'string')
    return new FetchFailed('unreadable', 'the error has no code and message')
  return new JsonRpcFault(code, message.slice(0, LONGEST_MESSAGE))
}
