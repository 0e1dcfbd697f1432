import { scValToNative, xdr } from '@stellar/stellar-sdk'
import { expect, test } from 'vitest'
import { convertArguments } from '../../../api/transactions/arguments.ts'
import { TransactionRefused } from '../../../api/transactions/refusal.ts'
import { MARKET, PROVIDER, spec } from './small-market.ts'

const convert = (name: string, values: Record<string, unknown>) => convertArguments(spec, spec.function(name), values)

const bucket = {
  bucketId: 3,
  locked: false,
  pricePerGbStorage: '340282366920938463463374607431768211455',
  providerId: PROVIDER,
  status: 'Active',
  tags: ['eu', 'ß'],
}

test('arguments come in the order of the contract, whatever order the client wrote', () => {
  const [id, description] = convert('register_provider', { description: 'Nordic', providerId: PROVIDER })
  expect(scValToNative(id!)).toBe(PROVIDER)
  expect(scValToNative(description!)).toBe('Nordic')
})

test('a struct becomes a map sorted by name, with every value in its own type', () => {
  const [value] = convert('create_from_bucket', { bucket })
  const keys = value!.type === 'scvMap' ? value!.value!.map(({ key }) => key.value?.toString()) : []
  expect(keys).toEqual(['bucket_id', 'locked', 'price_per_gb_storage', 'provider_id', 'status', 'tags'])
  expect(scValToNative(value!)).toEqual({
    bucket_id: 3,
    locked: false,
    price_per_gb_storage: 2n ** 128n - 1n,
    provider_id: PROVIDER,
    status: ['Active'],
    tags: ['eu', 'ß'],
  })
})

test('an option left out is void, one given is the bare value', () => {
  const values = convert('update_bucket_basic', { providerId: MARKET, bucketId: 1, pricePerGbStorage: 5n })
  expect(values.map(({ type }) => type)).toEqual(['scvAddress', 'scvU32', 'scvVoid', 'scvU128'])
})

test('hex becomes bytes', () => {
  const [hash] = convert('upgrade', { wasmHash: 'AB'.repeat(32) })
  expect(hash!.toXdr('hex')).toBe(xdr.ScVal.scvBytes(new Uint8Array(32).fill(0xab)).toXdr('hex'))
})

const muxed = 'MA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJUAAAAAAAAAAAACJUQ'
const provider = { providerId: PROVIDER, description: 'x' }

/** Function, arguments, the argument that the error must name, and what it must say. */
const garbage: [string, Record<string, unknown>, string, RegExp][] = [
  ['register_provider', { ...provider, providerId: 'G123' }, 'providerId', /"G123" is no address: give an account/],
  ['register_provider', { ...provider, providerId: muxed }, 'providerId', /muxed address.*give the G… address/],
  ['register_provider', { ...provider, providerId: PROVIDER.toLowerCase() }, 'providerId', /is no address/],
  ['register_provider', { ...provider, providerId: 12 }, 'providerId', /12 is no address/],
  ['register_provider', { providerId: PROVIDER }, 'description', /is missing: give a value of type string/],
  ['register_provider', { ...provider, description: null }, 'description', /is missing/],
  ['register_provider', { ...provider, description: 5 }, 'description', /5 is no text/],
  ['register_provider', { ...provider, description: '\uD800' }, 'description', /surrogate/],
  ['register_provider', { ...provider, description: 'x'.repeat(16_385) }, 'description', /longer than 16384 bytes/],
  ['register_provider', { ...provider, extra: 1 }, 'extra', /is no argument here: there are providerId, description/],
  ['register_provider', { ...provider, provider_id: PROVIDER }, 'provider_id', /is no argument here/],
  ['set_platform_fee', { platformFee: -1 }, 'platformFee', /-1 is out of range: u128 goes from 0 to 3402823669209384/],
  ['set_platform_fee', { platformFee: 2n ** 128n }, 'platformFee', /out of range/],
  ['set_platform_fee', { platformFee: 1.5 }, 'platformFee', /1.5 is no whole number/],
  ['set_platform_fee', { platformFee: Number.NaN }, 'platformFee', /is no whole number/],
  ['set_platform_fee', { platformFee: 2 ** 60 }, 'platformFee', /is no whole number/],
  ['set_platform_fee', { platformFee: '1e3' }, 'platformFee', /"1e3" is no whole number: write digits only/],
  ['set_platform_fee', { platformFee: '9'.repeat(5_000) }, 'platformFee', /is no whole number/],
  ['set_platform_fee', { platformFee: {} }, 'platformFee', /is no whole number/],
  ['update_bucket_basic', { providerId: PROVIDER, bucketId: 2 ** 32 }, 'bucketId', /u32 goes from 0 to 4294967295/],
  ['upgrade', { wasmHash: 'ab' }, 'wasmHash', /write 64 hexadecimal digits, without 0x/],
  ['upgrade', { wasmHash: `0x${'ab'.repeat(31)}` }, 'wasmHash', /64 hexadecimal digits/],
  ['create_from_bucket', { bucket: 'all of it' }, 'bucket', /is no Bucket: give its fields/],
  ['create_from_bucket', { bucket: { ...bucket, locked: 'no' } }, 'bucket.locked', /write true or false/],
  ['create_from_bucket', { bucket: { ...bucket, tags: 'eu' } }, 'bucket.tags', /is no list/],
  ['create_from_bucket', { bucket: { ...bucket, tags: ['eu', 7] } }, 'bucket.tags.1', /7 is no text/],
  ['create_from_bucket', { bucket: { ...bucket, status: 'Gone' } }, 'bucket.status', /choose one of Active, Deleted/],
  ['create_from_bucket', { bucket: { ...bucket, color: 'red' } }, 'bucket.color', /is no argument here/],
]

const cases = garbage.map(([name, values, argument, message]) => ({ name, values, argument, message }))

test.each(cases)(
  '$name refuses a wrong $argument with the value and what to write: $message',
  ({ name, values, argument, message }) => {
    const error = refusalOf(() => convert(name, values))
    expect(error.code).toBe('INVALID_ARGUMENT')
    expect(error.details).toEqual({ argument })
    expect(error.message).toMatch(message)
    expect(error.message.startsWith(`${argument}:`)).toBe(true)
    expect(error.message.length).toBeLessThan(400)
  },
)

const refusalOf = (run: () => unknown): TransactionRefused => {
  try {
    run()
  } catch (error) {
    if (error instanceof TransactionRefused) return error
    throw error
  }
  throw new Error('nothing was refused')
}
