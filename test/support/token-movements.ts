/** What tokens moved between a market and its parties, as the chain has it. */
import { type rpc, scValToNative } from '@stellar/stellar-sdk'
import type { DemoMarket } from './stack.ts'

/** What the tokens moved between the market and each party, by party and asset, from the tokens' own events on the chain. */
export const movedOnChain = async (
  { server, living }: DemoMarket,
  assets: readonly string[],
): Promise<Map<string, bigint>> => {
  const moved = new Map<string, bigint>()
  const add = (party: string, asset: string, amount: bigint) =>
    moved.set(`${party} ${asset}`, (moved.get(`${party} ${asset}`) ?? 0n) + amount)
  const market = living.market.contractId
  for (let cursor: string | undefined; ; ) {
    const filters = [{ type: 'contract' as const, contractIds: [...assets] }]
    const range = cursor === undefined ? { startLedger: 2 } : { cursor }
    const page = await server.getEvents({ ...range, filters, limit: 1_000 } as rpc.Api.GetEventsRequest)
    for (const { topic, value, contractId } of page.events) {
      const [name, from, to] = topic.map((part) => scValToNative(part) as string)
      if (name !== 'transfer' || (from !== market && to !== market)) continue
      // A muxed destination makes the value a map with the amount in it.
      const amountOrMap = scValToNative(value) as bigint | { amount: bigint }
      const amount = typeof amountOrMap === 'bigint' ? amountOrMap : amountOrMap.amount
      add(from!, contractId!.toString(), -amount)
      add(to!, contractId!.toString(), amount)
    }
    if (page.events.length < 1_000) return moved
    cursor = page.cursor
  }
}
