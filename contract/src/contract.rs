//! The entry points, one file a noun. Each authorises, delegates and announces; the rules are in the modules beside.
//!
//! Doc comments here go into the interface and are what people read: who signs, what happens, in which units.
use soroban_sdk::contract;

mod bucket;
mod deal;
mod lifetime;
mod market;
mod party;
mod reads;
mod running_deal;

/// FlashIndex marketplace, generation 3.
#[contract]
pub struct Market;
