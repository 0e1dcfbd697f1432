/** What is recorded: each scenario drives a fresh world through one part of the host. */
import { Address, nativeToScVal, xdr } from '@stellar/stellar-sdk'
import { HostCallError } from '../../../../sandbox/host/instance.ts'
import { alice, bob, dollar, dollarContract, enter, issuer } from './cast.ts'
import { buildToyContract } from './toy-contract.ts'
import { callOf, createWorld, deployAssetOf, scAddress, sha256, simulated, type World } from './world.ts'

const amount = (value: bigint): xdr.ScVal => nativeToScVal(value, { type: 'i128' })
const symbol = (text: string): xdr.ScVal => xdr.ScVal.scvSymbol(text)
const u32 = (value: number): xdr.ScVal => xdr.ScVal.scvU32(value)

export const mint = (value: bigint): Uint8Array =>
  callOf(dollarContract, 'mint', scAddress(alice.publicKey()), amount(value))

export const transfer = (value: bigint): Uint8Array =>
  callOf(dollarContract, 'transfer', scAddress(alice.publicKey()), scAddress(bob.publicKey()), amount(value))

/** The asset's contract deployed, alice has a thousand dollars. */
export const deployDollar = (world: World): void => {
  enter(world)
  succeed(world, deployAssetOf(dollar))
  succeed(world, mint(1_000_0000000n), issuer)
}

const succeed = (world: World, hostFunction: Uint8Array, source = alice): Uint8Array => {
  const outcome = world.apply(hostFunction, source)
  if (outcome.status !== 'ok') throw new Error(`${outcome.status}: ${outcome.error}`)
  return outcome.returnValue
}

const createToyOf = (hash: Uint8Array): Uint8Array =>
  xdr.HostFunction.hostFunctionTypeCreateContractV2(
    new xdr.CreateContractArgsV2({
      contractIdPreimage: xdr.ContractIdPreimage.contractIdPreimageFromAddress(
        new xdr.ContractIdPreimageFromAddress({ address: scAddressOf(alice.publicKey()), salt: sha256('toy') }),
      ),
      executable: xdr.ContractExecutable.contractExecutableWasm(hash),
      constructorArgs: [],
    }),
  ).toXdr()

const scAddressOf = (address: string): xdr.ScAddress => {
  const value = scAddress(address)
  if (value.type !== 'scvAddress') throw new Error(`${address} is no address`)
  return value.address
}

/** @returns the toy's contract id and the ledger key of its code */
export const deployToy = (world: World): { toy: string; code: Uint8Array } => {
  enter(world)
  const wasm = buildToyContract()
  const hash = sha256(wasm)
  succeed(world, xdr.HostFunction.hostFunctionTypeUploadContractWasm(wasm).toXdr())
  const created = xdr.ScVal.fromXdr(succeed(world, createToyOf(hash)))
  const code = xdr.LedgerKey.contractCode(new xdr.LedgerKeyContractCode({ hash })).toXdr()
  return { toy: addressText(created), code }
}

const token = (world: World): void => {
  deployDollar(world)
  succeed(world, transfer(5n))
  world.apply(transfer(5n), alice, { ...simulated(world.simulate(transfer(5n), alice)), auth: [] })
  world.simulate(transfer(10n ** 15n), alice)
  world.simulate(transfer(1n), issuer, { mode: 'record' })
  world.simulate(transfer(1n), issuer, { mode: 'record', upgraded: true })
  world.simulate(transfer(1n), issuer, { mode: 'enforce', entries: [] })
  succeed(world, callOf(dollarContract, 'balance', scAddress(alice.publicKey())))
}

const contract = (world: World): void => {
  const { toy } = deployToy(world)
  succeed(world, callOf(toy, 'put', symbol('key'), u32(7)))
  succeed(world, callOf(toy, 'get', symbol('key')))
  succeed(world, callOf(toy, 'say', symbol('topic'), u32(7)))
  succeed(world, callOf(toy, 'guarded', scAddress(alice.publicKey())))
  world.simulate(callOf(toy, 'guarded', scAddress(bob.publicKey())), alice, { mode: 'recordNonRoot' })
  world.simulate(callOf(toy, 'get', symbol('absent')), alice)
  world.simulate(callOf(toy, 'fail'), alice)
  world.simulate(callOf(toy, 'missing'), alice)
  const burn = callOf(toy, 'burn', u32(1000))
  const { data, auth } = simulated(world.simulate(burn, alice))
  world.apply(burn, alice, { data, auth, commit: false, withoutModuleCache: true })
  world.apply(callOf(toy, 'burn', u32(100_000)), alice, { data, auth, commit: false })
  world.apply(callOf(toy, 'put', symbol('key'), u32(8)), alice, { data, auth, commit: false })
  world.host.evictModule(sha256('nothing'))
}

const lifetimes = (world: World): void => {
  const { toy, code } = deployToy(world)
  succeed(world, callOf(toy, 'put', symbol('key'), u32(7)))
  const key = dataKey(toy, symbol('key'))
  world.host.simulateFootprint({ ledger: world.ledger(), operation: 'extend', extendTo: 500_000, keys: [code, key] })
  world.host.simulateFootprint({ ledger: world.ledger(), operation: 'restore', keys: [code] })
  world.sequence += 200_000
  world.host.simulateFootprint({ ledger: world.ledger(), operation: 'restore', keys: [code, key] })
  world.host.simulateFootprint({ ledger: world.ledger(), operation: 'extend', extendTo: 500_000, keys: [code, key] })
  succeed(world, callOf(toy, 'get', symbol('key')))
}

const fees = (world: World): void => {
  const { code } = deployToy(world)
  const { entry, liveUntil } = world.entries.get(Buffer.from(code).toString('hex'))!
  const size = world.host.entrySizeForRent(entry)
  world.host.rentFee(world.sequence, [
    { key: code, oldSize: size, newSize: size, oldLiveUntil: liveUntil, newLiveUntil: liveUntil + 100_000 },
    { key: code, oldSize: 0, newSize: size, oldLiveUntil: 0, newLiveUntil: world.sequence + 1000 },
  ])
  world.host.resourceFee({
    instructions: 1_000_000,
    diskReadEntries: 2,
    writeEntries: 3,
    diskReadBytes: 500,
    writeBytes: 1500,
    eventBytes: 300,
    transactionBytes: 1200,
  })
}

const refusals = (world: World): void => {
  const { host } = world
  enter(world)
  const ledger = world.ledger()
  const account = xdr.LedgerKey.account(new xdr.LedgerKeyAccount({ accountId: alice.xdrAccountId() })).toXdr()
  const code = xdr.LedgerKey.contractCode(new xdr.LedgerKeyContractCode({ hash: sha256('no code') })).toXdr()
  refused(() => host.simulateFootprint({ ledger, operation: 'extend', extendTo: 2 ** 32 - 1, keys: [code] }))
  refused(() => host.simulateFootprint({ ledger, operation: 'extend', extendTo: 1000, keys: [account] }))
  refused(() => host.simulateFootprint({ ledger, operation: 'restore', keys: [code] }))
  refused(() => host.rentFee(1, [{ key: account, oldSize: 0, newSize: 1, oldLiveUntil: 0, newLiveUntil: 9 }]))
  refused(() => host.entrySizeForRent(new Uint8Array([1, 2, 3])))
  refused(() => host.evictModule(new Uint8Array(3)))
  refused(() => host.cacheModule(new Uint8Array([0, 97, 115, 109])))
  refused(() => world.simulate(new Uint8Array([9, 9, 9]), alice))
  world.simulate(callOf(dollarContract, 'balance', nested(20)), alice)
  refused(() => world.simulate(callOf(dollarContract, 'balance', nested(200)), alice))
}

/** Vectors in vectors. */
export const nested = (depth: number): xdr.ScVal => {
  let value = u32(1)
  for (let i = 0; i < depth; i++) value = xdr.ScVal.scvVec([value])
  return value
}

const refused = (call: () => unknown): void => {
  try {
    call()
  } catch (error) {
    if (error instanceof HostCallError) return
    throw error
  }
  throw new Error('the host accepted what it should refuse')
}

export const dataKey = (contractId: string, key: xdr.ScVal): Uint8Array =>
  xdr.LedgerKey.contractData(
    new xdr.LedgerKeyContractData({
      contract: scAddressOf(contractId),
      key,
      durability: xdr.ContractDataDurability.persistent,
    }),
  ).toXdr()

const addressText = (value: xdr.ScVal): string => {
  if (value.type !== 'scvAddress') throw new Error(`${value.type} is no address`)
  return Address.fromScVal(value).toString()
}

/** Name of the tape -> what is on it. */
export const SCENARIOS: Record<string, (world: World) => void> = { token, contract, lifetimes, fees, refusals }

/** Plays a scenario in a world of its own. */
export const play = (name: string, options: Parameters<typeof createWorld>[0]): void =>
  SCENARIOS[name]!(createWorld(options))
