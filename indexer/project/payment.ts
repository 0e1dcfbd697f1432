/**
 * Movements of tokens, derived from the events of deals, streams, claims and sweeps: one row each, none for an amount of
 * zero. A payout that the token refused is a row as well, marked as credited: nothing moved, the contract owes it.
 */
import type { Transaction } from '../../prisma/client.ts'
import { dealChangeOf, type Fact, type FactOf, type Position, streamChangeOf } from '../decode/fact.ts'
import type { CreditClaimed } from '../decode/facts/credit.ts'
import type { SurplusSwept } from '../decode/facts/market.ts'
import { placeColumns } from './moment.ts'
import { CONTRACT, type Movement, movementsOfDeal, movementsOfStream } from './movement.ts'
import { createRefusals, type Refusals } from './refusals.ts'
import { type Cell, insertNew, PLACE, type Row, table } from './table.ts'

const MOVEMENT = {
  ...PLACE,
  ...({ part: 'int', kind: 'text', from_address: 'text', to_address: 'text', amount: 'numeric' } as const),
}

const PAYMENT = table({
  name: 'payment',
  key: ['toid', 'event_index', 'part'],
  columns: {
    ...MOVEMENT,
    ...{ credited: 'boolean', consumer: 'text', provider: 'text', deal_id: 'int', stream_id: 'int', dispute_id: 'int' },
  },
  computed: {
    // Null where the creation of the deal or the opening of the stream is not known, and with it the token.
    asset: `coalesce((select d.asset from deal d
      where d.market_id = $1::int and d.consumer = x.consumer and d.provider = x.provider and d.deal_id = x.deal_id),
      (select s.asset from stream s where s.market_id = $1::int and s.stream_id = x.stream_id))`,
  },
})
/** A claim or a sweep: of a token, not of one deal or stream. */
const LOOSE = table({
  name: 'payment',
  key: ['toid', 'event_index', 'part'],
  columns: { ...MOVEMENT, asset: 'text', creditor: 'text' },
})

export const TABLE = PAYMENT.name

export interface Rows {
  readonly payments: Row<typeof PAYMENT>[]
  readonly loose: Row<typeof LOOSE>[]
  readonly refusals: Refusals
}

export const empty = (): Rows => ({ payments: [], loose: [], refusals: createRefusals() })

export const collect = (rows: Rows, fact: Fact) => {
  if (fact.event === 'credit_added') rows.refusals.add(fact)
  if (fact.event === 'credit_claimed') rows.loose.push(claimOf(fact))
  if (fact.event === 'surplus_swept') rows.loose.push(sweepOf(fact))
  const deal = dealChangeOf(fact)
  if (deal !== undefined) collectOf(rows, deal, movementsOfDeal(deal), { deal_id: deal.dealId, stream_id: null })
  const stream = streamChangeOf(fact)
  if (stream !== undefined)
    collectOf(rows, stream, movementsOfStream(stream), { deal_id: null, stream_id: stream.streamId })
}

/** Runs after the deals and streams are written. */
export const write = async (tx: Transaction, marketId: number, { payments, loose }: Rows) => {
  if (payments.length + loose.length === 0) return
  const [market] = await tx<{ contract: string }[]>`select contract_id as contract from market where id = ${marketId}`
  if (market === undefined) throw new Error(`There is no market ${marketId}: it must be recorded before its events`)
  const { contract } = market
  await insertNew(tx, PAYMENT, marketId, payments.map(named(contract)))
  await insertNew(tx, LOOSE, marketId, loose.map(named(contract)))
}

/** The row with the address of the contract where CONTRACT stands for it. */
const named =
  (contract: string) =>
  <R extends { readonly from_address: Cell; readonly to_address: Cell }>(row: R): R => ({
    ...row,
    from_address: row.from_address ?? contract,
    to_address: row.to_address ?? contract,
  })

interface Change {
  readonly consumer: string
  readonly provider: string
  readonly disputeId?: number
  readonly position: Position
}

const collectOf = (
  { payments, refusals }: Pick<Rows, 'payments' | 'refusals'>,
  { consumer, provider, disputeId, position }: Change,
  movements: readonly Movement[],
  subject: { readonly deal_id: number | null; readonly stream_id: number | null },
) => {
  const about = { consumer, provider, ...subject, dispute_id: disputeId ?? null }
  for (const moved of movements)
    if (moved.amount > 0n)
      payments.push({ ...placeColumns(position), ...moved, credited: refusals.take(position, moved), ...about })
}

const claimOf = ({ party, amount, asset, to, position }: FactOf<CreditClaimed>): Row<typeof LOOSE> => ({
  ...placeColumns(position),
  ...{ part: 0, kind: 'claim', from_address: CONTRACT, to_address: to, amount, asset, creditor: party },
})

const sweepOf = ({ amount, asset, to, position }: FactOf<SurplusSwept>): Row<typeof LOOSE> => ({
  ...placeColumns(position),
  ...{ part: 0, kind: 'sweep', from_address: CONTRACT, to_address: to, amount, asset, creditor: null },
})
