//! Reputation: 0 to 100, everybody starts at 50, every step is 1.
//!
//! | on | provider | consumer |
//! |---|---|---|
//! | a settlement paid in full | +1 (settled) | +1 (settled) |
//! | a settlement paid in part | +1 (settled) | -1 (underpaid) |
//! | a settlement that finds the SLA broken | -1 (sla_breach) | |
//! | a completion from Funded with nothing owed | +1 (completed) | +1 (completed) |
//! | a stream with all chunks released | +1 (finished) | |
//! | a stream with chunks missing after its deadline | -1 (slashed) | |
use soroban_sdk::{symbol_short, Address, Env, Symbol};

use crate::party::{Party, Side};
use crate::storage;

pub const START: u32 = 50;
const HIGHEST: u32 = 100;

#[derive(Clone, Copy)]
pub enum Reason {
    Settled,
    Underpaid,
    SlaBreach,
    Completed,
    Finished,
    Slashed,
}

/// The deal or stream that moved a reputation; the other number is 0.
pub struct Subject<'a> {
    pub consumer: &'a Address,
    pub provider: &'a Address,
    pub deal_id: u32,
    pub stream_id: u32,
}

/// A change that happened.
#[derive(Clone)]
pub struct Step {
    pub side: Side,
    pub party: Address,
    pub previous: u32,
    pub reputation: u32,
    pub reason: Reason,
}

impl Reason {
    pub fn symbol(self, env: &Env) -> Symbol {
        match self {
            Reason::Settled => symbol_short!("settled"),
            Reason::Underpaid => symbol_short!("underpaid"),
            Reason::SlaBreach => Symbol::new(env, "sla_breach"),
            Reason::Completed => symbol_short!("completed"),
            Reason::Finished => symbol_short!("finished"),
            Reason::Slashed => symbol_short!("slashed"),
        }
    }

    fn apply(self, reputation: u32) -> u32 {
        match self {
            Reason::Settled | Reason::Completed | Reason::Finished => (reputation + 1).min(HIGHEST),
            Reason::Underpaid | Reason::SlaBreach | Reason::Slashed => reputation.saturating_sub(1),
        }
    }
}

/// Moves a party's reputation one step; None when it is at its bound already.
pub fn step(env: &Env, side: Side, address: &Address, reason: Reason) -> Option<Step> {
    let key = side.key(address);
    let mut party: Party = storage::get(env, &key)?;
    let previous = party.reputation;
    party.reputation = reason.apply(previous);
    if party.reputation == previous {
        return None;
    }
    storage::set(env, &key, &party);
    Some(Step { side, party: address.clone(), previous, reputation: party.reputation, reason })
}
