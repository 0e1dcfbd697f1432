//! The Soroban host behind frames of bytes, for a ledger written in JavaScript.
//!
//! No wasm-bindgen: two imports (`env.snapshot_get`, `env.log`), plain numbers across the border, XDR inside the
//! frames. [`host::Host`] and everything below it is ordinary Rust and is tested natively; `ffi` is the border.
//! Each call's file says what is in its frames; `../*.ts` of the same name is the other side.

pub mod frame;
pub mod host;
pub mod snapshot;

mod apply;
mod cache;
mod context;
mod costs;
mod fees;
mod footprint;
mod simulate;

#[cfg(target_family = "wasm")]
mod ffi;
