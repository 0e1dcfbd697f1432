/**
 * `node oracle/relay/main.ts`: relays storage proofs until stopped. `… --once`: one pass, its report as JSON on standard
 * output. `… --dry-run`: a pass that looks and reports, signs nothing and sends nothing.
 */
import pino, { type Logger } from 'pino'
import { InvalidConfig } from '../../program/invalid-config.ts'
import { ChannelsMissing } from '../chain/funding.ts'
import { SubmitterStopped } from '../chain/outcome.ts'
import { whileServing } from '../http.ts'
import { LocalKeyRefused } from './attestor/local-key.ts'
import { type Config, readConfig } from './config.ts'
import { type StartedRelay, startRelay } from './start.ts'

const USAGE = 'usage: node oracle/relay/main.ts [--once | --dry-run]'

/** Aborted by SIGINT or SIGTERM. */
const stopSignal = (): AbortSignal => {
  const controller = new AbortController()
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => controller.abort(new Error(name)))
  return controller.signal
}

/** What was sent and not yet decided is found on the chain by the next run: stopping waits for nothing. */
const run = (config: Config, started: StartedRelay, log: Logger, signal: AbortSignal) =>
  whileServing(started, { port: config.port, variable: 'RELAY_PORT' }, async (port) => {
    const { market, channels } = config
    log.info({ port, market: market.name, channels: channels.length }, 'listening: /health /ready /metrics')
    try {
      await prepare(started, log, signal)
      await started.relay.run(signal)
    } catch (error) {
      if (!signal.aborted) throw error
    }
  })

const prepare = async (started: StartedRelay, log: Logger, signal: AbortSignal) => {
  const created = await started.prepare(signal)
  if (created.length > 0) log.info({ created: created.length }, 'accounts created')
}

const main = async (args: readonly string[]): Promise<void> => {
  const [command, ...rest] = args
  if (rest.length > 0 || ![undefined, '--once', '--dry-run'].includes(command)) throw new InvalidConfig(USAGE)
  const config = readConfig()
  // The report goes to standard output, and the log must not mix with it.
  const log = pino({ name: 'relay', level: config.logLevel }, pino.destination(command === undefined ? 1 : 2))
  const signal = stopSignal()
  const started = startRelay(config, log, { dryRun: command === '--dry-run' })
  signal.addEventListener('abort', () => started.stop())
  if (command === undefined) await run(config, started, log, signal)
  else {
    if (command === '--once') await prepare(started, log, signal)
    console.log(JSON.stringify(await started.relay.once(), null, 2))
  }
  log.info('stopped')
}

try {
  await main(process.argv.slice(2))
} catch (error) {
  // What a person mistyped or has to do needs no stack.
  const plain = [InvalidConfig, LocalKeyRefused, ChannelsMissing, SubmitterStopped].some(
    (kind) => error instanceof kind,
  )
  console.error(plain ? (error as Error).message : error)
  process.exitCode = 1
}
// A library's idle timer must not keep a supervisor waiting.
process.exit()
