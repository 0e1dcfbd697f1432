/** Transactions that the index has and the node that was asked has not: forgotten after some days, or not there yet. */
import type { Reads } from '../../reads/reads.ts'
import type { TransactionStatus } from '../../transactions/status.ts'
import type { MarketTransactions } from './market-transactions.ts'

/** More events than a call of the market publishes. */
const EVENTS = 100

/**
 * A status with what the archive knows where the network knows nothing. The archive's events come from the network, and
 * only a transaction that succeeded publishes events of a contract: they are the network's word that it did.
 */
export const withArchive = async (
  status: TransactionStatus,
  { market: name, transactions }: MarketTransactions,
  reads: Reads,
): Promise<TransactionStatus> => {
  const market = reads.markets.all.find((one) => one.name === name)
  if (status.ledger !== null || !market) return status
  const request = {
    filter: { txHash: status.hash },
    order: 'POSITION',
    descending: false,
    page: { first: EVENTS },
  } as const
  const { rows } = await reads.events.list(market, request)
  const [first] = rows
  if (!first) return status
  const raw = rows.map(({ topics, data }) => ({ contractId: market.contractId, topics, data }))
  return {
    ...status,
    state: 'SUCCESS',
    reason: null,
    ledger: first.ledger,
    closedAt: first.closedAt.getTime() / 1_000,
    events: transactions.readEvents(raw),
  }
}
