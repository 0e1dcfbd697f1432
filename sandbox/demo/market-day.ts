/** One round of the market: everybody looks at the same state, decides, and the calls are played. */
import { consumerTurn, registerConsumer } from './actors/consumer.ts'
import { oracleTurn } from './actors/oracle.ts'
import { openingBuckets, providerTurn, registerProvider } from './actors/provider.ts'
import type { Call } from './call.ts'
import type { Cast } from './cast.ts'
import { chanceOf } from './chance.ts'
import type { MarketView } from './market-view.ts'

/** What is still missing of the opening: parties that register, buckets that are listed. Empty once all is there. */
export const openingCalls = (cast: Cast, view: MarketView, seed: string): Call[] => {
  const registrations = [
    ...cast.providers.flatMap((provider) => registerProvider(provider, view)),
    ...cast.consumers.flatMap((consumer) => registerConsumer(consumer, view)),
  ]
  const listings = cast.providers
    .filter(({ keypair }) => view.providers.has(keypair.publicKey()))
    .flatMap((provider) => openingBuckets(provider, view, chanceOf(`${seed} opening ${provider.key}`)))
  return [...registrations, ...listings]
}

export interface RoundSize {
  /** Percent of the parties that act in a round. */
  readonly activity: number
  /** Most calls of the oracle in a round. */
  readonly oracleCalls: number
}

/** What everybody does in a round; the same seed, round and state always give the same calls. */
export const roundCalls = (cast: Cast, view: MarketView, seed: string, round: number, size: RoundSize): Call[] => {
  const chance = (who: string) => chanceOf(`${seed} round ${round} ${who}`)
  const awake = (who: string) => chance(`${who} awake`).percent(size.activity)
  return [
    ...cast.providers
      .filter(({ key }) => awake(key))
      .flatMap((provider) => providerTurn(provider, view, chance(provider.key))),
    ...cast.consumers
      .filter(({ key }) => awake(key))
      .flatMap((consumer) => consumerTurn(consumer, view, chance(consumer.key))),
    ...oracleTurn(cast, view, chance('oracle'), size.oracleCalls),
  ]
}
