/** Transactions that this process handed to the network: tells "not there yet" from "never heard of". */

/** More would only be remembered for their last seconds. */
const CAPACITY = 10_000
/** How long a transaction without a time limit counts as pending, in seconds. */
const UNBOUNDED_SECS = 3_600

export interface Relayed {
  /** @param until latest close time that can take it in, unix seconds; @param sentAt close time of the newest ledger */
  remember(hash: string, until: number | undefined, sentAt: number): void
  /** The last close time at which it may still be taken in; undefined when it was not relayed here. */
  waitsUntil(hash: string): number | undefined
}

/** Forgets the oldest first. */
export const createRelayed = (): Relayed => {
  const untilByHash = new Map<string, number>()
  return {
    remember: (hash, until, sentAt) => {
      untilByHash.delete(hash)
      untilByHash.set(hash, until ?? sentAt + UNBOUNDED_SECS)
      const [oldest] = untilByHash.keys()
      if (untilByHash.size > CAPACITY && oldest !== undefined) untilByHash.delete(oldest)
    },
    waitsUntil: (hash) => untilByHash.get(hash),
  }
}
