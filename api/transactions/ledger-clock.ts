/** The network's clock: the newest ledger, asked for once a ledger and not once a transaction. */
import type { ChainRpc, NewestLedger } from './rpc.ts'

/** While builds follow one another faster than this, what was asked last is good until a newer ledger shows. */
const MAX_AGE_MS = 1_000

export interface LedgerClock {
  /** The newest ledger, remembered for a second at most. */
  recent(): Promise<NewestLedger>
  /** The newest ledger, asked for now. */
  fresh(): Promise<NewestLedger>
}

/** @param now milliseconds, only for how old the memory is */
export const createLedgerClock = (rpc: Pick<ChainRpc, 'newestLedger'>, now = () => performance.now()): LedgerClock => {
  let last: { ledger: NewestLedger; at: number } | undefined
  const fresh = async () => {
    const at = now()
    const ledger = await rpc.newestLedger()
    if (!last || ledger.sequence >= last.ledger.sequence) last = { ledger, at }
    return ledger
  }
  return {
    fresh,
    recent: async () => (last && now() - last.at <= MAX_AGE_MS ? last.ledger : fresh()),
  }
}
