import { Asset, type Keypair, Memo, Operation, type xdr } from '@stellar/stellar-sdk'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Network } from '../../../sandbox/ledger/network.ts'
import { accountOf, type BuildOptions, build, fund, keypair, openNetwork, run } from './support/actors.ts'

const alice = keypair('alice')
const bob = keypair('bob')
const issuer = keypair('issuer')
const ghost = keypair('ghost')
const native = Asset.native()
const usd = new Asset('USD', issuer.publicKey())
let network: Network

beforeEach(() => {
  network = openNetwork()
  fund(network, [alice, bob, issuer])
})
afterEach(() => network.stop())

const perform = (source: Keypair, operations: xdr.Operation | xdr.Operation[], options: BuildOptions = {}) => {
  const { result, meta } = run(network, build(network, source, operations, options))
  return { result: JSON.parse(JSON.stringify(result.toJson())).result, meta }
}
const inner = (name: string, outcome: string) => ({ op_inner: { [name]: outcome } })
const pay = (amount: string, to = bob, asset = native) =>
  Operation.payment({ destination: to.publicKey(), asset, amount })

test('a payment moves lumens and publishes a transfer', () => {
  const before = accountOf(network, bob)!.balance
  const { result, meta } = perform(alice, pay('1.5'))
  expect(result).toEqual({ tx_success: [inner('payment', 'success')] })
  expect(accountOf(network, bob)!.balance - before).toBe(15_000_000n)
  expect(meta.operations[0]!.events).toHaveLength(1)
})

test('a memo travels in the transfer event', () => {
  const { meta } = perform(alice, pay('1'), { build: (builder) => builder.addMemo(Memo.text('hi')) })
  expect(JSON.stringify(meta.operations[0]!.events[0]!.toJson())).toContain('to_muxed_id')
})

test.each([
  ['underfunded', () => pay('99999')],
  ['no_destination', () => pay('1', ghost)],
  ['no_trust', () => pay('1', bob, usd)],
])('a payment fails with %s', (code, operation) => {
  const source = code === 'no_trust' ? issuer : alice
  expect(perform(source, operation()).result).toEqual({ tx_failed: [inner('payment', code)] })
})

test('the issuer makes and destroys its asset; a full line refuses more', () => {
  perform(bob, Operation.changeTrust({ asset: usd, limit: '100' }))
  expect(perform(issuer, pay('60', bob, usd)).result).toHaveProperty('tx_success')
  expect(perform(issuer, pay('60', bob, usd)).result).toEqual({ tx_failed: [inner('payment', 'line_full')] })
  const back = perform(bob, pay('60', issuer, usd))
  expect(back.result).toHaveProperty('tx_success')
  expect(JSON.stringify(back.meta.operations[0]!.events[0]!.toJson())).toContain('"burn"')
  expect(perform(bob, Operation.changeTrust({ asset: usd, limit: '0' })).result).toHaveProperty('tx_success')
  expect(accountOf(network, bob)!.numSubEntries).toBe(0)
})

test('all operations are tried, none takes effect when one fails', () => {
  const before = accountOf(network, bob)!.balance
  const { result, meta } = perform(alice, [pay('1'), pay('99999'), pay('1')])
  expect(result).toEqual({
    tx_failed: [inner('payment', 'success'), inner('payment', 'underfunded'), inner('payment', 'success')],
  })
  expect(accountOf(network, bob)!.balance).toBe(before)
  expect(meta.operations).toEqual([])
})

test.each([
  ['already_exist', () => Operation.createAccount({ destination: bob.publicKey(), startingBalance: '5' })],
  ['low_reserve', () => Operation.createAccount({ destination: keypair('new').publicKey(), startingBalance: '0.5' })],
])('an account cannot be made: %s', (code, operation) => {
  expect(perform(alice, operation()).result).toEqual({ tx_failed: [inner('create_account', code)] })
})

test('a new account starts at the ledger it was made in', () => {
  perform(alice, Operation.createAccount({ destination: keypair('new').publicKey(), startingBalance: '5' }))
  expect(accountOf(network, keypair('new'))!.seqNum).toBe(BigInt(network.latest().sequence) << 32n)
})

test('data entries are set, changed, removed; a missing one cannot be removed', () => {
  const set = (value: string | null) => perform(alice, Operation.manageData({ name: 'colour', value })).result
  expect(set('red')).toHaveProperty('tx_success')
  expect(set('green')).toHaveProperty('tx_success')
  expect(accountOf(network, alice)!.numSubEntries).toBe(1)
  expect(set(null)).toHaveProperty('tx_success')
  expect(accountOf(network, alice)!.numSubEntries).toBe(0)
  expect(set(null)).toEqual({ tx_failed: [inner('manage_data', 'name_not_found')] })
})

test('a sequence number can be raised, not lowered', () => {
  const target = accountOf(network, alice)!.seqNum + 100n
  perform(alice, Operation.bumpSequence({ bumpTo: String(target) }))
  expect(accountOf(network, alice)!.seqNum).toBe(target)
  perform(alice, Operation.bumpSequence({ bumpTo: '1' }))
  expect(accountOf(network, alice)!.seqNum).toBe(target + 1n)
})

test('an operation that this network does not have is refused by name', () => {
  const merge = Operation.accountMerge({ destination: bob.publicKey() })
  expect(() => perform(alice, merge)).toThrow('op_not_supported')
})
