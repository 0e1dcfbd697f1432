import { Address, nativeToScVal, scValToNative, xdr } from '@stellar/stellar-sdk'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { loadContractSpec, type SpecType } from '../../../contract/interface/spec.ts'
import { compile } from '../../../indexer/decode/compile.ts'
import { ScValReader, symbolXdr } from '../../../indexer/decode/scval.ts'
import { account, contract } from '../../support/parties.ts'

const reader = new ScValReader()
const spec = loadContractSpec()

const read = (type: SpecType, value: xdr.ScVal): unknown => {
  reader.open(value.toXdr('base64'))
  const result = compile(spec, type)(reader)
  reader.close()
  return result
}

const unsigned = (bits: number) => fc.bigInt({ min: 0n, max: 2n ** BigInt(bits) - 1n })
const name = fc.stringMatching(/^[a-zA-Z0-9_]{0,32}$/)

const CASES: [SpecType, fc.Arbitrary<unknown>, (value: unknown) => xdr.ScVal][] = [
  ['bool', fc.boolean(), (value) => nativeToScVal(value)],
  ['u32', fc.nat(4_294_967_295), (value) => nativeToScVal(value, { type: 'u32' })],
  ['u64', unsigned(64), (value) => nativeToScVal(value, { type: 'u64' })],
  ['u128', unsigned(128), (value) => nativeToScVal(value, { type: 'u128' })],
  ['i128', fc.bigInt({ min: -(2n ** 127n), max: 2n ** 127n - 1n }), (value) => nativeToScVal(value, { type: 'i128' })],
  ['string', fc.string({ unit: 'grapheme', maxLength: 400 }), (value) => nativeToScVal(value, { type: 'string' })],
  ['symbol', name, (value) => nativeToScVal(value, { type: 'symbol' })],
  [
    'address',
    fc.oneof(fc.nat(1e6).map(account), fc.nat(1e6).map(contract)),
    (value) => new Address(value as string).toScVal(),
  ],
]

test.each(CASES)('%s reads as the SDK reads it', (type, values, write) => {
  fc.assert(
    fc.property(values, (value) => {
      const scVal = write(value)
      expect(read(type, scVal)).toEqual(value)
      expect(scValToNative(scVal)).toEqual(value)
    }),
    { numRuns: 300 },
  )
})

test.each(CASES)('%s in a vector and an option too', (type, values, write) => {
  fc.assert(
    fc.property(fc.array(values, { maxLength: 6 }), (list) => {
      const scVal = xdr.ScVal.scvVec(list.map((value) => xdr.ScVal.scvVec([write(value)])))
      expect(read({ vec: { vec: { option: type } } }, scVal)).toEqual(list.map((value) => [value]))
    }),
    { numRuns: 100 },
  )
  expect(read({ option: type }, xdr.ScVal.scvVoid())).toBeNull()
})

test('bytes are hex, and their number is checked where it is fixed', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 70 }), (bytes) => {
      const scVal = xdr.ScVal.scvBytes(bytes)
      expect(read('bytes', scVal)).toBe(Buffer.from(bytes).toString('hex'))
      expect(read({ bytesN: bytes.length }, scVal)).toBe(Buffer.from(bytes).toString('hex'))
      expect(() => read({ bytesN: bytes.length + 1 }, scVal)).toThrow(`has ${bytes.length} bytes`)
    }),
  )
})

test('a symbol is written as the SDK writes it', () => {
  fc.assert(
    fc.property(name, (text) => {
      expect(Buffer.from(symbolXdr(text)).toString('base64')).toBe(xdr.ScVal.scvSymbol(text).toXdr('base64'))
    }),
  )
})

test('a value larger than any before is read', () => {
  const text = 'x'.repeat(100_000)
  expect(read('string', nativeToScVal(text, { type: 'string' }))).toBe(text)
})

test('a length that cannot be is refused before anything is read', () => {
  reader.open(Buffer.from('00000010' + '00000001' + 'ffffffff', 'hex').toString('base64'))
  expect(() => reader.vec()).toThrow('ends too early')
})

test('a type that no event has yet is an error of whoever adds it', () => {
  expect(() => compile(spec, 'u256')).toThrow('add one to compile.ts')
  expect(() => compile(spec, { udt: 'Nothing' })).toThrow('no reader for the type Nothing')
})
