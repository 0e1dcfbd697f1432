/**
 * The least contract that exercises the host: half a kilobyte, so that recorded calls stay small.
 * put(key, value), get(key): persistent data; say(topic, data): an event; guarded(address): require_auth;
 * burn(n): n rounds of nothing; fail(): a trap.
 */
import binaryen from 'binaryen'

const WAT = `(module
  (import "l" "_" (func $put_contract_data (param i64 i64 i64) (result i64)))
  (import "l" "1" (func $get_contract_data (param i64 i64) (result i64)))
  (import "v" "_" (func $vec_new (result i64)))
  (import "v" "6" (func $vec_push_back (param i64 i64) (result i64)))
  (import "x" "1" (func $contract_event (param i64 i64) (result i64)))
  (import "a" "0" (func $require_auth (param i64) (result i64)))
  (func (export "put") (param i64 i64) (result i64)
    (call $put_contract_data (local.get 0) (local.get 1) (i64.const 1)))
  (func (export "get") (param i64) (result i64)
    (call $get_contract_data (local.get 0) (i64.const 1)))
  (func (export "say") (param i64 i64) (result i64)
    (call $contract_event (call $vec_push_back (call $vec_new) (local.get 0)) (local.get 1)))
  (func (export "guarded") (param i64) (result i64)
    (call $require_auth (local.get 0)))
  (func (export "burn") (param i64) (result i64) (local i64)
    (local.set 1 (i64.shr_u (local.get 0) (i64.const 32)))
    (loop $again
      (local.set 1 (i64.sub (local.get 1) (i64.const 1)))
      (br_if $again (i64.ne (local.get 1) (i64.const 0))))
    (i64.const 2))
  (func (export "fail") (result i64) (unreachable))
)`

/** ScEnvMetaEntry: interface version of protocol 29, no pre-release. */
const ENVIRONMENT = new Uint8Array([0, 0, 0, 0, 0, 0, 0, 29, 0, 0, 0, 0])

/** @returns the Wasm of the toy contract */
export const buildToyContract = (): Uint8Array => {
  const module = binaryen.parseText(WAT)
  try {
    module.addCustomSection('contractenvmetav0', ENVIRONMENT)
    return module.emitBinary()
  } finally {
    module.dispose()
  }
}
