import { expect, test } from 'vitest'
import { heldOf, reconciles } from '../../../api/reads/held.ts'
import type { MarketTotals } from '../../../api/reads/market-totals.ts'
import type { PaymentKind } from '../../../api/reads/payment.ts'

const payments = (asset: string, sums: Partial<Record<PaymentKind, string>>) =>
  Object.entries(sums).map(([kind, sum]) => ({
    ...{ kind: kind as PaymentKind, asset, count: 1, sum },
    credited: kind === 'settlement' ? '30' : '0',
  }))

/** In A: 1000 for a deal and 500 + 50 of collateral for a stream came in; 300 were paid, 30 of it became a credit, 20 of that was claimed. */
const totals = (changes: Partial<MarketTotals> = {}) =>
  ({
    sums: [{ asset: 'A', held: '800' }],
    streamSums: [{ asset: 'A', held: '430', collateralHeld: '20' }],
    creditSums: [{ asset: 'A', owed: '10' }],
    payments: payments('A', {
      funding: '1400',
      deposit: '100',
      collateral: '50',
      settlement: '190',
      fee: '10',
      chunk: '50',
      tip: '5',
      refund: '15',
      slash: '20',
      collateral_return: '10',
      claim: '20',
    }),
    ...changes,
  }) as MarketTotals

test('what is held is what deals, streams, collateral and credits say', () => {
  expect(heldOf(totals())).toEqual([
    {
      ...{ asset: 'A', deals: 800n, streams: 430n, collateral: 20n, credits: 10n },
      ...{ total: 1260n, paidIn: 1550n, paidOut: 290n },
    },
  ])
})

test('what became a credit has not left, and leaves once, when it is claimed', () => {
  expect(heldOf(totals()).map(reconciles)).toEqual([true])
})

test('a swept surplus was never held for anybody', () => {
  const rows = heldOf(totals({ payments: [...totals().payments, ...payments('A', { sweep: '1000' })] }))
  expect(rows.map(reconciles)).toEqual([true])
})

test('one unit too many is noticed', () => {
  const [row] = heldOf(totals({ payments: [...totals().payments, ...payments('A', { split: '1' })] }))
  expect(reconciles(row!)).toBe(false)
})

test('assets do not mix, also one that is only owed, or not known', () => {
  const rows = heldOf(
    totals({
      creditSums: [
        { asset: 'A', owed: '10' },
        { asset: 'B', owed: '340282366920938463463374607431768211455' },
      ],
      payments: [...totals().payments, { kind: 'funding', asset: null, count: 1, sum: '5', credited: '0' }],
    }),
  )
  expect(rows.map(({ asset, credits, paidIn }) => [asset, credits, paidIn])).toEqual([
    ['A', 10n, 1550n],
    ['B', 2n ** 128n - 1n, 0n],
    [null, 0n, 5n],
  ])
  expect(rows.map(reconciles)).toEqual([true, false, false])
})
