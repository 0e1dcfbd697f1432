/** Who is owed a payment that could not arrive has it sent to somebody who can take it. */

import type { Call } from '../call.ts'
import type { Cast } from '../cast.ts'
import type { Chance } from '../chance.ts'
import type { MarketView } from '../market-view.ts'

/** Claims credits now and then; the money goes to a partner with a trustline. */
export const creditorTurn = (cast: Cast, view: MarketView, chance: Chance): Call[] => {
  const partner = cast.providers.find(({ trustlines }) => trustlines)!.keypair.publicKey()
  return cast.providers.flatMap(({ keypair, trustlines }) => {
    const credit = [...view.credits.values()].find(({ party, amount }) => party === keypair.publicKey() && amount > 0n)
    if (trustlines || credit === undefined || !chance.percent(5)) return []
    const args = { party: credit.party, asset: credit.asset, to: partner }
    return [{ signer: keypair, function: 'claim_credit', args }]
  })
}
