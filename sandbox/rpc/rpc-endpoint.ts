/** The JSON-RPC endpoint: POST only, JSON only; faults of the transport strike here. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Network } from '../ledger/network.ts'
import type { Fault, Faults } from './faults.ts'
import { createFeeWindows } from './fee-windows.ts'
import { BodyTooLarge, faultOfContentType, readBody, sendEmpty, sendJson, sendText, sendTruncated } from './http.ts'
import { answerBody, type Body, parseBody, type Request, UnreadableBody } from './jsonrpc.ts'
import { METHODS } from './methods.ts'
import { viewOf } from './node-view.ts'
import { CODE, RequestError } from './request-error.ts'

/** Answers a request; what it throws is answered with HTTP 500. */
export type Endpoint = (request: IncomingMessage, response: ServerResponse) => Promise<void>

interface RpcEndpointOptions {
  network: Network
  faults: Faults
  /** Told what a method threw that is no answer. */
  onError: (error: unknown) => void
}

/** The address under which this request reached the server. */
const friendbotUrlOf = ({ headers }: IncomingMessage) => `http://${headers.host ?? 'localhost'}/friendbot`

/** JSON-RPC in front of a network. */
export const createRpcEndpoint = ({ network, faults, onError }: RpcEndpointOptions): Endpoint => {
  const fees = createFeeWindows(network)
  const call =
    (friendbotUrl: string) =>
    ({ method, params }: Request) => {
      const run = METHODS[method]
      if (!run) throw new RequestError(CODE.methodNotFound, 'method not found', method)
      try {
        return run(params, { network, view: viewOf(network, faults, method), fees, friendbotUrl })
      } catch (error) {
        if (!(error instanceof RequestError)) onError(error)
        throw error
      }
    }
  return async (request, response) => {
    response.setHeader('accept-post', 'application/json')
    if (request.method !== 'POST') return sendEmpty(response, 405)
    const wrongType = faultOfContentType(request.headers['content-type'])
    if (wrongType) return sendText(response, 415, wrongType)
    const body = await tryRead(request, response)
    if (body) respond(response, body, strike(faults, body), call(friendbotUrlOf(request)))
  }
}

/** Undefined when the body could not be read, and that has been answered. */
const tryRead = async (request: IncomingMessage, response: ServerResponse): Promise<Body | undefined> => {
  try {
    return parseBody(await readBody(request))
  } catch (error) {
    if (!(error instanceof UnreadableBody || error instanceof BodyTooLarge)) throw error
    if (error instanceof BodyTooLarge) response.setHeader('connection', 'close')
    sendText(response, 500, error.message)
    return undefined
  }
}

const strike = (faults: Faults, { requests }: Body) =>
  faults.strike(
    ['unavailable', 'rate-limit', 'hang', 'truncate'],
    requests.map(({ method }) => method),
  )

const respond = (
  response: ServerResponse,
  body: Body,
  fault: Fault | undefined,
  call: (request: Request) => unknown,
) => {
  switch (fault?.kind) {
    case 'hang':
      return
    case 'unavailable':
      sendEmpty(response, 503)
      return
    case 'rate-limit':
      sendEmpty(response, 429, { 'retry-after': '1' })
      return
    default:
      sendAnswer(response, answerBody(body, call), fault?.kind === 'truncate')
  }
}

const sendAnswer = (response: ServerResponse, answer: string | null, truncate: boolean) => {
  if (answer === null) sendEmpty(response, 204)
  else if (truncate) sendTruncated(response, answer)
  else sendJson(response, answer)
}
