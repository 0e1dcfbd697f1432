/** An answer that is an error: code, text and data go to the client as they are. */
export class RequestError extends Error {
  override readonly name = 'RequestError'
  readonly code: number
  readonly data: unknown

  constructor(code: number, message: string, data?: unknown) {
    super(message)
    this.code = code
    this.data = data
  }
}

/** The codes of JSON-RPC 2.0, as stellar-rpc uses them. */
export const CODE = {
  parse: -32700,
  invalidRequest: -32600,
  methodNotFound: -32601,
  invalidParams: -32602,
  internal: -32603,
} as const

/** The parameters cannot be what the method takes. */
export const invalidParams = (message: string, data?: unknown) => new RequestError(CODE.invalidParams, message, data)
/** The request cannot be, or not now. */
export const invalidRequest = (message: string) => new RequestError(CODE.invalidRequest, message)
/** What stellar-rpc answers when the core behind it refuses. */
export const internalError = (message: string) => new RequestError(CODE.internal, message)

/** Parameters that cannot be read at all: the reason goes into `data`. */
export const unreadable = (reason: string) => invalidParams('invalid parameters', reason)
