import { expect, test } from 'vitest'
import { formatUnits } from '../../../api/graphql/amount.ts'
import { formatUptime } from '../../../api/graphql/uptime.ts'

test.each([
  ['0', 7, '0'],
  ['1', 7, '0.0000001'],
  ['10000000', 7, '1'],
  ['15000000', 7, '1.5'],
  ['340282366920938463463374607431768211455', 7, '34028236692093846346337460743176.8211455'],
  ['-15', 1, '-1.5'],
  ['42', 0, '42'],
  ['1000000000000000001', 18, '1.000000000000000001'],
])('%s units with %i decimals are shown as %s', (units, decimals, shown) => {
  expect(formatUnits(units, decimals)).toBe(shown)
})

test.each([
  [100_000_000n, '100'],
  [99_950_000n, '99.95'],
  [1n, '0.000001'],
])('the uptime %s is %s percent', (uptime, shown) => {
  expect(formatUptime(uptime)).toBe(shown)
})
