/** Says with every answer through which ledger it is complete. */
import { isAsyncIterable, type Plugin } from 'graphql-yoga'
import type { Markets } from '../reads/market.ts'
import type { Context } from './context.ts'

/** Through which ledger a market's rows are complete; with events in quarantine, complete but for what these changed. */
export interface Completeness {
  readonly ledger: number
  readonly closedAt: string | null
  /** Only where there are any. */
  readonly quarantined?: number
}

/** By market; null before the first ledger was scanned. */
export const completeThrough = (markets: Markets): Record<string, Completeness | null> =>
  Object.fromEntries(
    markets.all.map(({ name, position, quarantined }) => [
      name,
      position && {
        ledger: position.ledger,
        closedAt: position.closedAt?.toISOString() ?? null,
        ...(quarantined > 0 && { quarantined }),
      },
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
