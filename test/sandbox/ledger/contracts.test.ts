import { Asset, authorizeEntry, Operation, SorobanDataBuilder, scValToNative, xdr } from '@stellar/stellar-sdk'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { BASE_FEE } from '../../../sandbox/ledger/fees.ts'
import { sha256, toHex } from '../../../sandbox/ledger/hash.ts'
import { accountId } from '../../../sandbox/ledger/keys.ts'
import type { Network } from '../../../sandbox/ledger/network.ts'
import {
  accountOf,
  build,
  fund,
  invoke,
  keypair,
  openNetwork,
  PASSPHRASE,
  raw,
  run,
  sorobanDataOf,
} from './support/actors.ts'
import { address, callContract, deployToken, instanceKey, transfer } from './support/token.ts'

const alice = keypair('alice')
const bob = keypair('bob')
const issuer = keypair('issuer')
const usd = new Asset('USD', issuer.publicKey())
const contract = usd.contractId(PASSPHRASE)
let network: Network

beforeEach(() => {
  network = openNetwork({ settings: { minPersistentTtl: 10 } })
  fund(network, [alice, bob, issuer])
  run(network, build(network, alice, Operation.changeTrust({ asset: usd })))
  run(network, build(network, bob, Operation.changeTrust({ asset: usd })))
  run(network, build(network, issuer, Operation.payment({ destination: alice.publicKey(), asset: usd, amount: '100' })))
})
afterEach(() => network.stop())

const deploy = () => run(network, invoke(network, bob, deployToken(usd)))
const live = (key: xdr.LedgerKey) => network.entry(key.toXdr())?.liveUntil
const balanceOf = (of: typeof alice) => {
  const simulation = network.simulateInvoke({
    hostFunction: callContract(contract, 'balance', [address(of)]).toXdr(),
    source: accountId(raw(bob)),
    auth: [],
    authMode: 'record',
    useUpgradedAuth: false,
  })
  return scValToNative(xdr.ScVal.fromXdr(simulation.returnValue!)) as bigint
}

test('what is simulated applies with the simulated resources unchanged', () => {
  const { meta } = deploy()
  expect(meta.sorobanMeta!.returnValue!.type).toBe('scvAddress')
  const { result } = run(network, invoke(network, alice, transfer(usd, alice, bob, 70_000_000n)))
  expect(result.result.type).toBe('txSuccess')
  expect([balanceOf(alice), balanceOf(bob)]).toEqual([930_000_000n, 70_000_000n])
})

test('the result is the hash of return value and events', () => {
  deploy()
  const { meta, applied } = run(network, invoke(network, alice, transfer(usd, alice, bob, 1n)))
  const preimage = new xdr.InvokeHostFunctionSuccessPreImage({
    returnValue: meta.sorobanMeta!.returnValue!,
    events: meta.operations[0]!.events,
  })
  expect(toHex(applied.result)).toContain(toHex(sha256(preimage.toXdr())))
})

test('fee charged = inclusion fee + resources used; the rest comes back', () => {
  const before = accountOf(network, bob)!.balance
  const { applied, meta, result } = deploy()
  const fees = meta.sorobanMeta!.ext
  if (fees.type !== 'v1') throw new Error('no fees in the meta')
  const { totalNonRefundableResourceFeeCharged: fixed, totalRefundableResourceFeeCharged: used } = fees.v1
  expect(result.feeCharged).toBe(BASE_FEE + fixed + used)
  expect(before - accountOf(network, bob)!.balance).toBe(result.feeCharged)
  expect(applied.postFeeChanges.length).toBeGreaterThan(4)
  const amounts = meta.events.map(({ event }) => scValToNative(event.body.v0.data) as bigint)
  expect(amounts.reduce((sum, amount) => sum + amount, 0n)).toBe(result.feeCharged)
})

test('a failed call changes nothing, keeps its fee, and says why', () => {
  deploy()
  const good = invoke(network, alice, transfer(usd, alice, bob, 1n))
  const soroban = sorobanDataOf(good)
  const func = transfer(usd, alice, bob, 10n ** 12n)
  const operation = Operation.invokeHostFunction({ func, auth: [] })
  const { result, meta } = run(network, build(network, alice, operation, { soroban }))
  expect(JSON.stringify(result.toJson())).toContain('"invoke_host_function":"trapped"')
  expect(balanceOf(alice)).toBe(1_000_000_000n)
  expect(meta.operations).toEqual([])
  const texts = JSON.stringify(meta.diagnosticEvents.map((event) => event.toJson()))
  expect(texts).toContain('host_fn_failed')
  expect(texts.match(/core_metrics/g)).toHaveLength(19)
})

test.each([false, true])('another account signs its part (upgraded credentials: %s)', async (useUpgradedAuth) => {
  deploy()
  const func = transfer(usd, alice, bob, 5n)
  const simulate = (auth: xdr.SorobanAuthorizationEntry[]) =>
    network.simulateInvoke({
      hostFunction: func.toXdr(),
      source: accountId(raw(bob)),
      auth: auth.map((entry) => entry.toXdr()),
      authMode: auth.length > 0 ? 'enforce' : 'record',
      useUpgradedAuth,
    })
  const recorded = simulate([]).auth.map((entry) => xdr.SorobanAuthorizationEntry.fromXdr(entry))
  const signed = await Promise.all(
    recorded.map((entry) => authorizeEntry(entry, alice, network.latest().sequence + 100, PASSPHRASE)),
  )
  const { result } = run(network, invoke(network, bob, func, { auth: signed }))
  expect(result.result.type).toBe('txSuccess')
  expect(simulate(signed).error).toContain('Error(Auth, ExistingValue)')
})

test('an entry that expired is archived: still there, restored by the next call', () => {
  deploy()
  const key = instanceKey(contract)
  const until = live(key)!
  const func = callContract(contract, 'symbol', [])
  const early = invoke(network, alice, func)
  while (network.latest().sequence <= until + 1) network.close()
  expect(live(key)).toBe(until)
  const late = run(network, early)
  expect(JSON.stringify(late.result.toJson())).toContain('entry_archived')
  const { result, meta } = run(network, invoke(network, alice, func))
  expect(result.result.type).toBe('txSuccess')
  const forms = meta.operations[0]!.changes.map(({ type }) => type)
  expect(forms).toEqual(['ledgerEntryRestored', 'ledgerEntryRestored'])
  expect(live(key)).toBe(network.latest().sequence + 9)
})

test('an archived entry is restored by operation, and extended by operation', () => {
  deploy()
  const key = instanceKey(contract)
  while (network.latest().sequence <= live(key)! + 1) network.close()
  const bytes = key.toXdr()
  const extending = network.simulateExtend({ keys: [bytes], extendTo: 1000 })
  expect(extending.restorePreamble).not.toBeNull()
  const restoring = network.simulateRestore({ keys: [bytes] })
  const soroban = xdr.SorobanTransactionData.fromXdr(restoring.transactionData!)
  const { meta } = run(network, build(network, alice, Operation.restoreFootprint({}), { soroban }))
  expect(meta.operations[0]!.changes.map(({ type }) => type)).toEqual(['ledgerEntryRestored', 'ledgerEntryRestored'])
  expect(live(key)).toBe(network.latest().sequence + 9)
  const more = xdr.SorobanTransactionData.fromXdr(
    network.simulateExtend({ keys: [bytes], extendTo: 1000 }).transactionData!,
  )
  run(network, build(network, alice, Operation.extendFootprintTtl({ extendTo: 1000 }), { soroban: more }))
  expect(live(key)).toBe(network.latest().sequence + 1000)
})

test('a temporary entry is gone when its time is over', () => {
  deploy()
  const allow = (until: number) =>
    callContract(contract, 'approve', [
      address(alice),
      address(bob),
      xdr.ScVal.scvI128(new xdr.Int128Parts({ hi: 0n, lo: 50n })),
      xdr.ScVal.scvU32(until),
    ])
  const until = network.latest().sequence + 5
  run(network, invoke(network, alice, allow(until)))
  const allowance = () =>
    network.simulateInvoke({
      hostFunction: callContract(contract, 'allowance', [address(alice), address(bob)]).toXdr(),
      source: accountId(raw(bob)),
      auth: [],
      authMode: 'record',
      useUpgradedAuth: false,
    })
  expect(scValToNative(xdr.ScVal.fromXdr(allowance().returnValue!))).toBe(50n)
  while (network.latest().sequence <= until) network.close()
  expect(scValToNative(xdr.ScVal.fromXdr(allowance().returnValue!))).toBe(0n)
})

test('a read-only footprint that misses an entry fails the call, not the ledger', () => {
  deploy()
  const soroban = new SorobanDataBuilder().setResources(5_000_000, 1000, 1000).setResourceFee('1000000').build()
  const operation = Operation.invokeHostFunction({ func: transfer(usd, alice, bob, 1n), auth: [] })
  const { result } = run(network, build(network, alice, operation, { soroban }))
  expect(JSON.stringify(result.toJson())).toContain('"invoke_host_function":"trapped"')
})
