/** What is known of each ledger range: scanned, or a gap with its reason. */
import type { Transaction } from '../../prisma/client.ts'
import type { GapRange } from '../chain/ledgers.ts'

/** Adds scanned ledgers, to the range that ends before them where there is one. */
export const coverScanned = async (
  transaction: Transaction,
  marketId: number,
  { first, last }: { first: number; last: number },
): Promise<void> => {
  const extended = await transaction`
    update coverage set last_ledger = ${last}
    where market_id = ${marketId} and state = 'scanned' and last_ledger = ${first - 1}`
  if (extended.count > 0) return
  await transaction`
    insert into coverage (market_id, first_ledger, last_ledger, state) values (${marketId}, ${first}, ${last}, 'scanned')
    on conflict (market_id, first_ledger) do update set last_ledger = excluded.last_ledger`
}

/** Adds ledgers that could not be scanned. */
export const coverGap = async (transaction: Transaction, marketId: number, gap: GapRange): Promise<void> => {
  await transaction`
    insert into coverage (market_id, first_ledger, last_ledger, state, reason)
    values (${marketId}, ${gap.first}, ${gap.last}, 'gap', ${gap.reason})`
}
