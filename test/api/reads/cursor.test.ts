import { expect, test } from 'vitest'
import { decodeCursor, encodeCursor } from '../../../api/reads/cursor.ts'

const LIST = 'local.bucket.PRICE_STORAGE'
const TYPES = ['numeric', 'text', 'int4'] as const
const CURSOR = encodeCursor(LIST, ['340282366920938463463374607431768211455', 'GABC', 7])

test('a cursor gives back the keys of its row', () => {
  expect(decodeCursor(CURSOR, LIST, TYPES)).toEqual(['340282366920938463463374607431768211455', 'GABC', '7'])
})

test('times, big integers and text in any language survive', () => {
  const cursor = encodeCursor(LIST, [new Date('2026-01-01T00:00:05Z'), 2n ** 62n, 'Zürich "日本", \n'])
  expect(decodeCursor(cursor, LIST, ['timestamptz', 'int8', 'text'])).toEqual([
    '2026-01-01T00:00:05.000Z',
    '4611686018427387904',
    'Zürich "日本", \n',
  ])
})

test('a cursor of another list is refused by name', () => {
  expect(() => decodeCursor(CURSOR, 'local.bucket.NAME', TYPES)).toThrowErrorMatchingInlineSnapshot(
    `[ReadError: The cursor belongs to the list local.bucket.PRICE_STORAGE; it has no place in local.bucket.NAME.]`,
  )
  expect(() => decodeCursor(CURSOR, 'other.bucket.PRICE_STORAGE', TYPES)).toThrow('belongs to the list')
})

test.each([
  ['changed', (parts: unknown[]) => [...parts.slice(0, 3), '1', ...parts.slice(4)]],
  ['cut', (parts: unknown[]) => parts.slice(0, 4)],
  ['of a later version', ([, ...rest]: unknown[]) => [2, ...rest]],
  ['no list', () => 'text'],
  ['empty', () => []],
])('a cursor that was %s is refused', (_, change) => {
  const parts = JSON.parse(Buffer.from(CURSOR, 'base64url').toString()) as unknown[]
  const changed = Buffer.from(JSON.stringify(change(parts))).toString('base64url')
  expect(() => decodeCursor(changed, LIST, TYPES)).toThrow('is no cursor of this API')
})

test.each(['', 'nonsense', '%%%', 'e30', 'WzEsMF0'])('the text "%s" is no cursor', (text) => {
  expect(() => decodeCursor(text, LIST, TYPES)).toThrow('is no cursor of this API')
})

test('keys of the wrong kind are refused even with the right checksum', () => {
  expect(() => decodeCursor(encodeCursor(LIST, ['1; drop table bucket', 'G', 7]), LIST, TYPES)).toThrow('is no cursor')
  expect(() => decodeCursor(encodeCursor(LIST, ['1', 'G']), LIST, TYPES)).toThrow('is no cursor')
})
