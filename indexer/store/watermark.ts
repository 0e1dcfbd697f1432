/** The contiguous position of a market: every ledger through it was scanned, or is a recorded gap. */
import type { Sql, Transaction } from '../../prisma/client.ts'
import type { Tip } from '../chain/ledgers.ts'
import { LostLock, type WriterLock } from './lock.ts'

/** The last ledger that is done. */
export const readWatermark = async (sql: Sql, marketId: number): Promise<number> => {
  const [row] = await sql<{ ledger: number }[]>`select ledger from watermark where market_id = ${marketId}`
  return row!.ledger
}

/** A step of the watermark. */
export interface Step {
  /** Where it has to stand. */
  readonly from: number
  readonly to: number
  /** Close time of `to`, where known. */
  readonly closedAt: Date | null
  readonly tip: Tip
}

/**
 * Moves the watermark. As the first statement of a batch it also proves that the writer still is the only one.
 * @throws LostLock where the watermark stands elsewhere, or the session is not the one that took the lock
 */
export const moveWatermark = async (transaction: Transaction, lock: WriterLock, step: Step): Promise<void> => {
  const { from, to, closedAt, tip } = step
  const moved = await transaction`
    update watermark set
      ledger = ${to},
      closed_at = ${closedAt},
      tip_ledger = greatest(tip_ledger, ${tip.ledger}::int),
      tip_closed_at = case when ${tip.ledger}::int >= tip_ledger then ${tip.closedAt}::timestamptz else tip_closed_at end
    where market_id = ${lock.marketId} and ledger = ${from} and pg_backend_pid() = ${lock.backend}`
  if (moved.count !== 1)
    throw new LostLock(
      `market ${lock.marketId}: the watermark left ${from}, or the connection that held the lock is gone`,
    )
}
