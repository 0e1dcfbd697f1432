import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { batchOf, fileOf, isBatchFile, isPartition, partitionOf } from '../../../sandbox/lake/layout.ts'

const LAKES = '../shared/fixtures/sep54-lake'
const missing = !existsSync(LAKES)
const PUBLIC = { ledgersPerBatch: 1, batchesPerPartition: 64_000 }

test.each([
  [2, 'FFFFFFFF--0-63999', 'FFFFFFFD--2.xdr.zst'],
  [63_000_123, 'FC3F0FFF--62976000-63039999', 'FC3EB1C4--63000123.xdr.zst'],
])('ledger %i lies where the public lakes have it', (sequence, folder, file) => {
  expect([partitionOf(sequence, PUBLIC), fileOf(sequence, PUBLIC)]).toEqual([folder, file])
})

test('the first batch begins with ledger 2, and its name with 0', () => {
  const layout = { ledgersPerBatch: 64, batchesPerPartition: 10 }
  expect(batchOf(2, layout)).toEqual({ start: 2, end: 63 })
  expect(fileOf(2, layout)).toBe('FFFFFFFF--0-63.xdr.zst')
  expect(batchOf(64, layout)).toEqual({ start: 64, end: 127 })
})

test('one batch a partition needs no folder', () => {
  expect(partitionOf(100, { ledgersPerBatch: 4, batchesPerPartition: 1 })).toBe('')
})

test.skipIf(missing).each([
  ['coretest-1x64000', PUBLIC],
  ['coretest-8x4', { ledgersPerBatch: 8, batchesPerPartition: 4 }],
  ['coretest-4x1', { ledgersPerBatch: 4, batchesPerPartition: 1 }],
])('the names of %s (skipped without the recordings)', (name, layout) => {
  const paths = readdirSync(join(LAKES, name), { recursive: true, encoding: 'utf8' }).filter((path) =>
    path.endsWith('.zst'),
  )
  expect(paths.length).toBeGreaterThan(4)
  for (const path of paths) {
    const [file = '', folder = ''] = path.split('/').reverse()
    const sequence = 0xffffffff - Number.parseInt(file.slice(0, 8), 16)
    expect([partitionOf(sequence, layout), fileOf(sequence, layout)]).toEqual([folder, file])
    expect([isBatchFile(file), folder === '' || isPartition(folder)]).toEqual([true, true])
  }
})
