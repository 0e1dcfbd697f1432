/** What the owner does: gives the roles away, accepts a second asset, and now and then changes the rules. */

import type { Call } from '../call.ts'
import type { Cast } from '../cast.ts'
import type { Chance } from '../chance.ts'
import type { MarketView } from '../market-view.ts'

/** What is still missing of the market's rules. */
export const openingRules = (cast: Cast, view: MarketView): Call[] => {
  const roles = { Oracle: cast.oracle, Certifier: cast.certifier, Arbiter: cast.arbiter }
  const missing = Object.entries(roles).filter(
    ([role, holder]) => view.roles.get(role.toLowerCase()) !== holder.publicKey(),
  )
  const asset = cast.secondAsset.contractId(cast.networkPassphrase)
  return [
    ...missing.map(([tag, holder]) => call(cast, 'set_role', { role: { tag }, holder: holder.publicKey() })),
    ...(view.assets.has(asset) ? [] : [call(cast, 'set_asset_accepted', { asset, accepted: true })]),
  ]
}

/** A pause ends with the owner's next look; other rules change rarely. */
export const ownerTurn = (cast: Cast, view: MarketView, chance: Chance): Call[] => {
  if (view.paused) return [call(cast, 'set_paused', { paused: false })]
  if (chance.percent(2)) return [call(cast, 'set_paused', { paused: true })]
  if (chance.percent(4)) return [call(cast, 'set_platform_fee', { platform_fee: BigInt(chance.between(15, 30) * 10) })]
  if (chance.percent(3)) return [call(cast, 'propose_owner', { new_owner: cast.arbiter.publicKey() })]
  if (chance.percent(6)) return [call(cast, 'propose_owner', { new_owner: undefined })]
  return struckOff(cast, view, chance)
}

/** The service provider that closed its doors leaves the register. */
const struckOff = (cast: Cast, view: MarketView, chance: Chance): Call[] => {
  const closed = cast.serviceProviders.at(-1)!.keypair.publicKey()
  if (!view.serviceProviders.has(closed) || !chance.percent(20)) return []
  return [call(cast, 'delete_service_provider', { service_provider_id: closed })]
}

const call = (cast: Cast, name: string, args: Record<string, unknown>): Call => ({
  signer: cast.owner,
  function: name,
  args,
})
