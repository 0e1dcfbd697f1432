import { xdr } from '@stellar/stellar-sdk'
import { expect, test, vi } from 'vitest'
import { loadHost } from '../../../sandbox/host/host.ts'
import { HostCallError, HostTrap } from '../../../sandbox/host/instance.ts'
import { alice, bob, dollarContract } from './support/cast.ts'
import { dataKey, deployDollar, deployToy, nested, transfer } from './support/scenarios.ts'
import { accountId, callOf, createWorld, scAddress, sha256, simulated, type World } from './support/world.ts'

const u32 = (value: number) => xdr.ScVal.scvU32(value)
const symbol = (text: string) => xdr.ScVal.scvSymbol(text)

const dollarWorld = (): World => {
  const world = createWorld()
  deployDollar(world)
  return world
}

const toyWorld = () => {
  const world = createWorld()
  return { world, ...deployToy(world) }
}

test('the cost tables have an entry for each of the 86 kinds', () => {
  const { cpu, memory } = loadHost({ snapshot: () => undefined }).defaultCostParams()
  expect([cpu.length, memory.length]).toEqual([4 + 86 * 20, 4 + 86 * 20])
})

test('without settings in the snapshot the host says which is missing', () => {
  const host = loadHost({ snapshot: () => undefined })
  expect(() => host.loadConfig()).toThrow('setting ContractComputeV0 is not present in the snapshot')
  expect(() => host.rentFee(1, [])).toThrow('load_config has not been called')
})

test('a transfer of the asset contract costs, when applied, at most what was simulated', () => {
  const world = dollarWorld()
  const { data, auth } = simulated(world.simulate(transfer(5n), alice))
  const outcome = world.apply(transfer(5n), alice, { data, auth })
  if (outcome.status !== 'ok') throw new Error(outcome.error)
  expect(outcome.instructions).toBeLessThanOrEqual(data.resources.instructions)
  expect(outcome.contractEvents).toHaveLength(1)
  expect(outcome.changes.filter((change) => change.entry !== null)).toHaveLength(2)
  expect(outcome.changes.every((change) => change.readOnly === (change.entry === null))).toBe(true)
})

test('a failed simulation tells the error of the contract and has no transaction data', () => {
  const simulation = dollarWorld().simulate(transfer(10n ** 15n), alice)
  expect(simulation.status).toBe('failed')
  expect(simulation).toMatchObject({ error: expect.stringMatching(/^HostError: Error\(Contract, #10\)\n/) })
  expect(simulation.diagnosticEvents.length).toBeGreaterThan(0)
})

test('diagnostics are left out when asked to', () => {
  const world = dollarWorld()
  const simulation = world.host.simulateInvoke({
    ledger: world.ledger(),
    hostFunction: transfer(5n),
    auth: { mode: 'record' },
    source: accountId(alice),
    seed: sha256('any'),
    diagnostics: false,
  })
  expect(simulation).toMatchObject({ status: 'ok', diagnosticEvents: [] })
})

test('a leeway takes the place of the usual 50,000 instructions, if it is more', () => {
  const world = dollarWorld()
  const request = {
    ledger: world.ledger(),
    hostFunction: transfer(5n),
    auth: { mode: 'record' as const },
    source: accountId(alice),
    seed: sha256('any'),
  }
  const declared = (instructionLeeway: number) => {
    const simulation = world.host.simulateInvoke({ ...request, instructionLeeway })
    return simulated(simulation).data.resources.instructions - simulation.instructions
  }
  expect([0, 10, 1_000_000].map(declared)).toEqual([50_000, 50_000, 1_000_000])
})

test('authorisation is recorded for somebody else, and missing authorisation fails', () => {
  const world = dollarWorld()
  const recorded = world.simulate(transfer(5n), bob, { mode: 'record' })
  expect(simulated(recorded).auth).toHaveLength(1)
  expect(world.simulate(transfer(5n), bob, { mode: 'enforce', entries: [] }).status).toBe('failed')
  expect(world.apply(transfer(5n), alice, { ...simulated(recorded), auth: [] }).status).toBe('trapped')
})

test('upgraded credentials are another kind of the same entry', () => {
  const world = dollarWorld()
  const credentials = (upgraded: boolean) => {
    const { auth } = simulated(world.simulate(transfer(5n), bob, { mode: 'record', upgraded }))
    return xdr.SorobanAuthorizationEntry.fromXdr(auth[0]!).credentials.type
  }
  expect([credentials(false), credentials(true)]).toEqual(['sorobanCredentialsAddress', 'sorobanCredentialsAddressV2'])
})

test('a contract that was parsed ahead costs about half', () => {
  const { world, toy } = toyWorld()
  const get = callOf(toy, 'put', symbol('key'), u32(1))
  const given = { ...simulated(world.simulate(get, alice)), commit: false }
  const [ahead, anew] = [false, true].map((withoutModuleCache) =>
    world.apply(get, alice, { ...given, withoutModuleCache }),
  )
  expect(ahead!.status).toBe('ok')
  expect(anew!.instructions).toBeGreaterThan(1.3 * ahead!.instructions)
})

test('instructions exhausted in the host are the resource limit', () => {
  const { world, toy } = toyWorld()
  const put = callOf(toy, 'put', symbol('key'), u32(1))
  const { data, auth } = simulated(world.simulate(put, alice))
  const resources = new xdr.SorobanResources({ ...data.resources, instructions: 100_000 })
  const scarce = new xdr.SorobanTransactionData({ ...data, resources })
  expect(world.apply(put, alice, { data: scarce, auth, commit: false }).status).toBe('resourceLimit')
})

test('a failing contract traps; so does one that runs out of fuel, since metering then stops below the limit', () => {
  const { world, toy } = toyWorld()
  const given = { ...simulated(world.simulate(callOf(toy, 'burn', u32(1000)), alice)), commit: false }
  expect(world.apply(callOf(toy, 'fail'), alice, given).status).toBe('trapped')
  expect(world.apply(callOf(toy, 'burn', u32(100_000)), alice, given)).toMatchObject({
    status: 'trapped',
    error: expect.stringMatching(/^HostError: Error\(Budget, ExceededLimit\)/),
  })
})

test('an archived entry is restored on the way, and its index is declared', () => {
  const { world, toy } = toyWorld()
  world.apply(callOf(toy, 'put', symbol('key'), u32(7)), alice)
  world.sequence += 200_000
  const simulation = world.simulate(callOf(toy, 'get', symbol('key')), alice)
  if (simulation.status !== 'ok') throw new Error(simulation.error)
  expect(simulation.diffs.every(({ before, after }) => before === null && after !== null)).toBe(true)
  expect(simulated(simulation).data.ext.type).toBe('resourceExt')
  expect(world.apply(callOf(toy, 'get', symbol('key')), alice).status).toBe('ok')
})

test('extending an archived entry comes with the restore that has to go before', () => {
  const { world, toy, code } = toyWorld()
  world.apply(callOf(toy, 'put', symbol('key'), u32(7)), alice)
  const extend = () =>
    world.host.simulateFootprint({
      ledger: world.ledger(),
      operation: 'extend',
      extendTo: 500_000,
      keys: [code, dataKey(toy, symbol('key'))],
    })
  expect(extend().restorePreamble).toBeNull()
  world.sequence += 200_000
  const restore = xdr.SorobanTransactionData.fromXdr(extend().restorePreamble!)
  expect(restore.resources.footprint.readWrite).toHaveLength(2)
})

test('200 vectors in each other are refused, and the host goes on', () => {
  const world = dollarWorld()
  expect(() => world.simulate(callOf(dollarContract, 'balance', nested(200)), alice)).toThrow('depth limit exceeded')
  expect(world.simulate(callOf(dollarContract, 'balance', scAddress(bob.publicKey())), alice).status).toBe('ok')
})

test('after a trap the host knows settings and contracts again', () => {
  const { world, toy } = toyWorld()
  const put = callOf(toy, 'put', symbol('key'), u32(1))
  const given = { ...simulated(world.simulate(put, alice)), commit: false }
  const before = world.apply(put, alice, given)
  vi.spyOn(world.entries, 'get').mockImplementationOnce(() => {
    throw new Error('the ledger cannot be read')
  })
  expect(() => world.simulate(put, alice)).toThrow(HostTrap)
  expect(world.apply(put, alice, given)).toEqual({ ...before, diagnosticEvents: expect.anything() })
})

test('an extension past the last possible ledger is refused', () => {
  const { world, code } = toyWorld()
  const request = { ledger: world.ledger(), operation: 'extend' as const, extendTo: 2 ** 32 - 1, keys: [code] }
  expect(() => world.host.simulateFootprint(request)).toThrow(HostCallError)
})
