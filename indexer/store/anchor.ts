/** The newest ledger with events that the archive holds, to compare a node's chain with. */
import type { Sql } from '../../prisma/client.ts'
import type { Anchor } from '../chain/node.ts'

/** Enough to tell one chain from another. */
const EVENTS = 20

/** Null where the archive is empty. */
export const readAnchor = async (sql: Sql, marketId: number): Promise<Anchor | null> => {
  const events = await sql<{ toid: bigint; eventIndex: number; txHash: string; ledger: number }[]>`
    with newest as (
      select ledger from raw_event where market_id = ${marketId} order by toid desc, event_index desc limit 1
    )
    select toid, event_index as "eventIndex", tx_hash as "txHash", newest.ledger
    from raw_event, newest
    where market_id = ${marketId} and toid >= newest.ledger::bigint << 32
    order by toid, event_index limit ${EVENTS}`
  return events.length === 0 ? null : { ledger: events[0]!.ledger, events }
}
