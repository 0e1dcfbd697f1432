//! Accepted assets and credits.
use soroban_sdk::{contractimpl, Address, Env, Vec};

use super::{Market, MarketArgs, MarketClient};
use crate::asset::{self, Asset};
use crate::config;
use crate::credit;
use crate::error::Error;
use crate::events::{credit as credit_events, market as events};

#[contractimpl]
impl Market {
    /// Puts an asset on the list that new deals and streams may name, or takes it off; deals and streams already made keep theirs. The stable asset is always accepted. Signed by the owner.
    /// * `asset` - a token contract with symbol and decimals, which moves exactly the amounts it is told; at most 16 are on the list
    /// * `accepted` - true puts it on the list, false takes it off
    pub fn set_asset_accepted(env: Env, asset: Address, accepted: bool) -> Result<bool, Error> {
        config::require_owner(&env);
        let changed = asset::set_accepted(&env, &asset, accepted)?;
        events::asset_changed(&env, &asset, &asset::is_accepted(&env, &asset), &changed.decimals, &changed.symbol);
        Ok(true)
    }

    /// Everything that new deals and streams can be paid in: the stable asset first, then the list.
    pub fn get_assets(env: Env) -> Vec<Asset> {
        asset::accepted(&env)
    }

    /// Fetches all that is kept for a party of an asset because the token refused to move it when it was due, and answers how much. Signed by the party.
    /// * `party` - whose it is
    /// * `asset` - the token contract
    /// * `to` - who gets it
    pub fn claim_credit(env: Env, party: Address, asset: Address, to: Address) -> Result<u128, Error> {
        party.require_auth();
        let amount = credit::claim(&env, &party, &asset, &to)?;
        credit_events::credit_claimed(&env, &party, &asset, &amount, &0, &to);
        Ok(amount)
    }

    /// What is kept for a party of an asset, in token units; claim_credit fetches it.
    /// * `party` - whose it is
    /// * `asset` - the token contract
    pub fn get_credit(env: Env, party: Address, asset: Address) -> u128 {
        credit::of(&env, &party, &asset)
    }
}
