/**
 * `node oracle/relay/main.ts`: relays storage proofs until SIGINT or SIGTERM. `… --once`: one pass, its report as JSON on
 * standard output. With RELAY_DRY_RUN=true nothing is signed and nothing sent.
 */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import pino, { type Logger } from 'pino'
import { hexToBytes } from 'viem'
import { loadContractSpec } from '../../contract/interface/spec.ts'
import { loadContractWasm } from '../../contract/interface/wasm.ts'
import { createCalls } from '../chain/calls.ts'
import { ChannelsMissing, fundChannels, LOCAL_PASSPHRASE } from '../chain/funding.ts'
import { deriveChannels } from '../chain/keys.ts'
import { createSubmitter, type Submitter } from '../chain/submitter.ts'
import { InvalidConfig } from '../config.ts'
import { createHttpHandler, listen } from '../http.ts'
import { observeSubmitter } from '../submitter-metrics.ts'
import type { Attestor } from './attestor/attestor.ts'
import { createLocalKey, LocalKeyRefused } from './attestor/local-key.ts'
import { createRemoteSigner } from './attestor/remote-signer.ts'
import { type Config, readConfig } from './config.ts'
import { createMetrics, PREFIX } from './metrics.ts'
import { createRelay, type Relay } from './relay.ts'

const USAGE = 'usage: node oracle/relay/main.ts [--once]'

/** Aborted by SIGINT or SIGTERM; what is under way ends well. */
const stopSignal = (): AbortSignal => {
  const controller = new AbortController()
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => controller.abort(new Error(name)))
  return controller.signal
}

const attestorOf = ({ attestor, market: { networkPassphrase } }: Config): Attestor => {
  if (attestor.kind === 'local') return createLocalKey({ ...attestor, networkPassphrase })
  const { url, token } = attestor
  return createRemoteSigner({ url, publicKey: hexToBytes(attestor.publicKey), ...(token !== undefined && { token }) })
}

/** On the local network, accounts that are missing are created: the signer's and its channels'. */
const openSubmitter = async (config: Config, log: Logger, registry: ReturnType<typeof createMetrics>['registry']) => {
  const { market, signer, instance } = config
  const { rpcUrls, networkPassphrase, contractId } = market
  const channels = deriveChannels(signer, config.dryRun ? 0 : config.channels, instance)
  const friendbotUrl = networkPassphrase === LOCAL_PASSPHRASE ? String(new URL('/friendbot', rpcUrls[0])) : undefined
  const accounts = config.dryRun ? [] : [signer, ...channels]
  const created = await fundChannels({ rpcUrls, networkPassphrase, channels: accounts, friendbotUrl })
  if (created.length > 0) log.info({ created }, 'accounts created')
  const observer = observeSubmitter(registry, PREFIX, log)
  return createSubmitter({
    rpcUrls,
    networkPassphrase,
    contractId,
    spec: loadContractSpec(),
    signer,
    channels,
    observer,
  })
}

/** Serves health and metrics while the relay runs. */
const serve = async (relay: Relay, submitter: Submitter, config: Config, parts: Parts): Promise<void> => {
  const { metrics, log, signal } = parts
  const ready = () => {
    const { passedAt, failures, error, report } = relay.status
    const isReady = passedAt !== null && performance.now() - passedAt <= config.readyMs
    return { ready: isReady, failures, ...(error === null ? {} : { error }), report }
  }
  const handler = createHttpHandler({ registry: metrics.registry, ready })
  const server = await listen(createServer(handler), config.port, 'RELAY_PORT')
  const { port } = server.address() as AddressInfo
  log.info({ port, market: config.market.name, dryRun: config.dryRun }, 'listening: /health /ready /metrics')
  signal.addEventListener('abort', () => submitter.stop())
  try {
    await relay.run()
  } finally {
    server.closeAllConnections()
    server.close()
  }
  log.info('stopped')
}

interface Parts {
  readonly metrics: ReturnType<typeof createMetrics>
  readonly log: Logger
  readonly signal: AbortSignal
}

const main = async (args: readonly string[]): Promise<void> => {
  if (args.length > 1 || (args.length === 1 && args[0] !== '--once')) throw new InvalidConfig(USAGE)
  const config = readConfig()
  const once = args.length === 1
  // With --once, standard output is the report's.
  const log = pino({ name: 'relay', level: config.logLevel }, pino.destination(once ? 2 : 1))
  const attestor = attestorOf(config)
  const metrics = createMetrics()
  const signal = stopSignal()
  const submitter = await openSubmitter(config, log, metrics.registry)
  const calls = createCalls(loadContractWasm())
  const relay = createRelay({ ...config, attestor, submitter, calls, metrics, log, signal })
  if (once) console.log(JSON.stringify(await relay.once(), null, 2))
  else await serve(relay, submitter, config, { metrics, log, signal })
}

try {
  await main(process.argv.slice(2))
} catch (error) {
  // What a person mistyped or has to provide needs no stack.
  const plain = [InvalidConfig, LocalKeyRefused, ChannelsMissing].some((kind) => error instanceof kind)
  console.error(plain ? (error as Error).message : error)
  process.exitCode = 1
}
// Everything is closed; a library's idle timer must not keep a supervisor waiting.
process.exit()
