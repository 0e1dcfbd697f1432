/** The development EVM over HTTP: JSON-RPC, single or batched, and the controls that a developer needs. */
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { z } from 'zod'
import type { Chain } from './chain.ts'
import { type AnswerEvm, EvmError } from './methods.ts'
import type { Verifier } from './verifier.ts'

const MAX_BODY = 1024 * 1024

interface Question {
  readonly id?: unknown
  readonly method?: unknown
  readonly params?: unknown
}

/** The answer to one body, as JSON text. */
export const answerBody = (answer: AnswerEvm, body: string): string => {
  const parsed = parse(body)
  if (parsed === undefined) return JSON.stringify(failure(null, new EvmError(-32700, 'parse error')))
  return JSON.stringify(Array.isArray(parsed) ? parsed.map((one) => ask(answer, one)) : ask(answer, parsed))
}

const parse = (body: string): Question | Question[] | undefined => {
  try {
    return JSON.parse(body) as Question | Question[]
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

const ask = (answer: AnswerEvm, { id = null, method, params = [] }: Question) => {
  try {
    if (typeof method !== 'string' || !Array.isArray(params)) throw new EvmError(-32600, 'invalid request')
    return { jsonrpc: '2.0', id, result: answer(method, params) }
  } catch (error) {
    return failure(id, error instanceof EvmError ? error : new EvmError(-32603, String(error), { cause: error }))
  }
}

const failure = (id: unknown, { code, message }: EvmError) => ({ jsonrpc: '2.0', id, error: { code, message } })

const hex32 = z.string().regex(/^0x[0-9a-f]{64}$/, 'a root is 0x and 64 hexadecimal digits')
const rootsSchema = z.object({
  proofSetId: z.string().regex(/^\d+$/, 'proofSetId is a decimal number in a string'),
  roots: z.array(hex32).min(1),
})
const countSchema = z.object({ blocks: z.int().min(1).max(100_000) })

export interface EvmHttpOptions {
  readonly chain: Chain
  readonly verifier: Verifier
  readonly answer: AnswerEvm
  /** Called after each change that a restart must not lose. */
  readonly changed?: () => void
}

/** POST / is JSON-RPC; /control/proof-sets, /control/roots, /control/mine, /control/reorg change the chain. */
export const createEvmHandler = (options: EvmHttpOptions): RequestListener => {
  const controls = controlsOf(options)
  return async (request, response) => {
    const path = new URL(request.url ?? '/', 'http://evm').pathname
    const control = controls[path]
    if (request.method !== 'POST') return send(response, 405, { error: 'POST only' })
    if (path !== '/' && control === undefined)
      return send(response, 404, { error: `There is / and ${Object.keys(controls).join(', ')}.` })
    const body = await readBody(request)
    if (control === undefined)
      response.writeHead(200, { 'content-type': 'application/json' }).end(answerBody(options.answer, body))
    else runControl(response, control, body, options.changed)
  }
}

type Control = (body: unknown) => object

const controlsOf = ({ chain, verifier }: EvmHttpOptions): Record<string, Control> => ({
  '/control/proof-sets': () => ({ proofSetId: String(verifier.createProofSet()) }),
  '/control/roots': (body) => {
    const { proofSetId, roots } = rootsSchema.parse(body)
    return { firstRootId: String(verifier.addRoots(BigInt(proofSetId), roots as `0x${string}`[])) }
  },
  '/control/mine': (body) => ({ head: chain.mine(countSchema.parse(body).blocks) }),
  '/control/reorg': (body) => ({ head: chain.reorganise(countSchema.parse(body).blocks) }),
})

const runControl = (response: ServerResponse, control: Control, body: string, changed: (() => void) | undefined) => {
  try {
    const answer = control(body === '' ? {} : JSON.parse(body))
    changed?.()
    send(response, 200, answer)
  } catch (error) {
    send(response, 400, { error: (error as Error).message })
  }
}

/** A body above a megabyte is read to its end and taken as empty, which no question is. */
const readBody = async (request: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size <= MAX_BODY) chunks.push(chunk)
  }
  return size > MAX_BODY ? '' : Buffer.concat(chunks).toString('utf8')
}

const send = (response: ServerResponse, status: number, body: object): void => {
  response.writeHead(status, { 'content-type': 'application/json' }).end(`${JSON.stringify(body)}\n`)
}
