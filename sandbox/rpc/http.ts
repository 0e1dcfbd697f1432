/** What the server says in HTTP, whatever is asked: bodies, types, cross-origin headers, answers cut short. */
import type { IncomingMessage, ServerResponse } from 'node:http'

/** Largest body of a request, in bytes; as stellar-rpc. */
export const MAX_BODY = 512 * 1024

/** A body of more than `MAX_BODY` bytes. */
export class BodyTooLarge extends Error {
  override readonly name = 'BodyTooLarge'
}

/** Reads a body that is too large to its end as well, without keeping it: else the client would not see the refusal. @throws BodyTooLarge */
export const readBody = async (request: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size <= MAX_BODY) chunks.push(chunk)
  }
  if (size > MAX_BODY) throw new BodyTooLarge('http: request body too large')
  return Buffer.concat(chunks).toString('utf8')
}

/** A status and nothing else. */
export const sendEmpty = (response: ServerResponse, status: number, headers: Record<string, string> = {}) => {
  response.writeHead(status, { 'content-length': '0', ...headers }).end()
}

/** A line of plain text, as Go’s http.Error sends it. */
export const sendText = (response: ServerResponse, status: number, text: string) => {
  const body = `${text}\n`
  const headers = { 'content-type': 'text/plain; charset=utf-8', 'content-length': Buffer.byteLength(body) }
  response.writeHead(status, headers).end(body)
}

/** A body that is JSON already. */
export const sendJson = (response: ServerResponse, body: string, status = 200, contentType = 'application/json') => {
  response.writeHead(status, { 'content-type': contentType, 'content-length': Buffer.byteLength(body) }).end(body)
}

/** Promises the whole body, sends half of it, and ends the connection. */
export const sendTruncated = (response: ServerResponse, body: string) => {
  const bytes = Buffer.from(body)
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': bytes.length })
  response.write(bytes.subarray(0, bytes.length / 2), () => response.destroy())
}

const ALLOWED_METHODS = 'GET, PUT, POST, PATCH, DELETE, HEAD, OPTIONS'

/** Any origin may ask. @returns whether the request was a preflight, and is answered */
export const answerCors = ({ method, headers }: IncomingMessage, response: ServerResponse): boolean => {
  const { origin } = headers
  if (origin === undefined) return false
  response.setHeader('access-control-allow-origin', origin).setHeader('vary', 'Origin')
  if (method !== 'OPTIONS' || headers['access-control-request-method'] === undefined) return false
  response.setHeader('access-control-allow-methods', ALLOWED_METHODS)
  const asked = headers['access-control-request-headers']
  if (asked !== undefined) response.setHeader('access-control-allow-headers', asked)
  sendEmpty(response, 204)
  return true
}

/** Why a body of this content type is not read; null for JSON. */
export const faultOfContentType = (contentType = ''): string | null => {
  const [type, ...parameters] = contentType.split(';').map((part) => part.trim().toLowerCase())
  if (type !== 'application/json') return 'content-type must be application/json'
  const charset = parameters.find((parameter) => parameter.startsWith('charset='))?.slice('charset='.length)
  const known = charset === undefined || ['utf-8', 'utf8', '"utf-8"', '"utf8"'].includes(charset)
  return known ? null : 'invalid content-type charset'
}
