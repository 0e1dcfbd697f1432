//! Pausing: what starts something new or takes money in stops; everything that ends, settles or refunds goes on.
use soroban_sdk::Env;

use crate::config::{self, Config};
use crate::error::Error;

/// Refuses while the market is paused.
pub fn check(env: &Env) -> Result<(), Error> {
    if config::get(env).paused {
        return Err(Error::MarketPaused);
    }
    Ok(())
}

pub fn set(env: &Env, paused: bool) {
    config::set(env, &Config { paused, ..config::get(env) });
}
