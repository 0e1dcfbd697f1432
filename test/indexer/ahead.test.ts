import { expect, test } from 'vitest'
import { ahead } from '../../indexer/ahead.ts'

test('the next item is already being made while one is worked on', async () => {
  const made: number[] = []
  const source = (async function* () {
    for (let i = 0; i < 3; i++) {
      made.push(i)
      yield i
    }
  })()
  const seen: [number, number][] = []
  for await (const item of ahead(source)) {
    await Promise.resolve()
    seen.push([item, made.length])
  }
  expect(seen).toEqual([
    [0, 2],
    [1, 3],
    [2, 3],
  ])
})

test('a failure comes where the item would have come', async () => {
  const source = (async function* () {
    yield 1
    throw new Error('no more')
  })()
  const seen: number[] = []
  const reading = async () => {
    for await (const item of ahead(source)) seen.push(item)
  }
  await expect(reading()).rejects.toThrow('no more')
  expect(seen).toEqual([1])
})
