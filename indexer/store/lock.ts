/**
 * One writer per market, and no writer while a replay swaps its tables in.
 *
 * The writer's lock belongs to the session of the one connection that also writes, so a broken connection loses both.
 * A driver that silently opened another connection is found out by its process id (see watermark.ts).
 * The projections' lock lasts for a transaction: every batch shares it, the swap takes it alone.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Sql, Transaction } from '../../prisma/client.ts'

/** First key of the writers' locks; the second is the market. Any number that no other lock uses. */
const WRITER = 7_311_906
/** First key of the projections' lock. */
const PROJECTIONS = 7_311_907
/** First key of the lock of a replay. */
const REPLAY = 7_311_908
const RETRY_MS = 250

/** The lock is gone: another writer may be at work. */
export class LostLock extends Error {
  override name = 'LostLock'
}

/** A writer's right to a market. */
export interface WriterLock {
  readonly marketId: number
  /** Process of the server that holds it. */
  readonly backend: number
}

/**
 * Waits until this session is the market's only writer; it stays so until its connection ends.
 * @param sql a client of one connection
 * @param onWait called once where another writer holds the lock
 */
export const lockMarket = async (
  sql: Sql,
  marketId: number,
  onWait: () => void,
  signal: AbortSignal,
): Promise<WriterLock> => {
  for (let waited = false; ; waited = true) {
    const [row] = await sql<{ locked: boolean; backend: number }[]>`
      select pg_try_advisory_lock(${WRITER}, ${marketId}) as locked, pg_backend_pid() as backend`
    if (row!.locked) return { marketId, backend: row!.backend }
    if (!waited) onWait()
    await sleep(RETRY_MS, undefined, { signal })
  }
}

/** Until the transaction ends, the projections stay in the tables that this transaction sees. */
export const shareProjections = async (transaction: Transaction): Promise<void> => {
  await transaction`select pg_advisory_xact_lock_shared(${PROJECTIONS}, 0)`
}

/** Until the transaction ends, no batch is written; waits for those under way. */
export const ownProjections = async (transaction: Transaction): Promise<void> => {
  await transaction`select pg_advisory_xact_lock(${PROJECTIONS}, 0)`
}

/** Another replay builds in this database. */
export class ReplayRunning extends Error {
  override name = 'ReplayRunning'
}

/** This session is the only replay of the database until its connection ends. @throws ReplayRunning */
export const lockReplay = async (sql: Sql): Promise<void> => {
  const [row] = await sql<{ locked: boolean }[]>`select pg_try_advisory_lock(${REPLAY}, 0) as locked`
  if (!row!.locked) throw new ReplayRunning('another replay is at work in this database: wait until it has ended')
}
