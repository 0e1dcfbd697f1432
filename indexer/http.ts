/** What a supervisor asks: /health (alive), /ready (caught up), /metrics. */
import type { RequestListener, ServerResponse } from 'node:http'
import type { Indexer } from './indexer.ts'
import type { MarketStatus } from './monitor.ts'

/** When a market counts as caught up. */
export interface Readiness {
  /** Ledgers that it may be behind. */
  readonly maxLag: number
  /** How old the last answer of a node may be, in ms: without one, the tip is hearsay. */
  readonly maxSilenceMs: number
}

/** @param migrated whether the database has its migrations; nothing is ready before */
export const createHttpHandler =
  (indexer: Indexer, migrated: () => boolean, readiness: Readiness): RequestListener =>
  (request, response) => {
    const path = new URL(request.url ?? '/', 'http://indexer').pathname
    if (path === '/health') send(response, 200, { status: 'alive' })
    else if (path === '/ready') ready(response, indexer, migrated(), readiness)
    else if (path === '/metrics') void metrics(response, indexer)
    else send(response, 404, { error: 'There is /health, /ready and /metrics.' })
  }

const send = (response: ServerResponse, status: number, body: object) => {
  response.writeHead(status, { 'content-type': 'application/json' }).end(`${JSON.stringify(body)}\n`)
}

const ready = (response: ServerResponse, { statuses }: Indexer, migrated: boolean, readiness: Readiness) => {
  const markets = statuses.map((status) => ({ ...describe(status), ready: isReady(status, readiness) }))
  const whole = migrated && markets.every((market) => market.ready)
  send(response, whole ? 200 : 503, { ready: whole, migrated, markets })
}

const describe = ({ market, state, watermark, tip, error }: MarketStatus) => ({
  market,
  state,
  watermark,
  tip,
  lag: watermark === null || tip === null ? null : Math.max(0, tip - watermark),
  ...(error === null ? {} : { error }),
})

const isReady = ({ state, watermark, tip, answeredAt }: MarketStatus, { maxLag, maxSilenceMs }: Readiness): boolean =>
  state === 'following' &&
  watermark !== null &&
  tip !== null &&
  answeredAt !== null &&
  tip - watermark <= maxLag &&
  performance.now() - answeredAt <= maxSilenceMs

const metrics = async (response: ServerResponse, { metrics: { registry } }: Indexer) => {
  try {
    const text = await registry.metrics()
    response.writeHead(200, { 'content-type': registry.contentType }).end(text)
  } catch (error) {
    send(response, 500, { error: (error as Error).message })
  }
}
