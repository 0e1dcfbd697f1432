/** Says with every answer through which ledger it is complete. */
import { isAsyncIterable, type Plugin } from 'graphql-yoga'
import type { Markets } from '../reads/market.ts'
import type { Context } from './context.ts'

/** Market → the ledger through which everything is in the answer; null before the first ledger was scanned. */
export const completeThrough = (markets: Markets): Record<string, { ledger: number; closedAt: string | null } | null> =>
  Object.fromEntries(
    markets.all.map(({ name, position }) => [
      name,
      position && { ledger: position.ledger, closedAt: position.closedAt?.toISOString() ?? null },
    ]),
  )

/**
 * Adds `extensions.completeThrough`. The position was read before the rows, so that the answer is never behind it;
 * it may already hold something newer. Subscriptions tell the ledger in each message instead.
 */
export const useCompleteThrough = (): Plugin<Context> => ({
  onExecute: () => ({
    onExecuteDone: ({ args, result, setResult }) => {
      if (isAsyncIterable(result)) return
      const { markets } = (args.contextValue as Context).reads
      setResult({ ...result, extensions: { ...result.extensions, completeThrough: completeThrough(markets) } })
    },
  }),
})
