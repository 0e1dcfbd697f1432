/** Sums of money of a whole market, each in one asset. */
import { type HeldRow, reconciles } from '../reads/held.ts'
import type { DealSumRow, StreamSumRow } from '../reads/market-totals.ts'
import { amountOf } from './amount.ts'
import { builder } from './builder.ts'

/** @property isWhole whether every event of the market was decoded: else no sum claims to reconcile */
export type OfMarket<Row> = Row & { readonly marketId: number; readonly isWhole: boolean }

const WHOLE = 'false while events of the market are in quarantine.'

export const DealSums = builder.objectRef<OfMarket<DealSumRow>>('DealSums').implement({
  description: 'The money of all deals in one asset: paidIn = paidOut + fees + refunded + held.',
  fields: (t) => {
    const sum = (column: Exclude<keyof DealSumRow, 'asset'>, description: string) =>
      t.field({
        type: 'Amount',
        description,
        resolve: (row, _, { reads }) => amountOf(reads, row.marketId, row[column], row.asset),
      })
    return {
      asset: t.expose('asset', { type: 'Address', nullable: true, description: 'The asset.' }),
      paidIn: sum('paidIn', 'All that consumers paid in.'),
      paidOut: sum('paidOut', 'All that providers received, fees taken off.'),
      fees: sum('fees', 'All fees.'),
      refunded: sum('refunded', 'All that went back to consumers.'),
      held: sum('held', 'All that the contract holds for deals.'),
      slashed: sum('slashed', 'Value of usage that was never billed because of breaches; no part of the sum.'),
      reconciles: t.boolean({
        description: `Whether paidIn = paidOut + fees + refunded + held, to the last unit; ${WHOLE}`,
        resolve: (row) =>
          row.isWhole &&
          BigInt(row.paidIn) === BigInt(row.paidOut) + BigInt(row.fees) + BigInt(row.refunded) + BigInt(row.held),
      }),
    }
  },
})

export const StreamSums = builder.objectRef<OfMarket<StreamSumRow>>('StreamSums').implement({
  description:
    'The money of all streams in one asset: paidIn = paidOut + fees + tips + refunded + held, and collateralPaid = collateralReturned + collateralSlashed + collateralHeld.',
  fields: (t) => {
    const sum = (column: Exclude<keyof StreamSumRow, 'asset'>, description: string) =>
      t.field({
        type: 'Amount',
        description,
        resolve: (row, _, { reads }) => amountOf(reads, row.marketId, row[column], row.asset),
      })
    return {
      asset: t.expose('asset', { type: 'Address', nullable: true, description: 'The asset.' }),
      paidIn: sum('paidIn', 'All that consumers paid in.'),
      paidOut: sum('paidOut', 'All that providers received for chunks, fees taken off.'),
      fees: sum('fees', 'All fees.'),
      tips: sum('tips', 'All that those who brought proofs received.'),
      refunded: sum('refunded', 'All that went back to consumers.'),
      held: sum('held', 'All that the contract holds for streams, collateral apart.'),
      collateralPaid: sum('collateralPaid', 'All collateral that providers locked.'),
      collateralReturned: sum('collateralReturned', 'All collateral that went back to providers.'),
      collateralSlashed: sum('collateralSlashed', 'All collateral that went to consumers.'),
      collateralHeld: sum('collateralHeld', 'All collateral that the contract holds.'),
      reconciles: t.boolean({
        description: `Whether both sums hold, to the last unit; ${WHOLE}`,
        resolve: (row) =>
          row.isWhole &&
          total(row.paidIn) === total(row.paidOut, row.fees, row.tips, row.refunded, row.held) &&
          total(row.collateralPaid) === total(row.collateralReturned, row.collateralSlashed, row.collateralHeld),
      }),
    }
  },
})

const total = (...units: string[]): bigint => units.reduce((sum, part) => sum + BigInt(part), 0n)

export const HeldSums = builder.objectRef<OfMarket<HeldRow>>('HeldSums').implement({
  description:
    'What the contract must hold in one asset: deals + streams + collateral + credits = total = paidIn - paidOut.',
  fields: (t) => {
    const sum = (column: Exclude<keyof HeldRow, 'asset'>, description: string) =>
      t.field({
        type: 'Amount',
        description,
        resolve: (row, _, { reads }) => amountOf(reads, row.marketId, String(row[column]), row.asset),
      })
    return {
      asset: t.expose('asset', { type: 'Address', nullable: true, description: 'The asset.' }),
      deals: sum('deals', 'For deals.'),
      streams: sum('streams', 'For streams, collateral apart.'),
      collateral: sum('collateral', 'Collateral of streams.'),
      credits: sum('credits', 'Owed to parties because a transfer to them failed.'),
      total: sum('total', 'All together: what the contract answers to `get_held`.'),
      paidIn: sum('paidIn', 'All payments into the contract.'),
      paidOut: sum('paidOut', 'All payments that left it: claims of credits are, what became a credit is not.'),
      reconciles: t.boolean({
        description: `Whether the payments give the same as deals, streams and credits, to the last unit; ${WHOLE}`,
        resolve: (row) => row.isWhole && reconciles(row),
      }),
    }
  },
})
