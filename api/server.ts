/** The API as a function from requests to answers: no port, no environment. `main.ts` gives it both. */
import { renderGraphiQL } from '@graphql-yoga/render-graphiql'
import { createYoga, useReadinessCheck, type YogaServerInstance } from 'graphql-yoga'
import type { Logger } from 'pino'
import type { Sql } from '../prisma/client.ts'
import { useCompleteThrough } from './graphql/complete-through.ts'
import type { Context } from './graphql/context.ts'
import { createErrorMask } from './graphql/errors.ts'
import { EXAMPLE_QUERIES } from './graphql/examples.ts'
import { useGuard } from './graphql/guard.ts'
import { LIMITS } from './graphql/limits.ts'
import { createSchema } from './graphql/schema.ts'
import { chunkReleases } from './reads/chunk-release.ts'
import { events } from './reads/event.ts'
import { createFeedHub } from './reads/feed-hub.ts'
import { createMarketCache } from './reads/market.ts'
import { createMarketTotalsCache } from './reads/market-totals.ts'
import { createReads } from './reads/reads.ts'
import type { TransactionsByMarket } from './transactions/transactions.ts'

export interface ApiDeps {
  /** As the role that can only read. The caller ends it, after `close()`. */
  readonly sql: Sql
  readonly transactions: TransactionsByMarket
  readonly log: Pick<Logger, 'error' | 'warn' | 'info' | 'debug'>
  /** How old the position told with an answer may be. @default 100 */
  readonly positionMaxAgeMs?: number
}

export interface Api {
  /** Handles node:http requests, and `fetch(…)` without a port. */
  readonly yoga: YogaServerInstance<object, Context>
  /** Ends the live feeds. */
  close(): Promise<void>
}

/**
 * `/graphql` (POST, GET, server-sent events; GraphiQL in a browser), `/health` (the process answers),
 * `/ready` (the database answers and holds a market).
 */
export const createApi = ({ sql, transactions, log, positionMaxAgeMs = 100 }: ApiDeps): Api => {
  const markets = createMarketCache(sql, { maxAgeMs: positionMaxAgeMs })
  const totals = createMarketTotalsCache(sql)
  const feedDeps = { sql, markets, onError: (error: unknown) => log.error(error, 'a live feed failed') }
  const feeds = {
    events: createFeedHub({ ...feedDeps, noun: events }),
    chunkReleases: createFeedHub({ ...feedDeps, noun: chunkReleases }),
  }
  const deps = { sql, totals }
  const contextOf = async (): Promise<Context> => ({
    reads: createReads(deps, await markets.current()),
    feeds,
    transactions,
  })
  const yoga = createYoga<object, Context>({
    schema: createSchema(),
    context: contextOf,
    logging: {
      debug: (...args) => log.debug(args),
      info: (...args) => log.info(args),
      warn: (...args) => log.warn(args),
      // What clients did wrong is theirs; the rest is logged by the mask, once.
      error: () => undefined,
    },
    maskedErrors: { maskError: createErrorMask((error) => log.error(error, 'a request failed')) },
    graphiql: { title: 'FlashIndex', defaultQuery: EXAMPLE_QUERIES },
    // GraphiQL from the package: its page needs nothing from other hosts.
    renderGraphiQL,
    landingPage: false,
    cors: { origin: '*', credentials: false, methods: ['GET', 'POST', 'OPTIONS'], maxAge: 86_400 },
    batching: false,
    multipart: false,
    maxRequestBodySize: LIMITS.bodyBytes,
    healthCheckEndpoint: '/health',
    plugins: [
      useReadinessCheck({ endpoint: '/ready', check: async () => (await markets.current()).all.length > 0 }),
      ...useGuard(),
      useCompleteThrough(),
    ],
  })
  return { yoga, close: async () => void (await Promise.all(Object.values(feeds).map((hub) => hub.close()))) }
}
