/** `node api/main.ts`: serves GraphQL over the index, until SIGINT or SIGTERM. */
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import pino from 'pino'
import { loadContractSpec } from '../contract/interface/spec.ts'
import { openReaderSql } from '../prisma/client.ts'
import { warnExposed } from '../program/address.ts'
import { InvalidConfig } from '../program/invalid-config.ts'
import { type Config, readConfig } from './config.ts'
import { createApi } from './server.ts'
import { createTransactions, type TransactionsByMarket } from './transactions/transactions.ts'

/** How long answers under way may take after the signal to end. */
const DRAIN_MS = 3_000
const IDLE_CHECK_MS = 50

const run = async (signal: Promise<unknown>): Promise<void> => {
  const config = readConfig()
  const log = pino({ name: 'api', level: config.logLevel })
  warnExposed(
    log,
    config.markets.flatMap(({ rpcUrls }) => rpcUrls),
  )
  const sql = openReaderSql({
    url: config.databaseUrl,
    connections: config.databaseConnections,
    statementTimeoutMs: config.statementTimeoutMs,
    applicationName: 'flashindex api',
  })
  const api = createApi({ sql, transactions: transactionsOf(config), log })
  try {
    const server = await listen(createServer(api.yoga), config.port)
    log.info({ port: config.port }, `listening: http://localhost:${config.port}/graphql /health /ready`)
    await signal
    await api.close()
    await drain(server)
  } finally {
    await sql.end({ timeout: 1 })
  }
  log.info('stopped')
}

const transactionsOf = ({ markets, rpcTimeoutMs }: Config): TransactionsByMarket => {
  if (markets.length === 0) return new Map()
  const spec = loadContractSpec()
  return new Map(markets.map((market) => [market.name, createTransactions({ market, spec, timeoutMs: rpcTimeoutMs })]))
}

/** @throws InvalidConfig that names the variable where the port is taken */
const listen = async (server: Server, port: number): Promise<Server> => {
  server.listen(port)
  try {
    await once(server, 'listening')
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw cause
    throw new InvalidConfig(`port ${port} is taken: stop what listens there, or set API_PORT to another`, { cause })
  }
  return server
}

/** Takes no new requests, lets those under way end, then closes what is left. */
const drain = async (server: Server): Promise<void> => {
  const closed = once(server, 'close')
  server.close()
  // A connection that a client keeps open becomes idle only after its last answer.
  const idle = setInterval(() => server.closeIdleConnections(), IDLE_CHECK_MS)
  const late = setTimeout(() => server.closeAllConnections(), DRAIN_MS)
  await closed
  clearInterval(idle)
  clearTimeout(late)
}

const signal = new Promise((resolve) => {
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => resolve(name))
})

try {
  await run(signal)
} catch (error) {
  // What a person mistyped needs no stack.
  console.error(error instanceof InvalidConfig ? error.message : error)
  process.exitCode = 1
}
