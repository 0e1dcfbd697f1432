/** What a supervisor asks of a program: /health (alive), /ready (doing its work), /metrics. */
import { once } from 'node:events'
import { createServer, type RequestListener, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Registry } from 'prom-client'
import { InvalidConfig } from '../program/invalid-config.ts'

/** A program as its supervisor sees it. */
export interface Supervised {
  readonly registry: Registry
  /** What it says of itself; `ready` decides about 200 or 503. */
  ready(): { readonly ready: boolean }
}

export const createHttpHandler =
  (program: Supervised): RequestListener =>
  (request, response) => {
    const path = new URL(request.url ?? '/', 'http://oracle').pathname
    if (path === '/health') send(response, 200, { status: 'alive' })
    else if (path === '/ready') sendReady(response, program.ready())
    else if (path === '/metrics') void sendMetrics(response, program.registry)
    else send(response, 404, { error: 'There is /health, /ready and /metrics.' })
  }

const send = (response: ServerResponse, status: number, body: object) => {
  response.writeHead(status, { 'content-type': 'application/json' }).end(`${JSON.stringify(body)}\n`)
}

const sendReady = (response: ServerResponse, state: { readonly ready: boolean }) =>
  send(response, state.ready ? 200 : 503, state)

const sendMetrics = async (response: ServerResponse, registry: Registry) => {
  try {
    const figures = await registry.metrics()
    response.writeHead(200, { 'content-type': registry.contentType }).end(figures)
  } catch (error) {
    send(response, 500, { error: (error as Error).message })
  }
}

/** @param variable names the port in the configuration @throws InvalidConfig where the port is taken */
export const listen = async (server: Server, port: number, variable: string): Promise<Server> => {
  server.listen(port)
  try {
    await once(server, 'listening')
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw cause
    throw new InvalidConfig(`port ${port} is taken: stop what listens there, or set ${variable} to another`, { cause })
  }
  return server
}

/**
 * Answers a supervisor for as long as the work goes on.
 * @param variable names the port in the configuration
 * @param work gets the port that is listened on
 * @throws InvalidConfig where the port is taken
 */
export const whileServing = async (
  program: Supervised,
  { port, variable }: { readonly port: number; readonly variable: string },
  work: (port: number) => Promise<void>,
): Promise<void> => {
  const server = await listen(createServer(createHttpHandler(program)), port, variable)
  try {
    await work((server.address() as AddressInfo).port)
  } finally {
    server.closeAllConnections()
    server.close()
  }
}
