/**
 * What stands in a call's way for now, by kind: the kind decides how often it is tried again. An obstacle is raised only
 * once nothing that was sent for the call can be applied any more, so that trying again never does it twice.
 */

/** Most further attempts by kind. */
export const RETRIES = {
  /** No node answers. */
  node: 8,
  /** Another transaction of the channel came first. */
  sequence: 10,
  /** The state moved between simulation and application: the footprint or the resources no longer fit. */
  race: 10,
  /** The fee was too low to be looked at; the next attempt offers more. */
  fee: 4,
  /** The node does not know the channel yet: right after its creation. */
  account: 4,
  /** No ledger took it in while it was valid; the next attempt offers more. */
  expired: 2,
} as const

/** Why a call has to be tried again. */
export type ObstacleKind = keyof typeof RETRIES

/** Try again, as often as `RETRIES` allows. */
export class Obstacle extends Error {
  override name = 'Obstacle'
  readonly kind: ObstacleKind
  constructor(kind: ObstacleKind, message: string, options?: ErrorOptions) {
    super(message, options)
    this.kind = kind
  }
}

/** Counts obstacles of one call and says whether another attempt is allowed. */
export const createRetryBudget = () => {
  const used = new Map<ObstacleKind, number>()
  return (kind: ObstacleKind): boolean => {
    const count = (used.get(kind) ?? 0) + 1
    used.set(kind, count)
    return count <= RETRIES[kind]
  }
}

/** Most attempts of a call, whatever the kinds. */
export const MOST_RETRIES = Object.values(RETRIES).reduce<number>((sum, count) => sum + count, 0)
