//! Credits: what a token refused to move when it was due. The contract goes on holding it until its owner fetches it.
use soroban_sdk::{Address, Env};

use crate::error::Error;
use crate::escrow;
use crate::storage::{self, Key};

fn key(party: &Address, asset: &Address) -> Key {
    Key::Credit(party.clone(), asset.clone())
}

/// What the contract owes a party outside any deal or stream, in token units.
pub fn of(env: &Env, party: &Address, asset: &Address) -> u128 {
    storage::get(env, &key(party, asset)).unwrap_or(0)
}

/// Adds to what a party can fetch; answers the sum.
pub fn add(env: &Env, party: &Address, asset: &Address, amount: u128) -> Result<u128, Error> {
    let credit = of(env, party, asset).checked_add(amount).ok_or(Error::Overflow)?;
    storage::set(env, &key(party, asset), &credit);
    Ok(credit)
}

/// Empties a credit and sends all of it to `to`; a transfer that fails undoes the call.
pub fn claim(env: &Env, party: &Address, asset: &Address, to: &Address) -> Result<u128, Error> {
    let amount = of(env, party, asset);
    if amount == 0 {
        return Err(Error::CreditEmpty);
    }
    storage::remove(env, &key(party, asset));
    escrow::release(env, asset, amount)?;
    escrow::transfer(env, asset, to, amount)?;
    Ok(amount)
}
