import { expect, test } from 'vitest'
import { createLedgerClock } from '../../../api/transactions/ledger-clock.ts'

/** A node that tells the ledgers of the list one after the other, and a time that the test moves. */
const setup = (...sequences: number[]) => {
  let at = 0
  let asked = 0
  const newestLedger = async () => ({ sequence: sequences[asked++]!, closedAt: undefined })
  const clock = createLedgerClock({ newestLedger }, () => at)
  return { clock, later: (ms: number) => (at += ms), asked: () => asked }
}

test('within a second the network is asked once', async () => {
  const { clock, later, asked } = setup(7, 8)
  expect((await clock.recent()).sequence).toBe(7)
  later(1_000)
  expect((await clock.recent()).sequence).toBe(7)
  expect(asked()).toBe(1)
  later(1)
  expect((await clock.recent()).sequence).toBe(8)
})

test('what was asked for now is remembered', async () => {
  const { clock, asked } = setup(7, 8)
  await clock.recent()
  expect((await clock.fresh()).sequence).toBe(8)
  expect((await clock.recent()).sequence).toBe(8)
  expect(asked()).toBe(2)
})

test('a node that lags does not turn the clock back', async () => {
  const { clock } = setup(7, 5)
  await clock.recent()
  await clock.fresh()
  expect((await clock.recent()).sequence).toBe(7)
})

test('a failure is not remembered', async () => {
  let failed = false
  const newestLedger = async () => {
    if (failed) return { sequence: 7, closedAt: 1 }
    failed = true
    throw new Error('no answer')
  }
  const clock = createLedgerClock({ newestLedger })
  await expect(clock.recent()).rejects.toThrow('no answer')
  expect((await clock.recent()).sequence).toBe(7)
})
