/** One round of the market: everybody looks at the same state, decides, and the calls are played. */
import { certifierTurn } from './actors/certifier.ts'
import { consumerTurn, registerConsumer } from './actors/consumer.ts'
import { creditorTurn } from './actors/creditor.ts'
import { arbiterTurn, partyTurn } from './actors/dispute.ts'
import { keeperTurn } from './actors/keeper.ts'
import { oracleTurn } from './actors/oracle.ts'
import { openingRules, ownerTurn } from './actors/owner.ts'
import { openingBuckets, providerTurn, registerProvider } from './actors/provider.ts'
import { registerServiceProvider, serviceProviderTurn } from './actors/service-provider.ts'
import { streamConsumerTurn, streamProviderTurn } from './actors/stream.ts'
import { openingUnits, unitTurn } from './actors/unit.ts'
import type { Call } from './call.ts'
import type { Cast } from './cast.ts'
import { type Chance, chanceOf } from './chance.ts'
import type { MarketView } from './market-view.ts'

/** What is still missing of the opening: rules, parties that register, buckets, units. Empty once all is there. */
export const openingCalls = (cast: Cast, view: MarketView, seed: string): Call[] => {
  const registrations = [
    ...openingRules(cast, view),
    ...cast.providers.flatMap((provider) => registerProvider(provider, view)),
    ...cast.consumers.flatMap((consumer) => registerConsumer(consumer, view)),
    ...(view.deals.size > 0
      ? []
      : cast.serviceProviders.flatMap((provider) => registerServiceProvider(provider, view))),
  ]
  const listings = cast.providers
    .filter(({ keypair }) => view.providers.has(keypair.publicKey()))
    .flatMap((provider) => openingBuckets(provider, view, chanceOf(`${seed} opening ${provider.key}`)))
  const units = view.deals.size > 0 ? [] : cast.providers.flatMap((provider) => openingUnits(provider, view))
  return [...registrations, ...listings, ...units]
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
  const awake = <T extends { key: string }>(all: readonly T[], turn: (one: T, chance: Chance) => Call[]) =>
    all.filter(({ key }) => chance(`${key} awake`).percent(size.activity)).flatMap((one) => turn(one, chance(one.key)))
  return [
    ...awake(cast.providers, (provider, luck) => [
      ...providerTurn(provider, view, luck),
      ...streamProviderTurn(provider, view, luck),
      ...unitTurn(provider, view, luck),
      ...partyTurn(provider.keypair, view, luck),
    ]),
    ...awake(cast.consumers, (consumer, luck) => [
      ...consumerTurn(cast, consumer, view, luck),
      ...streamConsumerTurn(cast, consumer, view, luck),
      ...partyTurn(consumer.keypair, view, luck),
    ]),
    ...awake(cast.serviceProviders, (provider, luck) => serviceProviderTurn(provider, view, luck)),
    ...oracleTurn(cast, view, chance('oracle'), size.oracleCalls),
    ...officers(cast, view, chance),
  ]
}

const officers = (cast: Cast, view: MarketView, chance: (who: string) => Chance): Call[] => [
  ...certifierTurn(cast, view, chance('certifier')),
  ...arbiterTurn(cast, view, chance('arbiter')),
  ...keeperTurn(cast, view, chance('keeper')),
  ...creditorTurn(cast, view, chance('creditor')),
  ...ownerTurn(cast, view, chance('owner')),
]
