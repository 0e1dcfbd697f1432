import { setTimeout as delay } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { eachAtMost } from '../../../oracle/chain/each-at-most.ts'

test('results come in the order of the items, and never more than so many are under way', async () => {
  let under = 0
  let most = 0
  const results = await eachAtMost(3, [30, 1, 20, 2, 10], async (ms) => {
    most = Math.max(most, ++under)
    await delay(ms)
    under--
    return ms
  })
  expect(results).toEqual([30, 1, 20, 2, 10])
  expect(most).toBe(3)
})

test('a failure is thrown once those under way have ended, and nothing is begun after it', async () => {
  const ended: number[] = []
  const failing = eachAtMost(2, [1, 2, 3, 4], async (item) => {
    if (item === 1) throw new Error('first')
    await delay(5)
    ended.push(item)
  })
  await expect(failing).rejects.toThrow('first')
  expect(ended).toEqual([2])
})
