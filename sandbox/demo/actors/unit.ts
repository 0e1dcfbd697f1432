/** What providers do with capacity: commit units to some of their buckets, service them, retire them, replace them. */

import type { Call } from '../call.ts'
import type { DemoProvider } from '../cast.ts'
import type { Chance } from '../chance.ts'
import type { MarketView } from '../market-view.ts'
import { bucketKey, type UnitsView } from '../view/bucket.ts'

/** Every other bucket of the opening is cut into units of this many MB. */
const UNIT_MB = 512_000n
const OPENING_UNITS = 16

/** The first units of the provider's buckets, where there are none yet. */
export const openingUnits = (provider: DemoProvider, view: MarketView): Call[] =>
  [...view.buckets.values()]
    .filter((bucket) => bucket.provider === provider.keypair.publicKey() && bucket.bucketId % 2 === 0)
    .filter(({ bucketId, status, locked }) => status === 'Active' && !locked && missing(provider, view, bucketId))
    .map(({ bucketId }) => call(provider, bucketId, 'commit_units', { count: OPENING_UNITS, unit_mb: UNIT_MB }))

const missing = (provider: DemoProvider, view: MarketView, bucketId: number) =>
  !view.units.has(bucketKey(provider.keypair.publicKey(), bucketId))

/** Now and then some units of one bucket change their place in life. */
export const unitTurn = (provider: DemoProvider, view: MarketView, chance: Chance): Call[] => {
  const own = [...view.units.values()].filter((units) => units.provider === provider.keypair.publicKey())
  const units = chance.pick(own.filter(({ bucketId }) => isListed(provider, view, bucketId)))
  if (units === undefined || !chance.percent(25)) return []
  const [service, back, retired] = [some(units, 'Free', chance), some(units, 'Maintenance', chance), old(units, chance)]
  if (back.length > 0 && chance.percent(50))
    return [call(provider, units.bucketId, 'set_units_maintenance', { units: back, maintenance: false })]
  if (retired.length > 0 && chance.percent(25))
    return [call(provider, units.bucketId, 'decommission_units', { units: retired })]
  if (units.free < 4) return [call(provider, units.bucketId, 'commit_units', { count: 8, unit_mb: units.unitMb })]
  if (service.length === 0) return []
  return [call(provider, units.bucketId, 'set_units_maintenance', { units: service, maintenance: true })]
}

const isListed = (provider: DemoProvider, view: MarketView, bucketId: number) =>
  view.buckets.get(bucketKey(provider.keypair.publicKey(), bucketId))?.status === 'Active'

/** Up to three units in a status. */
const some = ({ units }: UnitsView, status: string, chance: Chance) =>
  [...units.values()]
    .filter((unit) => unit.status === status)
    .slice(0, chance.between(1, 3))
    .map(({ unitId }) => unitId)

/** A unit to retire: one that serves a deal leaves when that ends. */
const old = (units: UnitsView, chance: Chance) => some(units, chance.percent(50) ? 'InUse' : 'Free', chance).slice(0, 1)

const call = (provider: DemoProvider, bucketId: number, name: string, args: Record<string, unknown>): Call => ({
  signer: provider.keypair,
  function: name,
  args: { provider_id: provider.keypair.publicKey(), bucket_id: bucketId, ...args },
})
