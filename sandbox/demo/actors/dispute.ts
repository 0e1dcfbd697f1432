/** Disputes: opened by a party of a deal or stream, argued with evidence, withdrawn, settled by the arbiter or not. */
import { createHash } from 'node:crypto'
import type { Keypair } from '@stellar/stellar-sdk'
import type { Call } from '../call.ts'
import type { Cast } from '../cast.ts'
import type { Chance } from '../chance.ts'
import type { MarketView } from '../market-view.ts'
import type { DisputeView } from '../view/dispute.ts'

const REASONS = [
  'Restores have been failing for a week',
  'Objects are missing after the migration',
  'Reported traffic is ten times our own count',
  'The proofs do not belong to our data',
]

/** What a party of deals and streams does about disputes: opens one, adds evidence, or lets it be. */
export const partyTurn = (party: Keypair, view: MarketView, chance: Chance): Call[] => {
  const address = party.publicKey()
  const own = [...view.disputes.values()].find(
    (dispute) => dispute.status === 'Open' && (dispute.consumer === address || dispute.provider === address),
  )
  if (own !== undefined) return argue(party, own, chance)
  return chance.percent(6) ? open(party, view, chance) : []
}

const argue = (party: Keypair, dispute: DisputeView, chance: Chance): Call[] => {
  const which = { party: party.publicKey(), dispute_id: dispute.disputeId }
  if (dispute.openedBy === party.publicKey() && chance.percent(10) && !isForgotten(dispute))
    return [{ signer: party, function: 'withdraw_dispute', args: which }]
  if (dispute.evidence >= 6 || !chance.percent(30)) return []
  const evidence_hash = hashOf(`evidence ${dispute.disputeId} ${dispute.evidence} ${party.publicKey()}`)
  return [{ signer: party, function: 'add_evidence', args: { ...which, evidence_hash } }]
}

const open = (party: Keypair, view: MarketView, chance: Chance): Call[] => {
  const address = party.publicKey()
  const isParty = ({ consumer, provider }: { consumer: string; provider: string }) =>
    consumer === address || provider === address
  const reason = chance.pick(REASONS)!
  const said = { party: address, reason_hash: hashOf(reason), reason }
  const stream = [...view.streams.values()].find(
    (one) => isParty(one) && one.status === 'Active' && one.disputeId === 0,
  )
  if (stream !== undefined && chance.percent(50))
    return [{ signer: party, function: 'open_stream_dispute', args: { ...said, stream_id: stream.streamId } }]
  const deal = [...view.deals.values()].find(
    (one) => isParty(one) && ['Funded', 'BreachedProvider'].includes(one.status) && one.disputeId === 0,
  )
  if (deal === undefined) return []
  const { consumer, provider, dealId } = deal
  const which = { consumer_id: consumer, provider_id: provider, deal_id: dealId }
  return [{ signer: party, function: 'open_deal_dispute', args: { ...said, ...which } }]
}

/** Splits what is held; some cases stay on the pile until they lapse. */
export const arbiterTurn = (cast: Cast, view: MarketView, chance: Chance): Call[] => {
  const waiting = [...view.disputes.values()].filter((dispute) => dispute.status === 'Open' && !isForgotten(dispute))
  const dispute = chance.pick(waiting)
  if (dispute === undefined || !chance.percent(30)) return []
  const held = heldBy(view, dispute)
  const consumer_amount = (held * BigInt(chance.between(0, 100))) / 100n
  return [
    {
      signer: cast.arbiter,
      function: 'resolve_dispute',
      args: { dispute_id: dispute.disputeId, consumer_amount, provider_amount: held - consumer_amount },
    },
  ]
}

const heldBy = (view: MarketView, { subject, subjectId }: DisputeView): bigint =>
  (subject === 'Deal' ? view.deals.get(subjectId)?.balance : view.streams.get(subjectId)?.held) ?? 0n

const isForgotten = ({ disputeId }: DisputeView) => disputeId % 4 === 1

const hashOf = (text: string) => createHash('sha256').update(text).digest()
