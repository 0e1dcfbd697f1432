/** What an event of a deal or a stream moves: from whom to whom, why, and how much. Amounts may be zero. */
import type { DealChangeFact } from '../decode/facts/deal.ts'
import type { StreamFact } from '../decode/facts/stream.ts'

/** Stands for the address of the contract, which the events do not carry. */
export const CONTRACT = null

export type Party = string | typeof CONTRACT

export interface Movement {
  /** Numbers the movements of one event. */
  readonly part: number
  readonly kind: string
  readonly from_address: Party
  readonly to_address: Party
  readonly amount: bigint
}

const movement = (part: number, kind: string, from: Party, to: Party, amount: bigint): Movement => ({
  part,
  kind,
  from_address: from,
  to_address: to,
  amount,
})

/** Movements of a deal. */
export const movementsOfDeal = (fact: DealChangeFact): Movement[] => {
  switch (fact.event) {
    case 'deal_funded':
      return [movement(0, 'funding', fact.consumer, CONTRACT, fact.amount)]
    case 'deal_deposited':
      return [movement(0, 'deposit', fact.consumer, CONTRACT, fact.amount)]
    case 'deal_settled':
      return [
        movement(0, 'settlement', CONTRACT, fact.provider, fact.net),
        movement(1, 'fee', CONTRACT, fact.feeRecipient, fact.fee),
      ]
    case 'deal_completed':
    case 'deal_cancelled':
    case 'deal_expired':
      return [movement(0, 'refund', CONTRACT, fact.consumer, fact.refund)]
    case 'deal_resolved':
      return split(fact)
    default:
      return []
  }
}

/** Movements of a stream. */
export const movementsOfStream = (fact: StreamFact): Movement[] => {
  switch (fact.event) {
    case 'stream_opened':
      return [movement(0, 'funding', fact.consumer, CONTRACT, fact.state.paidIn)]
    case 'stream_accepted':
      return [movement(0, 'collateral', fact.provider, CONTRACT, fact.state.collateralPaid)]
    case 'stream_withdrawn':
      return [movement(0, 'refund', CONTRACT, fact.consumer, fact.refund)]
    case 'chunks_released':
      return [
        movement(0, 'chunk', CONTRACT, fact.provider, fact.net),
        movement(1, 'fee', CONTRACT, fact.feeRecipient, fact.fee),
        movement(2, 'tip', CONTRACT, fact.relayer, fact.tip),
      ]
    case 'stream_slashed':
      return [
        movement(0, 'refund', CONTRACT, fact.consumer, fact.refund),
        movement(1, 'slash', CONTRACT, fact.consumer, fact.collateral),
      ]
    case 'stream_finished':
      return [
        movement(0, 'collateral_return', CONTRACT, fact.provider, fact.collateral),
        movement(1, 'refund', CONTRACT, fact.consumer, fact.refund),
      ]
    case 'stream_resolved':
      return split(fact)
    case 'stream_dispute_changed':
      return []
  }
}

/** What the arbiter decided. */
const split = ({
  consumer,
  provider,
  refund,
  net,
}: {
  readonly consumer: string
  readonly provider: string
  readonly refund: bigint
  readonly net: bigint
}) => [movement(0, 'split', CONTRACT, consumer, refund), movement(1, 'split', CONTRACT, provider, net)]
