/** What the contract must hold in each asset, and whether the payments say the same. Pure. */
import type { MarketTotals } from './market-totals.ts'
import type { PaymentKind } from './payment.ts'

export interface HeldRow {
  asset: string | null
  deals: bigint
  streams: bigint
  collateral: bigint
  credits: bigint
  total: bigint
  paidIn: bigint
  paidOut: bigint
}

/** Into what the contract holds for others, out of it, or neither: the surplus was never held for anybody. */
const DIRECTION: Record<PaymentKind, 'in' | 'out' | 'surplus'> = {
  funding: 'in',
  deposit: 'in',
  collateral: 'in',
  settlement: 'out',
  fee: 'out',
  refund: 'out',
  chunk: 'out',
  tip: 'out',
  slash: 'out',
  collateral_return: 'out',
  split: 'out',
  claim: 'out',
  sweep: 'surplus',
}

type Totals = Pick<MarketTotals, 'sums' | 'streamSums' | 'creditSums' | 'payments'>

const sum = <Row extends { asset: string | null }>(
  rows: readonly Row[],
  asset: string | null,
  of: (row: Row) => string | bigint,
) => rows.reduce((total, row) => (row.asset === asset ? total + BigInt(of(row)) : total), 0n)

/** What became a credit has not left the contract. */
const movedOf = ({ sum: all, credited }: Totals['payments'][number]): bigint => BigInt(all) - BigInt(credited)

/** One row an asset, sorted by it. */
export const heldOf = ({ sums, streamSums, creditSums, payments }: Totals): HeldRow[] => {
  const known = [...sums, ...streamSums, ...creditSums, ...payments].map(({ asset }) => asset)
  return [...new Set(known)].toSorted().map((asset) => {
    const deals = sum(sums, asset, ({ held }) => held)
    const streams = sum(streamSums, asset, ({ held }) => held)
    const collateral = sum(streamSums, asset, ({ collateralHeld }) => collateralHeld)
    const credits = sum(creditSums, asset, ({ owed }) => owed)
    const moved = (direction: 'in' | 'out') =>
      sum(payments, asset, (payment) => (DIRECTION[payment.kind] === direction ? movedOf(payment) : 0n))
    const total = deals + streams + collateral + credits
    return { asset, deals, streams, collateral, credits, total, paidIn: moved('in'), paidOut: moved('out') }
  })
}

/** What was paid in and not out is held for deals, streams and the owners of credits. */
export const reconciles = ({ total, paidIn, paidOut }: HeldRow): boolean => paidIn - paidOut === total
