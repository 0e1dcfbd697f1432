/**
 * A contract that keeps entries: keep, kept and drop (persistent), lend, lent and take (temporary); `swap(a, b)` removes one
 * persistent entry and writes another in one call.
 */
import { Address, hash, type Keypair, xdr } from '@stellar/stellar-sdk'
import binaryen from 'binaryen'
import type { Network } from '../../../../sandbox/ledger/network.ts'
import { invoke, PASSPHRASE, run } from './actors.ts'
import { callContract } from './token.ts'

const WAT = `(module
  (import "l" "_" (func $put (param i64 i64 i64) (result i64)))
  (import "l" "1" (func $get (param i64 i64) (result i64)))
  (import "l" "2" (func $del (param i64 i64) (result i64)))
  (func (export "keep") (param i64 i64) (result i64) (call $put (local.get 0) (local.get 1) (i64.const 1)))
  (func (export "kept") (param i64) (result i64) (call $get (local.get 0) (i64.const 1)))
  (func (export "drop") (param i64) (result i64) (call $del (local.get 0) (i64.const 1)))
  (func (export "lend") (param i64 i64) (result i64) (call $put (local.get 0) (local.get 1) (i64.const 0)))
  (func (export "take") (param i64) (result i64) (call $del (local.get 0) (i64.const 0)))
  (func (export "swap") (param i64 i64) (result i64)
    (drop (call $del (local.get 0) (i64.const 1)))
    (call $put (local.get 1) (local.get 1) (i64.const 1)))
)`

/** ScEnvMetaEntry: interface version of protocol 29, no pre-release. */
const ENVIRONMENT = new Uint8Array([0, 0, 0, 0, 0, 0, 0, 29, 0, 0, 0, 0])

const buildWasm = (): Uint8Array => {
  const module = binaryen.parseText(WAT)
  try {
    module.addCustomSection('contractenvmetav0', ENVIRONMENT)
    return module.emitBinary()
  } finally {
    module.dispose()
  }
}

/** A deployed contract and the keys of what it is made of. */
export interface StorageContract {
  id: string
  codeKey: xdr.LedgerKey
  /** A call with symbols and numbers. */
  call(functionName: string, ...args: (string | number)[]): xdr.HostFunction
  dataKey(name: string, durability?: 'persistent' | 'temporary'): xdr.LedgerKey
}

export const symbol = (name: string): xdr.ScVal => xdr.ScVal.scvSymbol(name)

/** Uploads and creates it. */
export const deployStorage = (network: Network, source: Keypair): StorageContract => {
  const wasm = buildWasm()
  run(network, invoke(network, source, xdr.HostFunction.hostFunctionTypeUploadContractWasm(wasm)))
  const wasmHash = hash(wasm)
  const preimage = xdr.ContractIdPreimage.contractIdPreimageFromAddress(
    new xdr.ContractIdPreimageFromAddress({
      address: new Address(source.publicKey()).toScAddress(),
      salt: new Uint8Array(32),
    }),
  )
  const executable = xdr.ContractExecutable.contractExecutableWasm(wasmHash)
  const created = new xdr.CreateContractArgs({ contractIdPreimage: preimage, executable })
  run(network, invoke(network, source, xdr.HostFunction.hostFunctionTypeCreateContract(created)))
  const id = contractId(preimage)
  const contract = new Address(id).toScAddress()
  return {
    id,
    codeKey: xdr.LedgerKey.contractCode(new xdr.LedgerKeyContractCode({ hash: wasmHash })),
    call: (functionName, ...args) =>
      callContract(
        id,
        functionName,
        args.map((arg) => (typeof arg === 'string' ? symbol(arg) : xdr.ScVal.scvU32(arg))),
      ),
    dataKey: (name, durability = 'persistent') =>
      xdr.LedgerKey.contractData(
        new xdr.LedgerKeyContractData({
          contract,
          key: symbol(name),
          durability: xdr.ContractDataDurability[durability],
        }),
      ),
  }
}

const contractId = (contractIdPreimage: xdr.ContractIdPreimage): string => {
  const preimage = new xdr.HashIdPreimageContractId({ networkId: hash(PASSPHRASE), contractIdPreimage })
  return Address.contract(Buffer.from(hash(xdr.HashIdPreimage.envelopeTypeContractId(preimage).toXdr()))).toString()
}
