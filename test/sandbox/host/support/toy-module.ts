/**
 * A module with the border of the host's and nothing behind it, to see how its instance is looked after. Its `alloc`
 * grows the memory every time, so that whoever keeps a view of it is found out.
 */
import binaryen from 'binaryen'

const WAT = `(module
  (import "env" "snapshot_get" (func $snapshot_get (param i32 i32) (result i64)))
  (import "env" "log" (func $log (param i32 i32)))
  (memory (export "memory") 1)
  (data (i32.const 16) "\\00\\01nothing to say\\00it went wrong")
  (global $next (mut i32) (i32.const 1024))
  (func $pack (param i32 i32) (result i64)
    (i64.or (i64.shl (i64.extend_i32_u (local.get 0)) (i64.const 32)) (i64.extend_i32_u (local.get 1))))
  (func $alloc (export "alloc") (param i32) (result i32)
    (drop (memory.grow (i32.const 1)))
    (global.set $next (i32.add (global.get $next) (local.get 0)))
    (i32.sub (global.get $next) (local.get 0)))
  (func (export "dealloc") (param i32 i32))
  (func (export "version") (result i32) (i32.const 29))
  (func (export "init") (result i64) (call $pack (i32.const 16) (i32.const 1)))
  (func $answer (param i32 i32) (result i64) (local i32)
    (local.set 2 (call $alloc (i32.add (local.get 1) (i32.const 1))))
    (memory.copy (i32.add (local.get 2) (i32.const 1)) (local.get 0) (local.get 1))
    (call $pack (local.get 2) (i32.add (local.get 1) (i32.const 1))))
  (func (export "echo") (param i32 i32) (result i64) (call $answer (local.get 0) (local.get 1)))
  (func (export "look_up") (param i32 i32) (result i64) (local i64)
    (local.set 2 (call $snapshot_get (local.get 0) (local.get 1)))
    (call $answer (i32.wrap_i64 (i64.shr_u (local.get 2) (i64.const 32))) (i32.wrap_i64 (local.get 2))))
  (func (export "refuse") (param i32 i32) (result i64) (call $pack (i32.const 17) (i32.const 15)))
  (func (export "panic") (param i32 i32) (result i64)
    (call $log (i32.const 33) (i32.const 13))
    (unreachable))
)`

/** @returns the compiled toy: echo, look_up, refuse, panic */
export const toyModule = (): WebAssembly.Module => {
  const module = binaryen.parseText(WAT)
  try {
    module.setFeatures(binaryen.Features.BulkMemory)
    return new WebAssembly.Module(new Uint8Array(module.emitBinary()))
  } finally {
    module.dispose()
  }
}
