import { Address, nativeToScVal, xdr } from '@stellar/stellar-sdk'
import { expect, test } from 'vitest'
import { decodeValue } from '../../contract/interface/decode-value.ts'

const ACCOUNT = 'GA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJVSGZ'
const decode = (value: xdr.ScVal) => decodeValue(Buffer.from(value.toXdr()).toString('base64'))

test('a struct reads as an object, its wide integers as decimal strings', () => {
  const state = nativeToScVal(
    { amount: 2n ** 127n, price: 7, status: 'Funded', to: new Address(ACCOUNT) },
    { type: { amount: ['symbol', 'u128'], price: ['symbol', 'u32'], status: ['symbol', 'symbol'], to: ['symbol'] } },
  )
  expect(decode(state)).toEqual({
    amount: '170141183460469231731687303715884105728',
    price: 7,
    status: 'Funded',
    to: ACCOUNT,
  })
})

test('a map without names reads as pairs, bytes as hex, nothing as null', () => {
  const key = xdr.ScVal.scvVec([xdr.ScVal.scvSymbol('Deal'), xdr.ScVal.scvU32(3)])
  expect(decode(xdr.ScVal.scvMap([new xdr.ScMapEntry({ key, val: xdr.ScVal.scvVoid() })]))).toEqual([
    [['Deal', 3], null],
  ])
  expect(decode(xdr.ScVal.scvBytes(Uint8Array.of(0, 255)))).toBe('00ff')
})

test('negative and 64-bit integers keep their digits', () => {
  expect(decode(nativeToScVal(-5n, { type: 'i128' }))).toBe('-5')
  expect(decode(nativeToScVal(18446744073709551615n, { type: 'u64' }))).toBe('18446744073709551615')
})

test('bytes that are no value are refused', () => {
  expect(() => decodeValue('AAAA')).toThrow()
})
