import { Keypair } from '@stellar/stellar-sdk'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { described, shown } from '../../program/echo.ts'

test.each([
  'many',
  '-1',
  'loud',
  './data/markets.json',
  '/nowhere/markets.json',
  'flashindex-production-markets.json',
  'Public Global Stellar Network ; September 2015',
  'GABC',
  'CD7B7CBXL3DU3XCYEGLH7FMVREUTKP4VMDKOSYPLTJJTLNACNQS57QZZ',
])('a harmless value is quoted: %s', (value) => {
  expect(shown(value)).toBe(`"${value}"`)
})

const SECRET = Keypair.random().secret()

test.each([
  [SECRET, 'a secret key (S…)'],
  [`key: ${SECRET}`, 'a secret key (S…)'],
  [SECRET.slice(0, -1), '55 characters'],
  [`0x${'ab'.repeat(32)}`, 'a key in hexadecimal digits'],
  ['ab'.repeat(32), 'a key in hexadecimal digits'],
  ['postgress://user:password@host/db', 'an address that begins with postgress://'],
  ['https://host/v1/key', 'an address that begins with https://'],
  ['user:password@host', '18 characters with an @'],
  ['postgres:/user:password', '23 characters'],
  ['550e8400-e29b-41d4-a716-446655440000', '36 characters'],
  ['eyJhbGciOiJIUzI1NiJ9.e30.x', '26 characters'],
  ['abandon '.repeat(11).concat('about'), '93 characters'],
  ['two\nlines', '9 characters'],
  ['x '.repeat(100), '200 characters'],
])('a value that looks like a secret is described: %s', (value, text) => {
  expect(shown(value)).toBe(text)
})

test('a value of another type is described', () => {
  expect([shown(undefined), shown(null), shown(7)]).toEqual([
    'a value of type undefined',
    'null',
    'a value of type number',
  ])
})

test('what a description says of a value is its length and its kind, whatever the value is', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 4 }), (value) => {
      const allowed =
        /^(a secret key \(S…\)|a key in hexadecimal digits|an address that begins with [a-z0-9+.-]{1,16}:\/\/|\d+ characters( with an @)?)$/i
      expect(described(value)).toMatch(allowed)
    }),
  )
})
