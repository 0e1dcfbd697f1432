/**
 * JSON-RPC 2.0 as jrpc2, the library under stellar-rpc, reads and writes it: its checks, their order, their texts.
 * Identifiers are kept as they were written, since 1.50 or a number of twenty digits does not survive parsing.
 */
import { CODE, invalidRequest, RequestError } from './request-error.ts'

/** A body that is no JSON at all; the bridge answers it with HTTP 500 and this text. */
export class UnreadableBody extends Error {
  override readonly name = 'UnreadableBody'
}

/** One request of a body, checked. */
export interface Request {
  /** JSON text; null for a notification, which is not answered. */
  id: string | null
  method: string
  params: unknown
  /** What is wrong with it. */
  error: RequestError | null
}

/** A body taken apart; a batch is answered with a list, even of one. */
export interface Body {
  batch: boolean
  requests: Request[]
}

const FIELDS = new Set(['jsonrpc', 'id', 'method', 'params', 'error', 'result'])

const isObject = (value: unknown): value is Record<string, unknown> =>
  value !== null && typeof value === 'object' && !Array.isArray(value)

/** Parses and remembers how each field `id` was written. */
const parseKeepingIds = (body: string) => {
  const written = new WeakMap<object, string>()
  function note(this: object, key: string, value: unknown, context?: { source?: string }) {
    if (key === 'id' && context?.source !== undefined) written.set(this, context.source)
    return value
  }
  try {
    return { value: JSON.parse(body, note) as unknown, written }
  } catch (cause) {
    throw new UnreadableBody('[-32700] invalid request value', { cause })
  }
}

const isValidId = (id: unknown) => id === undefined || id === null || typeof id === 'string' || typeof id === 'number'

const faultOf = (request: Record<string, unknown>) => {
  const { method, params } = request
  if (!isValidId(request.id)) return invalidRequest('invalid request ID')
  if (method !== undefined && method !== null && typeof method !== 'string') {
    return new RequestError(CODE.parse, 'invalid method name')
  }
  if (params !== undefined && params !== null && typeof params !== 'object') {
    return invalidRequest('parameters must be array or object')
  }
  const extra = Object.keys(request).filter((key) => !FIELDS.has(key))
  if (extra.length > 0) return new RequestError(CODE.invalidRequest, 'extra fields in request', extra)
  if (request.jsonrpc !== '2.0') return invalidRequest('invalid version marker')
  return method ? null : invalidRequest('empty method name')
}

const readRequest = (value: unknown, written: WeakMap<object, string>): Request => {
  if (!isObject(value)) {
    const error = new RequestError(CODE.parse, 'request is not a JSON object')
    return { id: null, method: '', params: undefined, error }
  }
  const id = value.id === null || !isValidId(value.id) ? null : (written.get(value) ?? null)
  const method = typeof value.method === 'string' ? value.method : ''
  return { id, method, params: value.params, error: faultOf(value) }
}

/** @throws UnreadableBody */
export const parseBody = (text: string): Body => {
  const { value, written } = parseKeepingIds(text)
  const batch = Array.isArray(value)
  return { batch, requests: (batch ? value : [value]).map((item) => readRequest(item, written)) }
}

const failure = (id: string | null, { code, message, data }: RequestError) =>
  `{"jsonrpc":"2.0","id":${id},"error":${JSON.stringify({ code, message, data })}}`

const asRequestError = (error: unknown) =>
  error instanceof RequestError ? error : new RequestError(CODE.internal, `internal error: ${String(error)}`)

const answer = (request: Request, call: (request: Request) => unknown): string | null => {
  if (request.error) return failure(request.id, request.error)
  try {
    const result = call(request)
    return request.id === null ? null : `{"jsonrpc":"2.0","id":${request.id},"result":${JSON.stringify(result)}}`
  } catch (error) {
    return request.id === null ? null : failure(request.id, asRequestError(error))
  }
}

/** The body of the answer, malformed requests first; null when there is nothing to answer. */
export const answerBody = ({ batch, requests }: Body, call: (request: Request) => unknown): string | null => {
  const ordered = [...requests.filter(({ error }) => error), ...requests.filter(({ error }) => !error)]
  const answers = ordered.map((request) => answer(request, call)).filter((text) => text !== null)
  if (answers.length === 0) return null
  return batch ? `[${answers.join(',')}]` : answers[0]!
}
