/** Disputes about deals and streams: withdrawn, decided, lapsed. What is left open at the end stays open. */
import { createHash } from 'node:crypto'
import { dealer } from './deals.ts'
import type { PlayedMarket } from './market.ts'
import { streamer } from './streams.ts'
import type { Cast } from './whole.ts'

const MONTH = 30n * 86_400n
const HASH = createHash('sha256').update('evidence').digest()
const REASON = { reason_hash: HASH, reason: 'Nothing was stored' }

export const playDisputes = async (market: PlayedMarket, { owner, provider, consumer, dollar }: Cast) => {
  const { call, pass } = market
  const { key, create, fund } = dealer(market, provider, consumer, 2)
  const [mine, theirs] = [consumer, provider].map((party) => ({ party: party.publicKey() }))
  const about = async (deal: number) =>
    (await call(consumer, 'open_deal_dispute', { ...mine, ...key(deal), ...REASON })) as number

  const deal = await fund(await create())
  await call(consumer, 'withdraw_dispute', { ...mine, dispute_id: await about(deal) })
  const decided = await about(deal)
  await call(provider, 'add_evidence', { ...theirs, dispute_id: decided, evidence_hash: HASH })
  await call(owner, 'resolve_dispute', { dispute_id: decided, consumer_amount: 7_000n, provider_amount: 3_000n })

  const { open, accept } = streamer(market, provider, consumer)
  const stream_id = await accept(await open())
  const dispute_id = await call(provider, 'open_stream_dispute', { ...theirs, stream_id, ...REASON })
  await call(owner, 'resolve_dispute', { dispute_id, consumer_amount: 3_000n, provider_amount: 530n })

  const lapsed = await about(await fund(await create({ asset: dollar })))
  pass(MONTH + 60n)
  await call(owner, 'lapse_dispute', { dispute_id: lapsed })
  await about(await fund(await create({ asset: dollar })))
  await accept(await open())
  await open(dollar)
}
