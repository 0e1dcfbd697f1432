/**
 * `node indexer/main.ts`: follows all markets. `… replay [--verify]`: rebuilds the projections from the archive, or only
 * compares them with it (exit code 1 where they differ). `… new-incarnation PASSPHRASE`: the network was reset; its
 * markets begin anew, the old rows stay readable under another name.
 */
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import pino, { type Logger } from 'pino'
import { openSql } from '../prisma/client.ts'
import { migrate } from '../prisma/migrate.ts'
import { warnExposed } from '../program/address.ts'
import { InvalidConfig } from '../program/invalid-config.ts'
import { readBaseConfig, readConfig } from './config.ts'
import { createHttpHandler } from './http.ts'
import { createIndexer } from './indexer.ts'
import { createInterpretation } from './interpretation.ts'
import { replay } from './replay.ts'
import { MarketConflict, openIncarnation } from './store/market.ts'
import { retryConnection } from './store/retry.ts'

const USAGE = 'usage: node indexer/main.ts [replay [--verify] | new-incarnation PASSPHRASE]'

/** Aborted by SIGINT or SIGTERM; what is under way ends well. */
const stopSignal = (): AbortSignal => {
  const controller = new AbortController()
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => controller.abort(new Error(name)))
  return controller.signal
}

const runTail = async (signal: AbortSignal): Promise<void> => {
  const config = readConfig()
  const log = pino({ name: 'indexer', level: config.logLevel })
  warnExposed(
    log,
    config.markets.flatMap(({ rpcUrls }) => rpcUrls),
  )
  const indexer = createIndexer({ ...config, interpretation: createInterpretation(), log })
  let migrated = false
  const server = await listen(createServer(createHttpHandler(indexer, () => migrated, config.readiness)), config.port)
  const { port } = server.address() as AddressInfo
  log.info({ port, markets: config.markets.map(({ name }) => name) }, 'listening: /health /ready /metrics')
  try {
    const applied = await retryConnection(() => migrate(config.databaseUrl), signal)
    if (applied.length > 0) log.info({ applied }, 'database migrated')
    migrated = true
    await indexer.run(signal)
  } catch (error) {
    if (!signal.aborted) throw error
  } finally {
    server.closeAllConnections()
    server.close()
  }
  log.info('stopped')
}

/** @throws Error that names the variable where the port is taken */
const listen = async (server: Server, port: number): Promise<Server> => {
  server.listen(port)
  try {
    await once(server, 'listening')
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw cause
    throw new InvalidConfig(`port ${port} is taken: stop what listens there, or set INDEXER_PORT to another`, { cause })
  }
  return server
}

const runReplay = async (verify: boolean, signal: AbortSignal): Promise<void> => {
  const config = readBaseConfig()
  const log = pino({ name: 'replay', level: config.logLevel })
  await migrate(config.databaseUrl)
  const { databaseUrl } = config
  const options = { databaseUrl, interpretation: createInterpretation(), log, signal, verify }
  const result = await replay(options).catch((cause: unknown) => {
    throw signal.aborted ? new Stopped('replay stopped; the live tables are as they were', { cause }) : cause
  })
  const { events, eventsPerSecond } = result
  const seconds = Number(result.seconds.toFixed(1))
  if (!verify) log.info({ events, seconds, eventsPerSecond }, 'rebuilt: the tables now are what the archive gives')
  else tellDifferences(log, result.differences, { events, seconds, eventsPerSecond })
}

/** The run was ended from outside before it was through. */
class Stopped extends Error {
  override name = 'Stopped'
}

const tellDifferences = (log: Logger, differences: readonly { table: string }[], figures: object) => {
  for (const difference of differences) log.error(difference, `${difference.table} is not what the archive gives`)
  if (differences.length > 0) process.exitCode = 1
  else log.info(figures, 'every table is what the archive gives')
}

const runNewIncarnation = async (passphrase: string): Promise<void> => {
  const { databaseUrl, logLevel } = readBaseConfig()
  const sql = openSql({ url: databaseUrl, connections: 1 })
  try {
    const renamed = await openIncarnation(sql, passphrase)
    pino({ name: 'indexer', level: logLevel }).info({ renamed }, 'a new incarnation; the old markets have these names')
  } finally {
    await sql.end()
  }
}

/** What to say where nothing listens at the address of the database; undefined for any other error. */
const noDatabase = (error: unknown): string | undefined => {
  const { code, address, port } = error as NodeJS.ErrnoException & { address?: string; port?: number }
  if (code !== 'ECONNREFUSED') return undefined
  return `No database answers at ${address}:${port}: start it (\`npm start\` brings one), or set DATABASE_URL.`
}

const main = async (args: readonly string[]): Promise<void> => {
  const [command, ...options] = args
  if (command === undefined) await runTail(stopSignal())
  else if (command === 'replay' && options.every((option) => option === '--verify'))
    await runReplay(options.length > 0, stopSignal())
  else if (command === 'new-incarnation' && options.length === 1) await runNewIncarnation(options[0]!)
  else throw new InvalidConfig(USAGE)
}

try {
  await main(process.argv.slice(2))
} catch (error) {
  // What a person mistyped or wanted needs no stack.
  const plain = [InvalidConfig, Stopped, MarketConflict].some((kind) => error instanceof kind)
  console.error(plain ? (error as Error).message : (noDatabase(error) ?? error))
  process.exitCode = 1
}
// Everything is closed; a library's idle timer must not keep a supervisor waiting.
process.exit()
