import { Asset, Operation, TransactionBuilder, xdr } from '@stellar/stellar-sdk'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { rootKeypair } from '../../../sandbox/ledger/genesis.ts'
import { InvalidEnvelope, type Network } from '../../../sandbox/ledger/network.ts'
import {
  accountOf,
  type BuildOptions,
  build,
  envelopeOf,
  fund,
  invoke,
  keypair,
  openNetwork,
  PASSPHRASE,
  run,
  sorobanDataOf,
} from './support/actors.ts'
import { deployToken, transfer } from './support/token.ts'

const alice = keypair('alice')
const bob = keypair('bob')
const poor = keypair('poor')
const ghost = keypair('ghost')
const idle = Operation.bumpSequence({ bumpTo: '0' })
let network: Network

beforeAll(() => {
  network = openNetwork()
  fund(network, [alice, bob])
  fund(network, [poor], '1')
})
afterAll(() => network.stop())

const submit = (envelope: Uint8Array) => {
  const submission = network.submit(envelope)
  if (submission.status !== 'ERROR') return submission.status
  const { fee_charged, result } = JSON.parse(JSON.stringify(xdr.TransactionResult.fromXdr(submission.result).toJson()))
  return { fee: fee_charged, result, diagnostics: submission.diagnosticEvents.length }
}
const send = (options: BuildOptions = {}, operations: xdr.Operation | xdr.Operation[] = idle, source = alice) =>
  submit(envelopeOf(build(network, source, operations, options)))
const refused = (result: unknown, fee = '100') => ({ fee, result, diagnostics: 0 })
const bounds = (timeBounds: [number, number], ledgerBounds?: [number, number]): BuildOptions => ({
  build(builder) {
    builder.timebounds = { minTime: timeBounds[0], maxTime: timeBounds[1] } as never
    if (ledgerBounds) builder.setLedgerbounds(...ledgerBounds)
  },
})

test.each<[string, BuildOptions]>([
  ['tx_bad_auth', { signers: [] }],
  ['tx_bad_auth', { signers: [bob] }],
  ['tx_bad_auth_extra', { signers: [alice, bob] }],
  ['tx_bad_auth_extra', { signers: [alice, alice] }],
  ['tx_bad_seq', { sequence: 5n }],
  ['tx_bad_seq', { sequence: 2n ** 62n }],
  ['tx_insufficient_fee', { fee: '99' }],
  ['tx_too_late', bounds([0, 1])],
  ['tx_too_early', bounds([4_102_444_800, 0])],
  ['tx_too_late', bounds([0, 0], [0, 2])],
  ['tx_too_early', bounds([0, 0], [1000, 0])],
])('%s', (code, options) => {
  expect(send(options)).toEqual(refused(code))
})

test('a source without an account', () => {
  expect(send({ sequence: 4n }, idle, ghost)).toEqual(refused('tx_no_account'))
})

test('a fee the source cannot pay above its reserve', () => {
  expect(send({}, idle, poor)).toEqual(refused('tx_insufficient_balance'))
})

test('no operations', () => {
  expect(send({}, [])).toEqual(refused('tx_missing_operation'))
})

test('an operation whose source has no account, or did not sign', () => {
  const ofGhost = Operation.bumpSequence({ bumpTo: '0', source: ghost.publicKey() })
  expect(send({}, ofGhost)).toEqual(refused({ tx_failed: ['op_bad_auth'] }))
  const ofBob = Operation.bumpSequence({ bumpTo: '0', source: bob.publicKey() })
  expect(send({}, [idle, ofBob])).toEqual(
    refused({ tx_failed: [{ op_inner: { bump_sequence: 'success' } }, 'op_bad_auth'] }, '200'),
  )
})

test('a contract call without resources is malformed and costs nothing', () => {
  const func = transfer(Asset.native(), alice, bob, 1n)
  expect(send({}, Operation.invokeHostFunction({ func, auth: [] }))).toEqual(refused('tx_malformed', '0'))
})

test('a resource fee that is too small says by how much', () => {
  run(network, invoke(network, alice, deployToken(Asset.native())))
  const transaction = invoke(network, alice, transfer(Asset.native(), alice, bob, 1n))
  const soroban = new xdr.SorobanTransactionData({ ...sorobanDataOf(transaction), resourceFee: 100n })
  const operation = Operation.invokeHostFunction({ func: transfer(Asset.native(), alice, bob, 1n), auth: [] })
  expect(send({ soroban }, operation)).toEqual({ fee: '200', result: 'tx_soroban_invalid', diagnostics: 1 })
})

test('bytes that are no envelope, and version 0 envelopes, are no transactions at all', () => {
  expect(() => network.submit(new Uint8Array([1, 2, 3]))).toThrow(InvalidEnvelope)
})

test('a second transaction of an account waits; the same one again is a duplicate until it is old', () => {
  const first = envelopeOf(build(network, alice, idle))
  const second = envelopeOf(build(network, alice, idle, { fee: '200' }))
  expect([first, first, second].map(submit)).toEqual(['PENDING', 'DUPLICATE', 'TRY_AGAIN_LATER'])
  network.close()
  expect(submit(first)).toBe('TRY_AGAIN_LATER')
  for (let i = 0; i < 10; i++) network.close()
  expect(submit(first)).toEqual(refused('tx_bad_seq'))
})

test('what becomes invalid while it waits is dropped', () => {
  const soon = Number(network.latest().closeTime) + 5
  expect(send(bounds([0, soon]))).toBe('PENDING')
  const before = accountOf(network, alice)!.seqNum
  network.close({ closeTime: BigInt(soon) + 1n })
  expect(network.pending()).toBe(0)
  expect(accountOf(network, alice)!.seqNum).toBe(before)
})

test('a close time that does not grow is an error that names both', () => {
  const { closeTime } = network.latest()
  expect(() => network.close({ closeTime })).toThrow(`${closeTime} is not after ${closeTime}`)
})

const bump = (inner: ReturnType<typeof build>, fee: string, payer = bob) => {
  const transaction = TransactionBuilder.buildFeeBumpTransaction(payer, fee, inner, PASSPHRASE)
  transaction.sign(payer)
  return transaction
}

test('another account pays the fee of a fee bump, and both hashes find it', () => {
  const [mine, his] = [accountOf(network, alice)!.balance, accountOf(network, bob)!.balance]
  const inner = build(network, alice, idle)
  const outer = bump(inner, '500')
  expect(submit(envelopeOf(outer))).toBe('PENDING')
  network.close()
  expect(accountOf(network, alice)!.balance).toBe(mine)
  expect(his - accountOf(network, bob)!.balance).toBe(200n)
  const [byOuter, byInner] = [outer, inner].map((t) => network.transaction(Buffer.from(t.hash()).toString('hex')))
  expect(byOuter).toEqual(byInner)
  expect(byOuter!.innerHash).toBe(Buffer.from(inner.hash()).toString('hex'))
})

test('a fee bump around an unsigned transaction carries its refusal', () => {
  const answer = submit(envelopeOf(bump(build(network, alice, idle, { signers: [] }), '500')))
  expect(JSON.stringify(answer)).toContain('tx_fee_bump_inner_failed')
  expect(JSON.stringify(answer)).toContain('tx_bad_auth')
})

test('a fee bump that does not bump is refused', () => {
  const inner = build(network, alice, idle, { fee: '1000' })
  const envelope = bump(inner, '1000').toEnvelope()
  if (envelope.type !== 'envelopeTypeTxFeeBump') throw new Error('no fee bump')
  const fee = new xdr.FeeBumpTransaction({ ...envelope.feeBump.tx, fee: 1000n })
  const cheap = xdr.TransactionEnvelope.envelopeTypeTxFeeBump(
    new xdr.FeeBumpTransactionEnvelope({ tx: fee, signatures: envelope.feeBump.signatures }),
  )
  expect(submit(cheap.toXdr())).toEqual(refused('tx_insufficient_fee', '200'))
})

test('the root account is where all lumens come from', () => {
  expect(accountOf(network, rootKeypair(PASSPHRASE))!.balance).toBeGreaterThan(9n * 10n ** 17n)
})
