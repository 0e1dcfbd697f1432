/**
 * Measures a page of 50 buckets with their providers at 100,000 buckets, over HTTP at 20 connections: the GraphQL API, and
 * in the same run plain SQL behind the smallest HTTP server, as the yardstick of what the machine can do at this moment.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import autocannon from 'autocannon'
import { openSql } from '../prisma/client.ts'
import { migrate } from '../prisma/migrate.ts'
import { insertBigMarket } from '../test/support/market-rows.ts'
import { startThrowawayServer } from '../test/support/throwaway-server.ts'
import { report, rounded } from './report.ts'

const BUCKETS = 100_000
const PROVIDERS = 1_000
const CONNECTIONS = 20
const ROUNDS = 5
const SECONDS = Number(process.env.BENCH_SECONDS ?? 5)

/** Each request asks for another page: a cheapest-first list, from another price on. */
const QUERY = `query Page($max: TokenAmount) {
  buckets(first: 50, orderBy: { field: PRICE_STORAGE, direction: DESC }, filter: { pricePerGbStorageMax: $max }) {
    nodes {
      bucketId name region apiCompatibility slaAvgLatencyMs locked createdAt
      pricePerGbStorage { units }
      provider { address description reputation }
    }
    pageInfo { hasNextPage endCursor }
  }
}`

const body = (n: number) => JSON.stringify({ query: QUERY, variables: { max: String(2_000 + ((n * 37) % 18_000)) } })

const measure = async (url: string) => {
  let n = 0
  const result = await autocannon({
    url,
    connections: CONNECTIONS,
    duration: SECONDS,
    requests: [
      {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        setupRequest: (request) => ({ ...request, body: body(n++) }),
      },
    ],
  })
  if (result.non2xx > 0 || result.errors > 0) throw new Error(`${result.non2xx} refusals, ${result.errors} errors`)
  return result
}

/** A process of its own, as it runs in production. */
const serve = async (which: string, database: string) => {
  const args = ['--disable-warning=ExperimentalWarning', 'test/support/page-server.ts', which, database]
  const env = { ...process.env, NODE_ENV: 'production' }
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'], env })
  const [url] = (await once(child.stdout, 'data')) as [Buffer]
  return { child, url: url.toString().trim() }
}

const check = async (url: string) => {
  const answer = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: body(1) })
  const text = await answer.text()
  if (text.includes('"errors"') || text.split('"address"').length !== 51)
    throw new Error(`no page: ${text.slice(0, 500)}`)
  return text.length
}

/** Rounds in turn, so that whatever else the machine does touches both alike; the median round counts. */
const measureBoth = async (plain: string, graphql: string) => {
  const rounds = { plain: [] as Result[], graphql: [] as Result[] }
  for (const url of [plain, graphql]) await measure(url)
  for (let round = 0; round < ROUNDS; round++) {
    rounds.plain.push(await measure(plain))
    rounds.graphql.push(await measure(graphql))
  }
  return { plain: median(rounds.plain), graphql: median(rounds.graphql) }
}

type Result = Awaited<ReturnType<typeof measure>>

const median = (results: Result[]): Result =>
  results.toSorted((a, b) => a.requests.average - b.requests.average)[results.length >> 1]!

const stop = async (child: ChildProcess) => {
  child.kill('SIGTERM')
  await once(child, 'exit')
}

const server = await startThrowawayServer()
try {
  const url = server.url('bench')
  await migrate(url)
  const sql = openSql({ url })
  await insertBigMarket(sql, { buckets: BUCKETS, providers: PROVIDERS })
  await sql.end()
  const [plain, graphql] = [await serve('sql', url), await serve('graphql', url)]
  const bytes = await check(graphql.url)
  const median = await measureBoth(plain.url, graphql.url)
  await Promise.all([stop(plain.child), stop(graphql.child)])
  const perSecond = Math.round(median.graphql.requests.average)
  const plainPerSecond = Math.round(median.plain.requests.average)
  report('buckets', {
    buckets: BUCKETS,
    providers: PROVIDERS,
    connections: CONNECTIONS,
    pageSize: 50,
    bytes,
    requestsPerSecond: perSecond,
    p50Ms: median.graphql.latency.p50,
    p99Ms: median.graphql.latency.p99,
    plainSqlRequestsPerSecond: plainPerSecond,
    plainSqlP50Ms: median.plain.latency.p50,
    plainSqlP99Ms: median.plain.latency.p99,
    shareOfPlainSql: rounded(perSecond / plainPerSecond, 2),
  })
} finally {
  await server.stop()
}
