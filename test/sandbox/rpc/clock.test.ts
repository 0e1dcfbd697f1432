import { expect, test } from 'vitest'
import type { Network } from '../../../sandbox/ledger/network.ts'
import { createClock } from '../../../sandbox/rpc/clock.ts'

/** Only what the clock uses. */
const countingNetwork = () => {
  const listeners = new Set<() => void>()
  const state = { closed: 0, waiting: 0 }
  const network = {
    pending: () => state.waiting,
    close: () => {
      state.closed++
      state.waiting = 0
    },
    onPending: (listener: () => void) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  } as unknown as Network
  const submit = () => {
    state.waiting++
    for (const listener of listeners) listener()
  }
  return { network, state, submit, listeners }
}

const turn = () => new Promise((resolve) => setImmediate(() => setImmediate(resolve)))
const rethrow = (error: unknown) => {
  throw error
}

test('on demand, transactions of one turn share a ledger and nothing closes without one', async () => {
  const { network, state, submit } = countingNetwork()
  const clock = createClock({ network, ledgerMs: 0, onError: rethrow })
  await turn()
  expect(state.closed).toBe(0)
  submit()
  submit()
  await turn()
  expect(state.closed).toBe(1)
  clock.stop()
})

test('paused, nothing closes; started again, what waited does', async () => {
  const { network, state, submit } = countingNetwork()
  const clock = createClock({ network, ledgerMs: 0, running: false, onError: rethrow })
  submit()
  await turn()
  expect([state.closed, clock.running()]).toEqual([0, false])
  clock.start()
  await turn()
  expect([state.closed, clock.running()]).toEqual([1, true])
  clock.stop()
})

test('stopped, it listens to nothing any more', async () => {
  const { network, state, submit, listeners } = countingNetwork()
  const clock = createClock({ network, ledgerMs: 0, onError: rethrow })
  submit()
  clock.stop()
  await turn()
  expect([state.closed, listeners.size]).toEqual([0, 0])
})

test('by time, ledgers close without transactions until it is paused', async () => {
  const { network, state } = countingNetwork()
  const clock = createClock({ network, ledgerMs: 1, onError: rethrow })
  await expect.poll(() => state.closed).toBeGreaterThan(2)
  clock.pause()
  const closed = state.closed
  await turn()
  expect(state.closed).toBe(closed)
})

test('a ledger that cannot close is told, and the clock goes on', async () => {
  const errors: unknown[] = []
  const { network, state } = countingNetwork()
  const close = network.close
  let attempts = 0
  network.close = () => {
    if (attempts++ === 0) throw new Error('full disk')
    return close.call(network)
  }
  const clock = createClock({ network, ledgerMs: 1, onError: (error) => errors.push(error) })
  await expect.poll(() => state.closed).toBeGreaterThan(0)
  clock.stop()
  expect(errors).toEqual([new Error('full disk')])
})
