import { expect, test } from 'vitest'
import { loadConfig } from '../../../sandbox/evm/config.ts'

test('without variables it has its defaults', () => {
  expect(loadConfig({ EVM_PORT: '' })).toEqual({ port: 8545, blockMs: 2000, stateFile: 'data/evm/chain.json' })
})

test('every variable that cannot be used is told, with its value', () => {
  expect(() => loadConfig({ EVM_PORT: '70000', EVM_BLOCK_MS: 'fast' })).toThrow(
    /EVM_PORT: "70000" is no whole number[\s\S]*EVM_BLOCK_MS: "fast"/,
  )
})
