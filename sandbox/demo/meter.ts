/**
 * Telemetry of the running deals, as storage providers' meters would send it: files of NDJSON that the usage oracle reads.
 * An hour a file; what is older than a day is removed.
 */
import { appendFileSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Cast } from './cast.ts'
import type { Chance } from './chance.ts'
import type { MarketView } from './market-view.ts'
import type { DealView } from './view/deal.ts'

const HOUR = 3_600n
const DAY = 24n * HOUR
const METERED = ['Funded', 'BreachedProvider']

/** A deal is measured in every so many rounds. */
const ROUNDS = 5

/** Appends the samples of a round. @param folder where the oracle reads */
export const writeTelemetry = (folder: string, cast: Cast, view: MarketView, round: number, chance: Chance): void => {
  const samples = [...view.deals.values()]
    .filter(({ status, dealId }) => METERED.includes(status) && (dealId + round) % ROUNDS === 0)
    .map((deal) => `${JSON.stringify(sampleOf(cast, deal, view.now, chance))}\n`)
  mkdirSync(folder, { recursive: true })
  forget(folder, view.now - DAY)
  if (samples.length > 0) appendFileSync(join(folder, `${view.now / HOUR}.ndjson`), samples.join(''))
}

/** About a tenth of what was agreed lies there; who does not keep his promises is slow or away. */
const sampleOf = (cast: Cast, deal: DealView, now: bigint, chance: Chance) => {
  const profile = cast.providers.find(({ keypair }) => keypair.publicKey() === deal.provider)
  const kept = chance.percent(profile?.reliability ?? 95)
  const up = kept || chance.percent(50)
  const latency = kept ? (deal.latencyTarget * chance.between(55, 100)) / 100 : deal.latencyTarget * 4
  return {
    deal_id: deal.dealId,
    consumer: deal.consumer,
    provider: deal.provider,
    at: Number(now),
    storage_mb: Number((deal.agreedStorageMb * BigInt(chance.between(8, 12))) / 100n),
    egress_mb: Number((deal.agreedEgressMb * BigInt(chance.between(0, 20))) / 1_000n),
    latency_ms: up ? Math.floor(latency) : null,
    up,
  }
}

const forget = (folder: string, before: bigint) => {
  for (const file of readdirSync(folder)) {
    const hour = /^(\d+)\.ndjson$/.exec(file)?.[1]
    if (hour !== undefined && BigInt(hour) * HOUR < before - HOUR) rmSync(join(folder, file))
  }
}
