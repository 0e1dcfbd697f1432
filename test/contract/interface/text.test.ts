import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bytesOfText, holdsHidden, textOfBytes } from '../../../contract/interface/text.ts'

const bytes = (...values: (number | string)[]) =>
  Buffer.concat(values.map((value) => (typeof value === 'string' ? Buffer.from(value) : Buffer.of(value))))

test.each([
  ['plain text, any script and a tab', bytes('Größe 大\tשלום'), 'Größe 大\tשלום'],
  ['NUL', bytes('a', 0, 'b'), 'a\\x00b'],
  ['bytes that are not UTF-8', bytes('a', 0xff, 0xc3, 'b'), 'a\\xff\\xc3b'],
  ['half of a surrogate pair', bytes(0xed, 0xa0, 0x80), '\\xed\\xa0\\x80'],
  ['a character cut in the middle', bytes(0xe2, 0x82), '\\xe2\\x82'],
  ['an override of the direction', bytes('abc\u202etxt.exe'), 'abc\\xe2\\x80\\xaetxt.exe'],
  ['the replacement character itself', bytes('\ufffd'), '\ufffd'],
  ['a backslash', bytes('C:\\xyz'), 'C:\\xyz'],
  ['what looks like an escape', bytes('\\x00'), '\\x5cx00'],
  ['a mark that Hebrew and Arabic need', bytes('\u200f'), '\u200f'],
])('%s is represented without loss', (_, given, text) => {
  expect(textOfBytes(given)).toBe(text)
  expect(Buffer.from(bytesOfText(text))).toEqual(given)
})

test('any bytes become well-formed text that PostgreSQL can hold, and come back', () => {
  const odd = fc.constantFrom(0x5c, 0x78, 0x30, 0x61, 0, 0xff, 0xed, 0xa0, 0xe2, 0x80, 0xae, 0xf0, 0x9f)
  const anything = fc.array(fc.oneof(odd, fc.integer({ min: 0, max: 255 })), { maxLength: 24 })
  fc.assert(
    fc.property(anything, (values) => {
      const given = Buffer.from(values)
      const text = textOfBytes(given)
      expect(text.isWellFormed()).toBe(true)
      expect(text).not.toContain('\0')
      expect(Buffer.from(bytesOfText(text))).toEqual(given)
    }),
    { numRuns: 2_000 },
  )
})

test('two byte strings never share a text', () => {
  const string = fc.stringMatching(/^[\\x0-9a-f]{0,12}$/)
  fc.assert(
    fc.property(string, string, (one, other) => {
      if (one !== other) expect(textOfBytes(Buffer.from(one))).not.toBe(textOfBytes(Buffer.from(other)))
    }),
    { numRuns: 2_000 },
  )
})

test('what would be shown as an escape is noticed in what somebody writes', () => {
  expect(['a\0b', 'a\u202eb', 'a\u0085b'].map(holdsHidden)).toEqual([true, true, true])
  expect(['a\tb\n', '大', '\u200f', '\\x00'].map(holdsHidden)).toEqual([false, false, false, false])
})
