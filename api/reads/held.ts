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

/** Into the contract, out of it, or (a claim pays what an earlier payment had failed to) neither. */
const DIRECTION: Record<PaymentKind, 'in' | 'out' | 'claim'> = {
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
  claim: 'claim',
}

type Totals = Pick<MarketTotals, 'sums' | 'streamSums' | 'creditSums' | 'payments'>

const sum = <Row extends { asset: string | null }>(
  rows: readonly Row[],
  asset: string | null,
  of: (row: Row) => string,
) => rows.reduce((total, row) => (row.asset === asset ? total + BigInt(of(row)) : total), 0n)

/** One row an asset, sorted by it. */
export const heldOf = ({ sums, streamSums, creditSums, payments }: Totals): HeldRow[] => {
  const known = [...sums, ...streamSums, ...creditSums, ...payments].map(({ asset }) => asset)
  return [...new Set(known)].toSorted().map((asset) => {
    const deals = sum(sums, asset, ({ held }) => held)
    const streams = sum(streamSums, asset, ({ held }) => held)
    const collateral = sum(streamSums, asset, ({ collateralHeld }) => collateralHeld)
    const credits = sum(creditSums, asset, ({ owed }) => owed)
    const moved = (direction: 'in' | 'out') =>
      sum(payments, asset, (payment) => (DIRECTION[payment.kind] === direction ? payment.sum : '0'))
    const total = deals + streams + collateral + credits
    return { asset, deals, streams, collateral, credits, total, paidIn: moved('in'), paidOut: moved('out') }
  })
}

/** What was paid in and not out is held for deals and streams; credits were paid out once already, and are held still. */
export const reconciles = ({ deals, streams, collateral, paidIn, paidOut }: HeldRow): boolean =>
  paidIn - paidOut === deals + streams + collateral
