//! The entry points, one file a noun. Each authorises, delegates and announces; the rules are in the modules beside.
//!
//! Doc comments here go into the interface and are what people read: who signs, what happens, in which units.
use soroban_sdk::contract;

mod asset;
mod bucket;
mod certification;
mod deal;
mod dispute;
mod lifetime;
mod market;
mod party;
mod reads;
mod role;
mod running_deal;
mod service_provider;
mod stream;
mod unit;

/// FlashIndex marketplace, generation 3.
#[contract]
pub struct Market;
