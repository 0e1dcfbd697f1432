/** GET or POST `?addr=G…`; POST may carry the address as a form. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { type Friendbot, FriendbotRefused, FriendbotUnavailable, fundedBody, problemBody } from './friendbot.ts'
import { readBody, sendEmpty, sendJson, sendText } from './http.ts'
import type { Endpoint } from './rpc-endpoint.ts'

/** Friendbot over HTTP. */
export const createFriendbotEndpoint =
  (friendbot: Friendbot): Endpoint =>
  async (request, response) => {
    if (request.method !== 'GET' && request.method !== 'POST') return sendEmpty(response, 405, { allow: 'GET, POST' })
    try {
      const funded = await friendbot.fund(await readAddress(request))
      sendJson(response, JSON.stringify(fundedBody(funded)), 200, 'application/hal+json; charset=utf-8')
    } catch (error) {
      if (error instanceof FriendbotRefused) sendProblem(response, problemBody(error))
      else if (error instanceof FriendbotUnavailable) sendText(response, 503, error.message)
      else throw error
    }
  }

const readAddress = async (request: IncomingMessage) => {
  const query = new URL(request.url ?? '/', 'http://localhost').searchParams.get('addr')
  if (query !== null || request.method === 'GET') return query ?? ''
  return new URLSearchParams(await readBody(request)).get('addr') ?? ''
}

const sendProblem = (response: ServerResponse, problem: { status: number }) =>
  sendJson(response, JSON.stringify(problem), problem.status, 'application/problem+json; charset=utf-8')
