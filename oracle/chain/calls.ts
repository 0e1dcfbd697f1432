/** Arguments by name → contract values in the order that the interface wants, and values back. */
import { contract, type xdr } from '@stellar/stellar-sdk'
import type { Call } from './outcome.ts'

/** The contract's own interface, as its module carries it. */
export interface Calls {
  /** @throws Error naming an unknown function or an argument that does not fit */
  call(name: string, args: Record<string, unknown>): Call
  /** The result of a function: structs as objects, u64 and u128 as bigint, bytes as Uint8Array, None as undefined. */
  read(name: string, value: xdr.ScVal): unknown
}

/** @param wasm the contract's module, see contract/interface/wasm.ts */
export const createCalls = (wasm: Uint8Array): Calls => {
  const spec = contract.Spec.fromWasm(Buffer.from(wasm))
  return {
    call: (name, args) => ({ function: name, args: spec.funcArgsToScVals(name, args) }),
    read: (name, value) => unwrapped(spec.funcResToNative(name, value)),
  }
}

/** A function that can fail answers a Result; who reads a value knows that it did not. */
const unwrapped = (value: unknown): unknown => (value instanceof contract.Ok ? value.unwrap() : value)
