//! Fee, stable asset, code and surplus.
use soroban_sdk::{contractimpl, token::TokenClient, Address, BytesN, ContractExecutable, Env, String};

use super::{Market, MarketArgs, MarketClient};
use crate::asset::{self, Asset};
use crate::config::{self, Config};
use crate::error::Error;
use crate::escrow;
use crate::events::market as events;

/// Generation times 100. Generation 2 answered 16 and 17.
const VERSION: u32 = 300;

#[contractimpl]
impl Market {
    /// Creates the market; runs once, when the contract is deployed.
    /// * `owner` - who may change the configuration, and holds every role until set_role
    /// * `platform_fee` - the platform's share of every settlement, in basis points, at most 10,000 (100 %)
    pub fn __constructor(env: Env, owner: Address, platform_fee: u128) -> Result<(), Error> {
        config::init(&env, &owner, platform_fee)?;
        events::market_created(&env, &owner, &platform_fee, &VERSION);
        Ok(())
    }

    /// Sets the token that new deals are paid in. Deals already made keep theirs. Signed by the owner.
    /// * `address` - a token contract with symbol and decimals, which moves exactly the amounts it is told
    pub fn set_stable_asset_address(env: Env, address: Address) -> Result<(), Error> {
        config::require_owner(&env);
        let probed = asset::probe(&env, &address)?;
        let config = config::get(&env);
        let previous = config.asset.clone();
        config::set(&env, &Config { asset: Some(address.clone()), ..config });
        events::stable_asset_changed(&env, &address, &previous, &probed.symbol, &probed.decimals);
        asset_changed(&env, previous);
        asset_changed(&env, Some(address));
        Ok(())
    }

    /// Sets the platform's share of settlements for new deals. Deals already made keep theirs. Signed by the owner.
    /// * `platform_fee` - basis points, at most 10,000 (100 %)
    pub fn set_platform_fee(env: Env, platform_fee: u128) -> Result<(), Error> {
        config::require_owner(&env);
        config::check_fee(platform_fee)?;
        let config = config::get(&env);
        config::set(&env, &Config { platform_fee, ..config.clone() });
        events::platform_fee_changed(&env, &platform_fee, &config.platform_fee);
        Ok(())
    }

    /// Replaces the contract's code; storage stays. Signed by the owner.
    /// * `new_wasm_hash` - the hash of code that was uploaded before
    pub fn upgrade(env: Env, new_wasm_hash: BytesN<32>) -> Result<(), Error> {
        config::require_owner(&env);
        env.deployer().update_current_contract(ContractExecutable::Wasm(new_wasm_hash.clone()));
        events::contract_upgraded(&env, &new_wasm_hash);
        Ok(())
    }

    /// Sends away what the contract owns of a token beyond what it holds for deals, streams and credits (tokens sent to it by mistake), and answers how much. Signed by the owner.
    /// * `asset` - the token contract
    /// * `to` - who gets it
    pub fn sweep_surplus(env: Env, asset: Address, to: Address) -> Result<u128, Error> {
        config::require_owner(&env);
        let amount = escrow::sweep(&env, &asset, &to)?;
        events::surplus_swept(&env, &asset, &amount, &to);
        Ok(amount)
    }

    /// What all deals, streams and credits together hold of a token, in token units.
    /// * `asset` - the token contract
    pub fn get_held(env: Env, asset: Address) -> u128 {
        escrow::held(&env, &asset)
    }

    /// What the contract owns of a token beyond what it holds for deals, streams and credits, in token units.
    /// * `asset` - the token contract
    pub fn get_surplus(env: Env, asset: Address) -> Result<u128, Error> {
        escrow::surplus(&env, &asset)
    }

    /// The contract's version: the generation times 100.
    pub fn version(_env: Env) -> u32 {
        VERSION
    }

    /// The number of the ledger this runs in.
    pub fn get_ledger_sequence(env: Env) -> u32 {
        env.ledger().sequence()
    }

    /// The token that new deals are paid in.
    pub fn get_stable_asset_address(env: Env) -> Result<Address, Error> {
        config::asset(&env)
    }

    /// The name of the token that new deals are paid in.
    pub fn get_stable_asset_name(env: Env) -> Result<String, Error> {
        Ok(TokenClient::new(&env, &config::asset(&env)?).name())
    }

    /// The platform's share of settlements for new deals, in basis points.
    pub fn get_platform_fee(env: Env) -> u128 {
        config::get(&env).platform_fee
    }
}

/// Tells whether an asset that was or is the stable one is accepted now; the list keeps its own.
fn asset_changed(env: &Env, address: Option<Address>) {
    let Some(address) = address.filter(|address| !asset::is_listed(env, address)) else { return };
    if let Ok(Asset { asset, decimals, symbol }) = asset::probe(env, &address) {
        events::asset_changed(env, &asset, &asset::is_accepted(env, &asset), &decimals, &symbol);
    }
}
