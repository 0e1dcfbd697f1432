/** Puts the usage oracle together: for `main.ts`, and for tests that want one in their own process. */
import type { Logger } from 'pino'
import { loadContractSpec } from '../../contract/interface/spec.ts'
import { loadContractWasm } from '../../contract/interface/wasm.ts'
import { warnExposed } from '../../program/address.ts'
import { createCalls } from '../chain/calls.ts'
import { fundChannels } from '../chain/funding.ts'
import { createSubmitter } from '../chain/submitter.ts'
import type { Supervised } from '../http.ts'
import { observeSubmitter } from '../submitter-metrics.ts'
import type { Config } from './config.ts'
import { createMarket } from './market.ts'
import { createMetrics, PREFIX } from './metrics.ts'
import { createUsageOracle, type UsageOracle } from './oracle.ts'
import { createRejects } from './rejects.ts'
import { createFolderSource } from './telemetry/folder.ts'
import { createHttpSource } from './telemetry/http.ts'
import { joinSources } from './telemetry/source.ts'

export interface StartedOracle extends Supervised {
  readonly oracle: UsageOracle
  /** Makes sure that the channel accounts exist. @throws ChannelsMissing, Obstacle */
  prepare(signal: AbortSignal): Promise<readonly string[]>
  stop(): void
}

/** Nothing is asked or sent before `prepare` or a round. */
export const startUsageOracle = (config: Config, log: Logger): StartedOracle => {
  const metrics = createMetrics()
  const { market, signer, channels, settings, friendbotUrl, patience } = config
  const { rpcUrls, networkPassphrase, contractId } = market
  warnExposed(log, rpcUrls)
  const observer = observeSubmitter(metrics.registry, PREFIX, log)
  const target = { rpcUrls, networkPassphrase, contractId, spec: loadContractSpec() }
  const submitter = createSubmitter({ ...target, signer, channels, observer, patience })
  const oracle = createUsageOracle({
    market: createMarket(submitter, createCalls(loadContractWasm())),
    now: submitter.now,
    source: joinSources(config.telemetry.map((place) => sourceOf(place, config.telemetryToken))),
    rejects: createRejects(config.rejectsFile, log),
    metrics,
    settings,
    log,
  })
  return {
    oracle,
    registry: metrics.registry,
    ready: oracle.status,
    prepare: (signal) => fundChannels({ rpcUrls, networkPassphrase, channels, friendbotUrl, signal }),
    stop: submitter.stop,
  }
}

const sourceOf = (place: string, token: string | undefined) =>
  /^https?:\/\//.test(place) ? createHttpSource({ url: place, token }) : createFolderSource(place)
