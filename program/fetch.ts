/**
 * The one way out over HTTP, to peers that may be hostile. The size limit counts decompressed bytes, the deadline covers
 * everything up to the last byte, and no redirect leads to another origin. Connections are reused.
 */

/** What went wrong, by what the caller can do about it. */
export type FetchFailure =
  /** No connection, or one that broke. */
  | 'unreachable'
  /** Not complete within the deadline. */
  | 'late'
  /** More bytes than the limit; the connection was destroyed. */
  | 'too large'
  /** A redirect that is not followed. */
  | 'redirect'
  /** Another content type, an encoding or a body that cannot be read as what was asked for. */
  | 'unreadable'
  /** A status that is not 2xx; only callers that look at the status raise it. */
  | 'status'

/** An exchange failed. The message never contains the address, which may hold a key. */
export class FetchFailed extends Error {
  override name = 'FetchFailed'
  readonly kind: FetchFailure
  readonly #answer: HttpAnswer | undefined
  constructor(kind: FetchFailure, message: string, options: ErrorOptions & { answer?: HttpAnswer } = {}) {
    super(message, options)
    this.kind = kind
    this.#answer = options.answer
  }
  /** What was answered, where the status is the failure; not a field, so that no log prints it. */
  get answer(): HttpAnswer | undefined {
    return this.#answer
  }
}

export interface HttpRequest {
  /** A user name and password in it are sent as basic authentication. */
  readonly url: string
  readonly method?: 'GET' | 'POST'
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
  /** Most bytes of the decompressed body. */
  readonly maxBytes: number
  /** From the connection to the last byte, ms. */
  readonly timeoutMs: number
  /** What the media type of a 2xx answer has to match; '' stands for none. */
  readonly contentType: RegExp
  /** @default 'none' */
  readonly redirects?: 'none' | 'same-origin'
  readonly signal?: AbortSignal | undefined
}

export interface HttpAnswer {
  readonly status: number
  readonly headers: Headers
  /** Decompressed. Of an answer that is not 2xx only the first bytes. */
  readonly bytes: Buffer
}

export const JSON_TYPE = /^application\/([a-z0-9.-]+\+)?json(-rpc)?$/

/** Enough to quote what a proxy says. */
const ERROR_BYTES = 64 * 1024
const MOST_REDIRECTS = 3

/**
 * One request and its whole answer, of whatever status.
 * @throws FetchFailed; the signal's reason where it is aborted
 */
export const exchange = async (request: HttpRequest): Promise<HttpAnswer> => {
  const { timeoutMs, signal } = request
  const deadline = AbortSignal.timeout(timeoutMs)
  try {
    const response = await send(request, signal ? AbortSignal.any([signal, deadline]) : deadline)
    return await read(response, request)
  } catch (cause) {
    signal?.throwIfAborted()
    if (cause instanceof FetchFailed) throw cause
    if (deadline.aborted) throw new FetchFailed('late', `no answer within ${timeoutMs} ms`, { cause })
    throw new FetchFailed('unreachable', reasonOf(cause), { cause })
  }
}

/** fetch says only "fetch failed" or "terminated"; its cause says why. */
const reasonOf = (error: unknown): string => {
  const { message, cause } = error as Error
  if (!(cause instanceof Error)) return message
  return cause.message || (cause as NodeJS.ErrnoException).code || message
}

const send = async (request: HttpRequest, signal: AbortSignal): Promise<Response> => {
  const { method = 'GET', body } = request
  let url = new URL(request.url)
  const headers = { ...credentialsOf(url), ...request.headers }
  url.username = ''
  url.password = ''
  for (let redirects = 0; ; redirects++) {
    const response = await fetch(url, {
      method,
      headers,
      signal,
      redirect: 'manual',
      ...(body !== undefined && { body }),
    })
    const target = targetOf(response, url)
    if (target === undefined) return response
    await response.body?.cancel()
    if (redirects >= MOST_REDIRECTS) throw new FetchFailed('redirect', `redirects more than ${MOST_REDIRECTS} times`)
    if (!mayFollow(request, response.status, url, target))
      throw new FetchFailed('redirect', `redirects to ${target.origin}, which is not followed: set the address itself`)
    url = target
  }
}

const credentialsOf = ({ username, password }: URL): Record<string, string> => {
  if (username === '' && password === '') return {}
  const credentials = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`
  return { authorization: `Basic ${Buffer.from(credentials).toString('base64')}` }
}

/** Where a redirect leads; undefined for every other answer. */
const targetOf = ({ status, headers }: Response, from: URL): URL | undefined => {
  const location = status >= 300 && status < 400 ? headers.get('location') : null
  if (location === null) return undefined
  if (!URL.canParse(location, from.href))
    throw new FetchFailed('redirect', 'redirects to something that is not an address')
  return new URL(location, from)
}

/** The other statuses turn a POST into a GET. */
const KEEP_METHOD = [307, 308]

const mayFollow = ({ method = 'GET', redirects = 'none' }: HttpRequest, status: number, from: URL, to: URL): boolean =>
  redirects === 'same-origin' && to.origin === from.origin && (method === 'GET' || KEEP_METHOD.includes(status))

const read = async (response: Response, { contentType, maxBytes }: HttpRequest): Promise<HttpAnswer> => {
  const { status, headers, ok } = response
  try {
    checkEncoding(headers)
    if (!ok) return { status, headers, bytes: await readStart(response, Math.min(ERROR_BYTES, maxBytes)) }
    checkType(headers, contentType)
    checkLength(headers, maxBytes)
    return { status, headers, bytes: await readWhole(response, maxBytes) }
  } finally {
    // What was not read is not wanted: the connection ends with it.
    if (response.body?.locked === false) await response.body.cancel()
  }
}

/** A body that is packed several times costs far more work than its size shows. */
const checkEncoding = (headers: Headers) => {
  const encoding = headers.get('content-encoding') ?? ''
  if (encoding.includes(',')) throw new FetchFailed('unreadable', 'the answer is compressed more than once')
}

const checkType = (headers: Headers, expected: RegExp) => {
  const type = (headers.get('content-type') ?? '').split(';', 1)[0]!.trim().toLowerCase()
  if (expected.test(type)) return
  throw new FetchFailed(
    'unreadable',
    type ? `answers with content type "${type.slice(0, 80)}"` : 'answers without a content type',
  )
}

const checkLength = (headers: Headers, maxBytes: number) => {
  if (Number(headers.get('content-length') ?? 0) > maxBytes) throw tooLarge(maxBytes)
}

const tooLarge = (maxBytes: number) => new FetchFailed('too large', `the answer has more than ${maxBytes} bytes`)

/** Leaving the loop early cancels the body, which destroys the connection. */
const readWhole = async ({ body }: Response, maxBytes: number): Promise<Buffer> => {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of body ?? []) {
    size += chunk.length
    if (size > maxBytes) throw tooLarge(maxBytes)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks, size)
}

const readStart = async ({ body }: Response, maxBytes: number): Promise<Buffer> => {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of body ?? []) {
    chunks.push(chunk.subarray(0, maxBytes - size))
    size += chunk.length
    if (size >= maxBytes) break
  }
  return Buffer.concat(chunks)
}
