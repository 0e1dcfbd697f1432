/** What the certifier does: certifies providers and service providers, and revokes. Certificates also just run out. */

import type { Call } from '../call.ts'
import type { Cast } from '../cast.ts'
import type { Chance } from '../chance.ts'
import type { MarketView } from '../market-view.ts'
import { CERTIFICATE_KINDS } from '../service-providers.ts'
import { certificationKey } from '../view/certification.ts'

const DAY = 86_400

/** One examination now and then. */
export const certifierTurn = (cast: Cast, view: MarketView, chance: Chance): Call[] => {
  const subject = chance.pick(subjectsOf(view))
  if (subject === undefined || !chance.percent(45)) return []
  const kind = chance.pick(CERTIFICATE_KINDS)!
  const held = view.certifications.get(certificationKey(subject.address, subject.topic, kind))
  const which = { subject: subject.address, role: { tag: subject.role }, kind }
  const valid = held !== undefined && !held.revoked && held.validUntil > view.now
  if (valid) return chance.percent(20) ? [call(cast, 'revoke_certification', which)] : []
  const valid_until = view.now + BigInt(chance.between(2, 90) * DAY)
  return [call(cast, 'certify', { ...which, level: chance.between(1, 5), valid_until })]
}

const subjectsOf = (view: MarketView) => [
  ...[...view.providers].map((address) => ({ address, role: 'Provider', topic: 'provider' })),
  ...[...view.serviceProviders].map((address) => ({ address, role: 'ServiceProvider', topic: 'service_provider' })),
]

const call = (cast: Cast, name: string, args: Record<string, unknown>): Call => ({
  signer: cast.certifier,
  function: name,
  args,
})
