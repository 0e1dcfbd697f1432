/** Which market's transactions a request means: the same rule as for reads. */
import type { Transactions, TransactionsByMarket } from '../../transactions/transactions.ts'
import { clientError } from '../errors.ts'

/** A configured market and its transactions. */
export interface MarketTransactions {
  readonly market: string
  readonly transactions: Transactions
}

/** @throws NO_MARKET, UNKNOWN_MARKET; BAD_INPUT when there are several and none is named */
export const transactionsOf = (all: TransactionsByMarket, name: string | null | undefined): MarketTransactions => {
  const names = [...all.keys()]
  const market = name ?? (names.length === 1 ? names[0] : undefined)
  if (names.length === 0)
    throw clientError('NO_MARKET', 'This API has no market to build transactions for: its operator configures one.')
  if (market === undefined)
    throw clientError('BAD_INPUT', `There are several markets; name one in \`market\`: ${names.join(', ')}.`)
  const transactions = all.get(market)
  if (transactions) return { market, transactions }
  throw clientError('UNKNOWN_MARKET', `There is no market "${market}"; there are: ${names.join(', ')}.`)
}
