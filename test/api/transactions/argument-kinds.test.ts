/** Arguments of every kind that the market's functions take, against the interface of the built contract. */
import { nativeToScVal, scValToNative, xdr } from '@stellar/stellar-sdk'
import { describe, expect, test } from 'vitest'
import { convertArguments } from '../../../api/transactions/arguments.ts'
import { TransactionRefused } from '../../../api/transactions/refusal.ts'
import { decodeValue } from '../../../api/transactions/values.ts'
import { loadContractSpec } from '../../../contract/interface/spec.ts'
import { CONSUMER, MARKET, OWNER, PROVIDER } from './small-market.ts'

const spec = loadContractSpec()
const convert = (name: string, values: Record<string, unknown>) => convertArguments(spec, spec.function(name), values)

const offer = {
  asset: null,
  attestor: `04${'AB'.repeat(64)}`,
  chunkAmount: '340282366920938463463374607431768211455',
  chunkTip: 10n,
  chunks: 100_000,
  collateral: 0,
  deadlineTs: '18446744073709551615',
  proofSetId: 77,
}
const proof = { chunk: 0, root: 'cd'.repeat(32), signature: 'EF'.repeat(65), timestamp: '1790000000' }
const opened = { consumerId: CONSUMER, providerId: PROVIDER, bucketId: 1, offer }
const released = { streamId: 1, proofs: [proof] }

test('an offer of a stream is a map sorted by name; what is left open is void, bytes are bytes', () => {
  const [, , , value] = convert('open_stream', opened)
  expect(scValToNative(value!)).toEqual({
    ...{ asset: null, attestor: Buffer.from(offer.attestor, 'hex'), chunk_amount: 2n ** 128n - 1n, chunk_tip: 10n },
    ...{ chunks: 100_000, collateral: 0n, deadline_ts: 2n ** 64n - 1n, proof_set_id: 77n },
  })
  const [, , , inAsset] = convert('open_stream', { ...opened, offer: { ...offer, asset: MARKET } })
  expect(scValToNative(inAsset!).asset).toBe(MARKET)
})

test('proofs are a list of maps, and who relays them may be left out', () => {
  const [stream, proofs, relayer] = convert('release_chunks', { ...released, proofs: [proof, { ...proof, chunk: 31 }] })
  expect(stream).toEqual(nativeToScVal(1, { type: 'u32' }))
  expect(scValToNative(proofs!)).toEqual(
    [0, 31].map((chunk) => ({
      chunk,
      root: Buffer.from(proof.root, 'hex'),
      signature: Buffer.from(proof.signature, 'hex'),
      timestamp: 1_790_000_000n,
    })),
  )
  expect(relayer).toEqual(xdr.ScVal.scvVoid())
  expect(scValToNative(convert('release_chunks', { ...released, relayer: OWNER })[2]!)).toBe(OWNER)
})

test('a choice without values is a vector of its name, also beside other arguments', () => {
  const [role, holder] = convert('set_role', { role: 'Arbiter', holder: null })
  expect(scValToNative(role!)).toEqual(['Arbiter'])
  expect(holder).toEqual(xdr.ScVal.scvVoid())
  const [, certified, kind] = convert('certify', {
    ...{ subject: PROVIDER, role: 'ServiceProvider', kind: 'iso_27001', level: 100, validUntil: '1790000000' },
  })
  expect(scValToNative(certified!)).toEqual(['ServiceProvider'])
  expect(kind).toEqual(nativeToScVal('iso_27001', { type: 'symbol' }))
})

test('a list of numbers is a list of numbers', () => {
  const units = convert('set_units_maintenance', {
    ...{ providerId: PROVIDER, bucketId: 1, units: [1, '4294967295'], maintenance: true },
  })
  expect(units.map((value) => scValToNative(value))).toEqual([PROVIDER, 1, [1, 2 ** 32 - 1], true])
})

test('what was converted is read back as it was written', () => {
  const { inputs } = spec.function('open_stream')
  const read = convert('open_stream', opened).map((value, at) => decodeValue(spec, inputs[at]!.type, value))
  expect(read[3]).toEqual({
    ...{ asset: null, attestor: offer.attestor.toLowerCase(), chunkAmount: String(2n ** 128n - 1n), chunkTip: '10' },
    ...{ chunks: 100_000, collateral: '0', deadlineTs: String(2n ** 64n - 1n), proofSetId: '77' },
  })
})

/** Function, arguments, the argument that the error must name, and what it must say. */
const GARBAGE: [string, Record<string, unknown>, string, RegExp][] = [
  ['open_stream', { ...opened, offer: { ...offer, attestor: 'ab'.repeat(64) } }, 'offer.attestor', /130 hexadecimal/],
  ['open_stream', { ...opened, offer: { ...offer, chunks: 2 ** 32 } }, 'offer.chunks', /u32 goes from 0 to 4294967295/],
  ['open_stream', { ...opened, offer: { ...offer, chunkAmount: undefined } }, 'offer.chunkAmount', /is missing/],
  ['open_stream', { ...opened, offer: { ...offer, asset: 'USDC' } }, 'offer.asset', /is no address/],
  ['open_stream', { ...opened, offer: [offer] }, 'offer', /is no StreamOffer: give its fields/],
  ['release_chunks', { ...released, proofs: proof }, 'proofs', /is no list: give a list, each entry a ChunkProof/],
  ['release_chunks', { ...released, proofs: [proof, { ...proof, root: 'cd' }] }, 'proofs.1.root', /64 hexadecimal/],
  [
    'release_chunks',
    { ...released, proofs: [{ ...proof, signature: `0x${proof.signature}` }] },
    'proofs.0.signature',
    /130/,
  ],
  ['release_chunks', { ...released, proofs: [{ ...proof, chunk: -1 }] }, 'proofs.0.chunk', /out of range/],
  ['release_chunks', { ...released, relayer: 'me' }, 'relayer', /is no address/],
  ['set_role', { role: 'Boss', holder: null }, 'role', /choose one of Oracle, Certifier, Arbiter/],
  [
    'set_units_maintenance',
    { providerId: PROVIDER, bucketId: 1, units: [1, 'x'], maintenance: true },
    'units.1',
    /no whole number/,
  ],
  [
    'revoke_certification',
    { subject: PROVIDER, role: 'Provider', kind: 'iso-27001' },
    'kind',
    /is no symbol: at most 32 letters/,
  ],
  ['set_paused', { paused: 'yes' }, 'paused', /write true or false/],
]

describe('what cannot be is refused', () => {
  test.each(GARBAGE.map(([name, values, argument, message]) => ({ name, values, argument, message })))(
    '$name names the argument $argument: $message',
    ({ name, values, argument, message }) => {
      const refused = refusalOf(() => convert(name, values))
      expect(refused).toMatchObject({ code: 'INVALID_ARGUMENT', details: { argument } })
      expect(refused.message).toMatch(message)
      expect(refused.message.length).toBeLessThan(400)
    },
  )
})

const refusalOf = (run: () => unknown): TransactionRefused => {
  try {
    run()
  } catch (error) {
    if (error instanceof TransactionRefused) return error
    throw error
  }
  throw new Error('nothing was refused')
}
