/**
 * One range of ledgers = one transaction. The law of the indexer stands in the order of these steps: whatever happens
 * between begin and commit, either all of it is there or none.
 */
import type { Sql, Transaction } from '../prisma/client.ts'
import type { LedgerRange } from './chain/ledgers.ts'
import type { Interpretation, Interpreted } from './interpret.ts'
import { announce } from './store/activity.ts'
import { archive } from './store/archive.ts'
import { coverGap, coverScanned } from './store/coverage.ts'
import { shareProjections, type WriterLock } from './store/lock.ts'
import type { MarketRow } from './store/market.ts'
import { retryTransient } from './store/retry.ts'
import { moveWatermark, type Step } from './store/watermark.ts'

/** A range and what decoding made of its events. */
export interface Batch extends Interpreted {
  readonly range: LedgerRange
}

/**
 * Writes a batch.
 * @throws LostLock where another writer came in between
 */
export const writeBatch = (
  sql: Sql,
  market: MarketRow,
  lock: WriterLock,
  batch: Batch,
  project: Interpretation['project'],
): Promise<void> =>
  retryTransient(() => sql.begin((transaction) => writeAll(transaction, market, lock, batch, project)))

const writeAll = async (
  transaction: Transaction,
  market: MarketRow,
  lock: WriterLock,
  { range, judged, facts }: Batch,
  project: Interpretation['project'],
): Promise<void> => {
  await shareProjections(transaction)
  await moveWatermark(transaction, lock, stepOf(range))
  if (range.kind === 'gap') await coverGap(transaction, market.id, range)
  else await coverScanned(transaction, market.id, range)
  await archive(transaction, market, judged)
  if (facts.length > 0) await project(transaction, market.id, facts)
  await announce(transaction, { marketId: market.id, through: range.last, events: judged.length })
}

/** A ledger's close time is known from its events, or where it is the newest. */
const stepOf = (range: LedgerRange): Step => {
  const from = range.first - 1
  if (range.kind === 'gap') return { from, to: range.last, closedAt: null, tip: { ledger: range.last, closedAt: null } }
  const { last, tip, events } = range
  const newest = events.at(-1)
  const closedAt = newest?.ledger === last ? newest.closedAt : tip.ledger === last ? tip.closedAt : null
  return { from, to: last, closedAt, tip }
}
