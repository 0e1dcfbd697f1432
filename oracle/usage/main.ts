/**
 * `node oracle/usage/main.ts`: reports usage until stopped. `… --once`: one round. `… --dry-run`: shows as JSON lines what
 * a round would report, and sends nothing.
 */
import pino, { type Logger } from 'pino'
import { InvalidConfig } from '../../program/invalid-config.ts'
import { ChannelsMissing } from '../chain/funding.ts'
import { SubmitterStopped } from '../chain/outcome.ts'
import { whileServing } from '../http.ts'
import { type Config, readConfig } from './config.ts'
import { type StartedOracle, startUsageOracle } from './start.ts'

const USAGE = 'usage: node oracle/usage/main.ts [--once | --dry-run]'

/** Aborted by SIGINT or SIGTERM. */
const stopSignal = (): AbortSignal => {
  const controller = new AbortController()
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => controller.abort(new Error(name)))
  return controller.signal
}

/** What was sent and not yet decided is found on the chain by the next run: stopping waits for nothing. */
const run = (config: Config, started: StartedOracle, log: Logger, signal: AbortSignal) =>
  whileServing(started, { port: config.port, variable: 'ORACLE_PORT' }, async (port) => {
    const { market, channels } = config
    log.info({ port, market: market.name, channels: channels.length }, 'listening: /health /ready /metrics')
    try {
      await prepare(started, log, signal)
      await started.oracle.run(signal)
    } catch (error) {
      if (!signal.aborted) throw error
    }
  })

const prepare = async (started: StartedOracle, log: Logger, signal: AbortSignal) => {
  const created = await started.prepare(signal)
  if (created.length > 0) log.info({ created: created.length }, 'channel accounts created')
}

const once = async (started: StartedOracle, log: Logger, signal: AbortSignal) => {
  await prepare(started, log, signal)
  log.info(await started.oracle.round(signal), 'round')
}

const dryRun = async ({ oracle }: StartedOracle, log: Logger, signal: AbortSignal) => {
  for (const planned of await oracle.plan(signal)) console.log(JSON.stringify(planned))
  log.info(oracle.totals(), 'dry run: nothing was sent')
}

const main = async (args: readonly string[]): Promise<void> => {
  const [command, ...rest] = args
  if (rest.length > 0 || ![undefined, '--once', '--dry-run'].includes(command)) throw new InvalidConfig(USAGE)
  const config = readConfig()
  // The plan goes to standard output, and the log must not mix with it.
  const log = pino({ name: 'oracle', level: config.logLevel }, pino.destination(command === '--dry-run' ? 2 : 1))
  const signal = stopSignal()
  const started = startUsageOracle(config, log)
  signal.addEventListener('abort', () => started.stop())
  if (command === '--dry-run') return dryRun(started, log, signal)
  if (command === '--once') return once(started, log, signal)
  await run(config, started, log, signal)
  log.info(started.oracle.totals(), 'stopped; since the start')
}

try {
  await main(process.argv.slice(2))
} catch (error) {
  // What a person mistyped or has to do needs no stack.
  const plain = [InvalidConfig, ChannelsMissing, SubmitterStopped].some((kind) => error instanceof kind)
  console.error(plain ? (error as Error).message : error)
  process.exitCode = 1
}
// A library's idle timer must not keep a supervisor waiting.
process.exit()
