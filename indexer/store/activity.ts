/** The news that a market moved, for whoever listens; delivered when the batch commits. */
import type { Transaction } from '../../prisma/client.ts'

const CHANNEL = 'market_activity'

/** Payload: `{"marketId":1,"through":4711,"events":3}`, through being the new watermark. */
export const announce = async (
  transaction: Transaction,
  activity: { readonly marketId: number; readonly through: number; readonly events: number },
): Promise<void> => {
  await transaction`select pg_notify(${CHANNEL}, ${JSON.stringify(activity)})`
}
