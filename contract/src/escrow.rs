//! The tokens the contract holds for deals, streams and credits. Every amount is counted per asset before it moves, so
//! that what was sent to the contract outside its interface (the surplus) is known and never mistaken for theirs.
use soroban_sdk::{token::TokenClient, Address, Env};

use crate::credit;
use crate::error::Error;
use crate::events::credit as events;
use crate::storage::{self, Key};

/// What all deals, streams and credits together hold of an asset.
pub fn held(env: &Env, asset: &Address) -> u128 {
    storage::get(env, &Key::Held(asset.clone())).unwrap_or(0)
}

fn set_held(env: &Env, asset: &Address, amount: u128) {
    storage::set(env, &Key::Held(asset.clone()), &amount);
}

/// Counts what comes in, then takes it from `from` (who authorises the transfer). The token is one that moves exactly what it is told.
pub fn take_in(env: &Env, asset: &Address, from: &Address, amount: u128) -> Result<(), Error> {
    let units = to_units(amount)?;
    set_held(env, asset, held(env, asset).checked_add(amount).ok_or(Error::Overflow)?);
    TokenClient::new(env, asset).transfer(from, env.current_contract_address(), &units);
    Ok(())
}

/// Counts off what is about to be sent; `send` follows.
pub fn release(env: &Env, asset: &Address, amount: u128) -> Result<(), Error> {
    if amount > 0 {
        set_held(env, asset, held(env, asset).checked_sub(amount).ok_or(Error::Overflow)?);
    }
    Ok(())
}

/// Sends what was released; nothing moves for 0. What the token refuses to move (no trustline, frozen) is credited to
/// `to` instead, so that nobody can stop what others are due.
pub fn send(env: &Env, asset: &Address, to: &Address, amount: u128) -> Result<(), Error> {
    if amount == 0 {
        return Ok(());
    }
    let units = to_units(amount)?;
    let sent = TokenClient::new(env, asset).try_transfer(&env.current_contract_address(), to, &units);
    if matches!(sent, Ok(Ok(()))) {
        return Ok(());
    }
    let held = held(env, asset).checked_add(amount).ok_or(Error::Overflow)?;
    set_held(env, asset, held);
    let credit = credit::add(env, to, asset, amount)?;
    events::credit_added(env, to, asset, &amount, &credit);
    Ok(())
}

/// Sends what was released; a transfer that fails undoes the call.
pub fn transfer(env: &Env, asset: &Address, to: &Address, amount: u128) -> Result<(), Error> {
    TokenClient::new(env, asset).transfer(&env.current_contract_address(), to, &to_units(amount)?);
    Ok(())
}

/// What the contract owns of an asset beyond what it holds for others.
pub fn surplus(env: &Env, asset: &Address) -> Result<u128, Error> {
    let token = TokenClient::new(env, asset);
    let answer = token.try_balance(&env.current_contract_address());
    let balance = answer.ok().and_then(Result::ok).ok_or(Error::AssetNotToken)?;
    let balance = u128::try_from(balance).unwrap_or(0);
    Ok(balance.saturating_sub(held(env, asset)))
}

/// Sends the surplus to `to` and returns it.
pub fn sweep(env: &Env, asset: &Address, to: &Address) -> Result<u128, Error> {
    let amount = surplus(env, asset)?;
    if amount == 0 {
        return Err(Error::NothingToSweep);
    }
    transfer(env, asset, to, amount)?;
    Ok(amount)
}

/// A payable amount: more than zero, and no more than a token can move.
pub fn check_amount(amount: u128) -> Result<(), Error> {
    if amount == 0 {
        return Err(Error::AmountZero);
    }
    to_units(amount).map(|_| ())
}

pub fn to_units(amount: u128) -> Result<i128, Error> {
    i128::try_from(amount).map_err(|_| Error::AmountTooLarge)
}
