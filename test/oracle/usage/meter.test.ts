import { expect, test } from 'vitest'
import { createMeter } from '../../../oracle/usage/meter.ts'
import type { Sample } from '../../../oracle/usage/telemetry/sample.ts'

const sample = (at: number, storageMb = 1n, dealId = 1): Sample => ({
  dealId,
  consumer: 'C',
  provider: 'P',
  at,
  storageMb,
  egressMb: 0n,
  latencyMs: null,
  up: true,
})

test('a deal and second counts once: the first that came', () => {
  const meter = createMeter(100)
  expect(meter.file(sample(5))).toBe('accepted')
  expect(meter.file(sample(5))).toBe('duplicate')
  expect(meter.file(sample(5, 2n))).toBe('conflict')
  expect(meter.file(sample(5, 2n, 2))).toBe('accepted')
  expect(meter.fillings(1, 0)).toEqual([{ start: 0, end: 100, samples: [sample(5)] }])
})

test('periods begin at multiples of their length, the first at the cursor; empty ones are left out', () => {
  const meter = createMeter(100)
  for (const at of [390, 150, 120, 90]) meter.file(sample(at))
  const fillings = meter.fillings(1, 110).map(({ start, end, samples }) => [start, end, samples.map(({ at }) => at)])
  expect(fillings).toEqual([
    [110, 200, [120, 150]],
    [300, 400, [390]],
  ])
})

test('what is reported is let go, and a deal without samples is forgotten', () => {
  const meter = createMeter(100)
  for (const at of [10, 20, 110]) meter.file(sample(at))
  expect([...meter.deals()].map(([dealId, latest]) => [dealId, latest.at])).toEqual([[1, 110]])
  expect(meter.release(1, 100).map(({ at }) => at)).toEqual([10, 20])
  expect(meter.size()).toBe(1)
  expect(meter.release(1, 200)).toHaveLength(1)
  expect([...meter.deals()]).toEqual([])
})
