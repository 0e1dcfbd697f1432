/** Puts the relay together: for `main.ts`, and for tests that want one in their own process. */
import type { Logger } from 'pino'
import { hexToBytes } from 'viem'
import { loadContractSpec } from '../../contract/interface/spec.ts'
import { loadContractWasm } from '../../contract/interface/wasm.ts'
import { warnExposed } from '../../program/address.ts'
import { createCalls } from '../chain/calls.ts'
import { fundChannels } from '../chain/funding.ts'
import { createSubmitter } from '../chain/submitter.ts'
import type { Supervised } from '../http.ts'
import { observeSubmitter } from '../submitter-metrics.ts'
import type { Attestor } from './attestor/attestor.ts'
import { createLocalKey } from './attestor/local-key.ts'
import { createRemoteSigner } from './attestor/remote-signer.ts'
import type { AttestorSettings, Config, EvmSettings } from './config.ts'
import { connectNode } from './evm/node.ts'
import { createEvmNodes } from './evm/nodes.ts'
import { createProofSets } from './evm/proof-sets.ts'
import { createStreams } from './market/streams.ts'
import { createMetrics, PREFIX } from './metrics.ts'
import { createMonitor, type Monitor } from './monitor.ts'
import { createPass } from './pass.ts'
import { createRelay, type Relay } from './relay.ts'

export interface StartedRelay extends Supervised {
  readonly relay: Relay
  /** Makes sure that the accounts that pay exist. @throws ChannelsMissing, Obstacle */
  prepare(signal: AbortSignal): Promise<readonly string[]>
  stop(): void
}

/** Nothing is asked or sent before `prepare` or a pass. @throws LocalKeyRefused */
export const startRelay = (config: Config, log: Logger, { dryRun = false } = {}): StartedRelay => {
  const metrics = createMetrics()
  const monitor = createMonitor(log, metrics)
  const { market, signer, channels, friendbotUrl, evm, patience } = config
  const { rpcUrls, networkPassphrase, contractId } = market
  warnExposed(log, [...rpcUrls, ...evm.rpcUrls])
  const observer = observeSubmitter(metrics.registry, PREFIX, log)
  const target = { rpcUrls, networkPassphrase, contractId, spec: loadContractSpec() }
  const submitter = createSubmitter({ ...target, signer, channels, observer, patience })
  const reader = { submitter, calls: createCalls(loadContractWasm()) }
  const halt = new AbortController()
  const pass = createPass({
    ...reader,
    ...partsOf(evm, monitor, halt.signal),
    attestor: attestorOf(config.attestor, networkPassphrase),
    streams: createStreams(reader),
    networkPassphrase,
    contractId,
    tipsTo: config.tipsTo,
    dryRun,
    refused: monitor.refused,
  })
  const relay = createRelay({ pass, monitor, pollMs: config.pollMs })
  return {
    relay,
    registry: metrics.registry,
    ready: () => describe(relay, config.readyMs),
    prepare: (signal) =>
      fundChannels({ rpcUrls, networkPassphrase, channels: [signer, ...channels], friendbotUrl, signal }),
    stop: () => {
      halt.abort(new Error('the relay was stopped'))
      submitter.stop()
    },
  }
}

const partsOf = (evm: EvmSettings, monitor: Monitor, signal: AbortSignal) => ({
  verifier: evm.verifier,
  nodes: createEvmNodes({
    nodes: evm.rpcUrls.map((url) => connectNode({ url, timeoutMs: evm.timeoutMs, signal })),
    chainId: evm.chainId,
    failed: monitor.nodeFailed,
  }),
  proofSets: createProofSets({ ...evm, observer: monitor }),
})

const attestorOf = (settings: AttestorSettings, networkPassphrase: string): Attestor => {
  if (settings.kind === 'local') return createLocalKey({ ...settings, networkPassphrase })
  const { url, token } = settings
  return createRemoteSigner({ url, publicKey: hexToBytes(settings.publicKey), ...(token !== undefined && { token }) })
}

/** Ready while passes go through. @param readyMs how old the last one may be */
const describe = ({ status }: Relay, readyMs: number) => {
  const { passedAt, failures, error, report } = status
  const ready = passedAt !== null && performance.now() - passedAt <= readyMs
  return { ready, failures, ...(error === null ? {} : { error }), report }
}
