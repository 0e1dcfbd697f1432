import { type Keypair, Operation, xdr } from '@stellar/stellar-sdk'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { sha256 } from '../../../sandbox/ledger/hash.ts'
import type { Network } from '../../../sandbox/ledger/network.ts'
import { accountOf, build, envelopeOf, fund, keypair, openNetwork, run } from './support/actors.ts'

const alice = keypair('alice')
const cosigner = keypair('cosigner')
const idle = Operation.bumpSequence({ bumpTo: '0' })
const medium = Operation.manageData({ name: 'a', value: 'b' })
let network: Network

beforeEach(() => {
  network = openNetwork()
  fund(network, [alice])
})
afterEach(() => network.stop())

const setOptions = (options: Parameters<typeof Operation.setOptions>[0], signers = [alice]) =>
  run(network, build(network, alice, Operation.setOptions(options), { signers }))
const attempt = (operation: xdr.Operation, signers: Keypair[]) => {
  const submission = network.submit(envelopeOf(build(network, alice, operation, { signers })))
  if (submission.status !== 'ERROR') return submission.status
  return JSON.parse(JSON.stringify(xdr.TransactionResult.fromXdr(submission.result).toJson())).result
}

beforeEach(() => {
  setOptions({ signer: { ed25519PublicKey: cosigner.publicKey(), weight: 1 } })
  setOptions({ lowThreshold: 1, medThreshold: 2, highThreshold: 2 })
})

test('each level needs its own weight', () => {
  expect(attempt(medium, [alice])).toEqual({ tx_failed: ['op_bad_auth'] })
  expect(attempt(Operation.setOptions({ masterWeight: 5 }), [cosigner])).toEqual({ tx_failed: ['op_bad_auth'] })
  expect(attempt(idle, [cosigner])).toBe('PENDING')
})

test('weights add up', () => {
  expect(attempt(medium, [alice, cosigner])).toBe('PENDING')
})

test('a signature that is not needed is one too many', () => {
  expect(attempt(idle, [alice, cosigner])).toBe('tx_bad_auth_extra')
})

test('a master weight of zero takes the account its own key', () => {
  setOptions({ masterWeight: 0, medThreshold: 1, highThreshold: 1 }, [alice, cosigner])
  expect(attempt(idle, [alice])).toBe('tx_bad_auth')
  expect(attempt(medium, [cosigner])).toBe('PENDING')
})

test('signers cost a sub-entry each, and give it back', () => {
  expect(accountOf(network, alice)!.numSubEntries).toBe(1)
  setOptions({ signer: { ed25519PublicKey: cosigner.publicKey(), weight: 0 } }, [alice, cosigner])
  expect(accountOf(network, alice)!.numSubEntries).toBe(0)
})

test('the preimage of a hash signs', () => {
  const secret = Buffer.from('open sesame')
  const hash = Buffer.from(sha256(secret))
  setOptions({ signer: { sha256Hash: hash, weight: 2 } }, [alice, cosigner])
  const transaction = build(network, alice, medium, { signers: [] })
  transaction.signHashX(secret)
  expect(network.submit(envelopeOf(transaction)).status).toBe('PENDING')
})

test('a transaction authorised beforehand needs no signature, once', () => {
  const next = build(network, alice, medium, { sequence: accountOf(network, alice)!.seqNum + 1n, signers: [] })
  setOptions({ signer: { preAuthTx: Buffer.from(next.hash()), weight: 2 } }, [alice, cosigner])
  expect(accountOf(network, alice)!.signers).toHaveLength(2)
  run(network, next)
  expect(accountOf(network, alice)!.signers).toHaveLength(1)
  expect(accountOf(network, alice)!.numSubEntries).toBe(2)
})
