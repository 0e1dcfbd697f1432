//! The border to JavaScript. Single-threaded by construction: the module is built without atomics.
//!
//! A call gets `pointer, length` of its input and answers `pointer << 32 | length`: one tag byte (0: the body
//! follows, 1: the text of an error follows) and the rest. JavaScript frees inputs and answers with `dealloc`.

use crate::host::{Host, PROTOCOL};
use anyhow::{anyhow, Result};
use std::{cell::RefCell, mem::forget, slice};

#[link(wasm_import_module = "env")]
extern "C" {
    /// Answers `pointer << 32 | length` of memory got from `alloc`, which becomes ours; 0 when there is no entry.
    fn snapshot_get(key: *const u8, length: usize) -> u64;
    /// Takes a panic's text, before the trap.
    fn log(text: *const u8, length: usize);
}

thread_local! {
    static HOST: RefCell<Option<Host>> = const { RefCell::new(None) };
}

#[no_mangle]
pub extern "C" fn version() -> u32 {
    PROTOCOL
}

#[no_mangle]
pub extern "C" fn alloc(length: usize) -> *mut u8 {
    let mut bytes = Vec::<u8>::with_capacity(length);
    let pointer = bytes.as_mut_ptr();
    forget(bytes);
    pointer
}

/// # Safety
/// `pointer`, `length` as `alloc` or a call gave them, and only once.
#[no_mangle]
pub unsafe extern "C" fn dealloc(pointer: *mut u8, length: usize) {
    drop(Vec::from_raw_parts(pointer, 0, length))
}

/// Once per instance, before all calls.
#[no_mangle]
pub extern "C" fn init() -> u64 {
    std::panic::set_hook(Box::new(|panic| {
        let text = panic.to_string();
        unsafe { log(text.as_ptr(), text.len()) }
    }));
    answer(Host::new(lookup).map(|host| {
        HOST.set(Some(host));
        vec![]
    }))
}

macro_rules! export {
    ($($name:ident),* $(,)?) => { $(
        #[no_mangle]
        pub extern "C" fn $name(pointer: *const u8, length: usize) -> u64 {
            call(stringify!($name), pointer, length)
        }
    )* };
}

export!(
    default_cost_params,
    load_config,
    cache_module,
    evict_module,
    simulate_invoke,
    simulate_footprint_op,
    apply_invoke,
    resource_fee,
    rent_fee,
    entry_size_for_rent,
);

fn call(name: &str, pointer: *const u8, length: usize) -> u64 {
    let input = if length == 0 { &[][..] } else { unsafe { slice::from_raw_parts(pointer, length) } };
    answer(HOST.with_borrow_mut(|host| match host {
        Some(host) => host.call(name, input),
        None => Err(anyhow!("init has not been called")),
    }))
}

/// Errors as `{:#}`: their causes in one line, and never a backtrace.
fn answer(result: Result<Vec<u8>>) -> u64 {
    let (tag, body) = match result {
        Ok(body) => (0, body),
        Err(error) => (1, format!("{error:#}").into_bytes()),
    };
    let mut bytes = Vec::with_capacity(body.len() + 1);
    bytes.push(tag);
    bytes.extend_from_slice(&body);
    let bytes = Box::leak(bytes.into_boxed_slice());
    (bytes.as_ptr() as usize as u64) << 32 | bytes.len() as u64
}

fn lookup(key: &[u8]) -> Option<Vec<u8>> {
    let packed = unsafe { snapshot_get(key.as_ptr(), key.len()) };
    let (pointer, length) = ((packed >> 32) as usize, packed as u32 as usize);
    (pointer != 0).then(|| unsafe { Vec::from_raw_parts(pointer as *mut u8, length, length) })
}
