import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Sample } from '../../../oracle/usage/telemetry/sample.ts'
import { usageOf } from '../../../oracle/usage/usage.ts'

const PERIOD = { start: 1_000, end: 2_000 }
const RULES = { sampleSecs: 1_000, storageSecs: 1_000 }

const sample = (at: number, change: Partial<Sample> = {}): Sample => ({
  dealId: 1,
  consumer: 'C',
  provider: 'P',
  at,
  storageMb: 100n,
  egressMb: 1n,
  latencyMs: 50,
  up: true,
  ...change,
})

test('storage is the average over time, egress the sum', () => {
  const samples = [sample(1_000, { storageMb: 100n }), sample(1_250, { storageMb: 300n, egressMb: 6n })]
  expect(usageOf(samples, PERIOD, RULES)).toEqual({
    storageMb: 250n,
    egressMb: 7n,
    latencyMs: 50,
    uptime: 100_000_000,
    samples: 2,
    measuredSecs: 1_000,
  })
})

test('the first sample also stands for the time before it', () => {
  expect(usageOf([sample(1_900)], PERIOD, RULES)).toMatchObject({ storageMb: 100n, measuredSecs: 1_000 })
})

test('time that nobody measured is neither billed nor counted against the provider', () => {
  const rules = { ...RULES, sampleSecs: 100 }
  const samples = [sample(1_200), sample(1_600, { up: false, latencyMs: null })]
  expect(usageOf(samples, PERIOD, rules)).toMatchObject({
    storageMb: 30n,
    measuredSecs: 300,
    uptime: 66_666_666,
    latencyMs: 50,
  })
})

test('uptime and latency are weighed by time, rounded down; latency only while it answered', () => {
  const samples = [
    sample(1_000, { latencyMs: 10 }),
    sample(1_333, { up: false, latencyMs: null }),
    sample(1_999, { latencyMs: 1_000 }),
  ]
  expect(usageOf(samples, PERIOD, RULES)).toMatchObject({ uptime: 33_400_000, latencyMs: 12 })
})

test('a period in which nothing answered has no latency and no uptime', () => {
  expect(usageOf([sample(1_500, { up: false, latencyMs: null })], PERIOD, RULES)).toMatchObject({
    latencyMs: 0,
    uptime: 0,
  })
})

test('the price of storage can be for another time than a period', () => {
  expect(usageOf([sample(1_000)], PERIOD, { ...RULES, storageSecs: 100 })).toMatchObject({ storageMb: 1_000n })
})

test('whatever the samples: never more than their largest, never more time than the period has', () => {
  const samples = fc.uniqueArray(
    fc.record({
      at: fc.integer({ min: 1_000, max: 1_999 }),
      storageMb: fc.bigInt({ min: 0n, max: 1_000n }),
      egressMb: fc.bigInt({ min: 0n, max: 10n }),
      latencyMs: fc.option(fc.integer({ min: 0, max: 500 })),
      up: fc.boolean(),
    }),
    { minLength: 1, maxLength: 30, selector: ({ at }) => at },
  )
  fc.assert(
    fc.property(samples, fc.integer({ min: 1, max: 2_000 }), (drawn, sampleSecs) => {
      const sorted = drawn.map((part) => sample(part.at, part)).sort((a, b) => a.at - b.at)
      const usage = usageOf(sorted, PERIOD, { ...RULES, sampleSecs })
      const largest = sorted.reduce((most, { storageMb }) => (storageMb > most ? storageMb : most), 0n)
      expect(usage.storageMb).toBeLessThanOrEqual(largest)
      expect(usage.measuredSecs).toBeGreaterThan(0)
      expect(usage.measuredSecs).toBeLessThanOrEqual(1_000)
      expect(usage.uptime).toBeLessThanOrEqual(100_000_000)
      expect(usage.egressMb).toBe(sorted.reduce((sum, { egressMb }) => sum + egressMb, 0n))
    }),
  )
})
