import { expect, test } from 'vitest'
import { parseJson, UnreadableJson } from '../../program/json.ts'

const parse = (text: string) => parseJson(Buffer.from(text))

test('JSON of 64 levels is read, one more is refused, whatever the brackets are', () => {
  for (const [open, close] of [
    ['[', ']'],
    ['{"a":', '}'],
  ] as const) {
    expect(parse(`${open.repeat(64)}1${close.repeat(64)}`)).toBeTypeOf('object')
    expect(() => parse(`${open.repeat(65)}1${close.repeat(65)}`)).toThrow(UnreadableJson)
    expect(() => parse(`${open.repeat(200_000)}1${close.repeat(200_000)}`)).toThrow('nested deeper than 64 levels')
  }
})

test('brackets in texts and in lists side by side do not count', () => {
  const texts = ['['.repeat(100), '"'.repeat(3), '\\', '\\"{'.repeat(100), '{'.repeat(100)]
  expect(parse(JSON.stringify(texts))).toEqual(texts)
  expect(parse(`[${Array(500).fill('[{}]').join()}]`)).toHaveLength(500)
})

test('what is not JSON is refused without repeating it', () => {
  for (const text of ['', '{"secret', 'secret', '{"a":"\\', ']'])
    expect(() => parse(text)).toThrow(`cut off or not JSON (${text.length} bytes)`)
})
