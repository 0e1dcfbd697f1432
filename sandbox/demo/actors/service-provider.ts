/** What service providers do: register, and say anew what they do. */

import type { Call } from '../call.ts'
import type { DemoServiceProvider } from '../cast.ts'
import type { Chance } from '../chance.ts'
import type { MarketView } from '../market-view.ts'

/** Registers the service provider, when it is not yet. */
export const registerServiceProvider = (provider: DemoServiceProvider, view: MarketView): Call[] =>
  view.serviceProviders.has(provider.keypair.publicKey())
    ? []
    : [call(provider, 'register_service_provider', { category: provider.category, description: provider.description })]

/** Now and then one describes itself anew. */
export const serviceProviderTurn = (provider: DemoServiceProvider, view: MarketView, chance: Chance): Call[] =>
  view.serviceProviders.has(provider.keypair.publicKey()) && chance.percent(5)
    ? [
        call(provider, 'update_service_provider', {
          category: undefined,
          description: `${provider.description}; ${chance.between(2, 30)} customers`,
        }),
      ]
    : []

const call = (provider: DemoServiceProvider, name: string, args: Record<string, unknown>): Call => ({
  signer: provider.keypair,
  function: name,
  args: { service_provider_id: provider.keypair.publicKey(), ...args },
})
