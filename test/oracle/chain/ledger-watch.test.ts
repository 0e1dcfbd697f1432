import { expect, test } from 'vitest'
import { createLedgerWatch } from '../../../oracle/chain/ledger-watch.ts'
import { Obstacle } from '../../../oracle/chain/obstacle.ts'

const watchOf = (answers: (number | 'silent')[], patienceMs = 10_000) => {
  let asked = 0
  const stop = new AbortController()
  const newestLedger = async () => {
    const answer = answers[Math.min(asked++, answers.length - 1)]!
    if (answer === 'silent') throw new Obstacle('node', 'no node answers')
    return { sequence: answer, closedAt: 0 }
  }
  const watch = createLedgerWatch({ rpc: { newestLedger }, pollMs: 1, patienceMs, signal: stop.signal })
  return { watch, asked: () => asked, stop }
}

test('all who wait share one question, and wake with the next ledger', async () => {
  const { watch, asked } = watchOf([7, 7, 'silent', 8])
  await Promise.all([watch.after(7), watch.after(7), watch.after(6)])
  expect(asked()).toBe(4)
})

test('nobody is answered without a pause, even where the ledger is known already', async () => {
  const { watch, asked } = watchOf([9])
  await watch.after(1)
  await watch.after(1)
  expect(asked()).toBe(2)
})

test('where no ledger comes, the wait ends with its patience, or when stopped', async () => {
  const { watch } = watchOf([7], 20)
  await watch.after(7)
  const stopped = watchOf([7])
  const waiting = stopped.watch.after(7)
  stopped.stop.abort()
  await expect(waiting).rejects.toThrow('aborted')
})
