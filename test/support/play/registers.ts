/** Parties register and change; some of what is certified of them is revoked. */

import type { PlayedMarket } from './market.ts'
import type { Cast } from './whole.ts'

export const playRegisters = async ({ call, now }: PlayedMarket, { owner, provider, consumer, issuer }: Cast) => {
  const [p, c, s] = [provider, consumer, owner].map((party) => party.publicKey())
  await call(provider, 'register_provider', { provider_id: p, description: 'Zürich' })
  await call(provider, 'update_provider', { provider_id: p, description: 'Genève' })
  await call(consumer, 'register_consumer', { consumer_id: c, description: '' })
  await call(consumer, 'update_consumer', { consumer_id: c, description: 'c' })
  const user = issuer.publicKey()
  await call(issuer, 'register_full_user', { user_address: user, description: 'both' })
  await call(owner, 'delete_provider', { provider_id: user })
  await call(owner, 'delete_consumer', { consumer_id: user })
  const service = { service_provider_id: s }
  await call(owner, 'register_service_provider', { ...service, category: 'Backup', description: 'b' })
  await call(owner, 'update_service_provider', { ...service, category: 'Archive', description: undefined })
  const of = (role: string) => ({ role: { tag: role, values: undefined }, kind: 'iso27001' })
  const until = { level: 3, valid_until: now() + 86_400n }
  await call(owner, 'certify', { subject: p, ...of('Provider'), ...until })
  await call(owner, 'certify', { subject: s, ...of('ServiceProvider'), ...until })
  await call(owner, 'revoke_certification', { subject: s, ...of('ServiceProvider') })
  await call(owner, 'delete_service_provider', service)
}
