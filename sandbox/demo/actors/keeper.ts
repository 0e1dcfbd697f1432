/** What anyone may do, and somebody does: ends what is over, so that nobody's money waits. */

import type { Call } from '../call.ts'
import type { Cast } from '../cast.ts'
import type { Chance } from '../chance.ts'
import type { MarketView } from '../market-view.ts'
import type { DealView } from '../view/deal.ts'

const WEEK = 604_800n
const UNFUNDED = ['Pending', 'Accepted']
const RUNNING = ['Funded', 'BreachedConsumer', 'BreachedProvider']

/** Up to three things that are due. */
export const keeperTurn = (cast: Cast, view: MarketView, chance: Chance): Call[] => {
  const due = [...dueDisputes(view), ...dueStreams(view), ...dueDeals(view)]
  return due
    .filter(() => chance.percent(60))
    .slice(0, 3)
    .map(([name, args]) => ({ signer: cast.keeper, function: name, args }))
}

type Due = readonly [name: string, args: Record<string, unknown>]

const dueDisputes = ({ disputes, now }: MarketView): Due[] =>
  [...disputes.values()]
    .filter(({ status, deadlineTs }) => status === 'Open' && deadlineTs < now)
    .map(({ disputeId }) => ['lapse_dispute', { dispute_id: disputeId }])

const dueStreams = ({ streams, now }: MarketView): Due[] =>
  [...streams.values()]
    .filter(({ status, disputeId }) => status === 'Active' && disputeId === 0)
    .flatMap(({ streamId, released, chunks, deadlineTs }): Due[] => {
      if (released === chunks) return [['finish_stream', { stream_id: streamId }]]
      return deadlineTs < now ? [['slash_stream', { stream_id: streamId }]] : []
    })

const dueDeals = ({ deals, now }: MarketView): Due[] =>
  [...deals.values()]
    .filter(({ disputeId }) => disputeId === 0)
    .flatMap((deal): Due[] => {
      if (UNFUNDED.includes(deal.status) && deal.createdTs + WEEK * 2n < now) return [['time_out_deal', which(deal)]]
      if (RUNNING.includes(deal.status) && deal.startTs + deal.durationSecs < now) return [['expire_deal', which(deal)]]
      return []
    })

const which = ({ consumer, provider, dealId }: DealView) => ({
  consumer_id: consumer,
  provider_id: provider,
  deal_id: dealId,
})
