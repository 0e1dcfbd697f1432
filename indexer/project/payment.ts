/** Movements of tokens, derived from what the deals say: a row for each, none for an amount of zero. */
import type { Transaction } from '../../prisma/client.ts'
import { dealChangeOf, type Fact } from '../decode/fact.ts'
import type { DealChangeFact } from '../decode/facts/deal.ts'
import { placeColumns } from './moment.ts'
import { insertNew, PLACE, type Row, table } from './table.ts'

/** Stands for the address of the contract, which the events do not carry. */
const CONTRACT = null

const PAYMENT = table({
  name: 'payment',
  key: ['toid', 'event_index', 'part'],
  columns: {
    ...PLACE,
    part: 'int',
    kind: 'text',
    from_address: 'text',
    to_address: 'text',
    amount: 'numeric',
    consumer: 'text',
    provider: 'text',
    deal_id: 'int',
  },
  computed: {
    // Null where the creation of the deal is not known, and with it the token.
    asset: `(select d.asset from deal d
      where d.market_id = $1::int and d.consumer = x.consumer and d.provider = x.provider and d.deal_id = x.deal_id)`,
  },
})

export const TABLE = PAYMENT.name

export type Rows = Row<typeof PAYMENT>[]

export const empty = (): Rows => []

export const collect = (rows: Rows, fact: Fact) => {
  const change = dealChangeOf(fact)
  if (change === undefined) return
  const { consumer, provider, dealId, position } = change
  for (const moved of movements(change))
    if (moved.amount > 0n) rows.push({ ...placeColumns(position), ...moved, consumer, provider, deal_id: dealId })
}

/** Runs after the deals are written. */
export const write = async (tx: Transaction, marketId: number, rows: Rows) => {
  if (rows.length === 0) return
  const [market] = await tx<{ contract: string }[]>`select contract_id as contract from market where id = ${marketId}`
  if (market === undefined) throw new Error(`There is no market ${marketId}: it must be recorded before its events`)
  const { contract } = market
  const named = rows.map((row) => ({
    ...row,
    from_address: row.from_address ?? contract,
    to_address: row.to_address ?? contract,
  }))
  await insertNew(tx, PAYMENT, marketId, named)
}

interface Movement {
  readonly part: number
  readonly kind: string
  readonly from_address: string | typeof CONTRACT
  readonly to_address: string | typeof CONTRACT
  readonly amount: bigint
}

const movement = (
  part: number,
  kind: string,
  from: string | typeof CONTRACT,
  to: string | typeof CONTRACT,
  amount: bigint,
): Movement => ({ part, kind, from_address: from, to_address: to, amount })

const movements = (fact: DealChangeFact): Movement[] => {
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
      return [movement(0, 'refund', CONTRACT, fact.consumer, fact.refund)]
    default:
      return []
  }
}
