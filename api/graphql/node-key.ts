/** Keys inside global ids: the market's name, then the identity within it. */
import type { MarketState } from '../reads/market.ts'
import type { Reads } from '../reads/reads.ts'
import type { ParentKey } from '../reads/related.ts'
import { clientError } from './errors.ts'

/** `market/part/part`. */
export const nodeKey = (market: MarketState, ...parts: (string | number | bigint)[]): string =>
  [market.name, ...parts].join('/')

/**
 * The identity that a key names, starting with the market's id.
 * @param shape one pattern for each part after the market
 * @throws BAD_ID when the key has another shape, or names a market that is not here
 */
export const identityOf = (reads: Reads, key: string, shape: readonly RegExp[]): ParentKey => {
  const [name, ...parts] = key.split('/')
  const market = reads.markets.all.find((known) => known.name === name)
  if (!market || parts.length !== shape.length || !shape.every((pattern, at) => pattern.test(parts[at]!)))
    throw clientError('BAD_ID', `"${key}" names nothing that could be here.`)
  return [market.id, ...parts]
}

export const ADDRESS_PART = /^[GC][A-Z2-7]{55}$/
/** Fits Postgres' int4. */
export const NUMBER_PART = /^\d{1,9}$/
/** Fits Postgres' int8. */
export const LONG_PART = /^\d{1,18}$/
