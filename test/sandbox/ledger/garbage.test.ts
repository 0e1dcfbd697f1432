import { Asset, Operation, Transaction } from '@stellar/stellar-sdk'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { rootKeypair } from '../../../sandbox/ledger/genesis.ts'
import { InvalidEnvelope, type Network } from '../../../sandbox/ledger/network.ts'
import {
  accountOf,
  build,
  envelopeOf,
  fund,
  invoke,
  keypair,
  metaOf,
  openNetwork,
  PASSPHRASE,
  run,
} from './support/actors.ts'
import { deployToken, transfer } from './support/token.ts'

const [alice, bob] = [keypair('alice'), keypair('bob')]
const native = Asset.native()

/** Refused as no envelope, or answered; nothing else. */
const submit = (network: Network, envelope: Uint8Array) => {
  try {
    return network.submit(envelope).status
  } catch (error) {
    expect(error).toBeInstanceOf(InvalidEnvelope)
    return 'no envelope'
  }
}

test('damaged envelopes are refused or answered, and the network goes on', () => {
  const network = openNetwork()
  fund(network, [alice, bob])
  run(network, invoke(network, alice, deployToken(native)))
  const whole = [
    build(network, alice, Operation.payment({ destination: bob.publicKey(), asset: native, amount: '1' })),
    build(network, alice, Operation.setOptions({ homeDomain: 'example.org', lowThreshold: 1 })),
    invoke(network, alice, transfer(native, alice, bob, 1n)),
  ].map(envelopeOf)
  const damage = fc.record({
    envelope: fc.nat(whole.length - 1),
    place: fc.nat(2000),
    byte: fc.integer({ min: 1, max: 255 }),
    cut: fc.nat(40),
  })
  fc.assert(
    fc.property(damage, ({ envelope, place, byte, cut }) => {
      const bytes = whole[envelope]!.slice()
      bytes[place % bytes.length]! ^= byte
      submit(network, cut < 36 ? bytes : bytes.slice(0, bytes.length - cut))
    }),
    { numRuns: 500 },
  )
  network.close()
  expect(run(network, build(network, bob, Operation.bumpSequence({ bumpTo: '0' }))).applied.successful).toBe(true)
  network.stop()
})

test('contract calls whose declared resources are damaged cost their fee and nothing else', () => {
  const network = openNetwork()
  fund(network, [alice, bob])
  run(network, invoke(network, alice, deployToken(native)))
  const held = () =>
    [rootKeypair(PASSPHRASE), alice, bob].reduce((sum, key) => sum + accountOf(network, key)!.balance, 0n)
  let taken = 0
  const change = fc.record({ place: fc.nat(400), byte: fc.integer({ min: 1, max: 255 }) })
  fc.assert(
    fc.property(change, ({ place, byte }) => {
      const transaction = invoke(network, alice, transfer(native, alice, bob, 1n), { signers: [] })
      const envelope = envelopeOf(transaction)
      envelope[envelope.length - 8 - (place % 400)]! ^= byte
      const signed = signAgain(envelope)
      const before = held()
      if (signed === null || submit(network, signed) !== 'PENDING') return
      network.close()
      const [applied] = network.transactions(BigInt(network.latest().sequence) << 32n, 1)
      metaOf(applied!.meta)
      taken++
      expect(before - held()).toBeGreaterThan(0n)
    }),
    { numRuns: 60 },
  )
  expect(taken).toBeGreaterThan(3)
  network.stop()
})

/** The damaged transaction with a signature of its own, so that only the damage is judged. */
const signAgain = (envelope: Uint8Array): Uint8Array | null => {
  try {
    const transaction = new Transaction(Buffer.from(envelope).toString('base64'), PASSPHRASE)
    transaction.sign(alice)
    return envelopeOf(transaction)
  } catch (error) {
    if (error instanceof Error) return null
    throw error
  }
}
