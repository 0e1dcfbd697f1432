//! Registering, describing and deleting parties.
use soroban_sdk::{contractimpl, Address, Env, String};

use super::{Market, MarketArgs, MarketClient};
use crate::config;
use crate::error::Error;
use crate::events::party as events;
use crate::party::{self, Side};

#[contractimpl]
impl Market {
    /// Registers a consumer, for the first time or again after a deletion; reputation then goes on where it was. Signed by the consumer.
    pub fn register_consumer(env: Env, consumer_id: Address, description: String) -> Result<(), Error> {
        consumer_id.require_auth();
        let party = party::register(&env, Side::Consumer, &consumer_id, description)?;
        events::consumer_registered(&env, &consumer_id, &party);
        Ok(())
    }

    /// Registers a provider, for the first time or again after a deletion; reputation then goes on where it was. Signed by the provider.
    pub fn register_provider(env: Env, provider_id: Address, description: String) -> Result<(), Error> {
        provider_id.require_auth();
        let party = party::register(&env, Side::Provider, &provider_id, description)?;
        events::provider_registered(&env, &provider_id, &party);
        Ok(())
    }

    /// Registers an address as consumer and as provider at once; fails if it is either already. Signed by that address.
    /// * `user_address` - the address to register
    pub fn register_full_user(env: Env, user_address: Address, description: String) -> Result<bool, Error> {
        user_address.require_auth();
        let consumer = party::register(&env, Side::Consumer, &user_address, description.clone())?;
        let provider = party::register(&env, Side::Provider, &user_address, description)?;
        events::consumer_registered(&env, &user_address, &consumer);
        events::provider_registered(&env, &user_address, &provider);
        Ok(true)
    }

    /// Changes what a consumer says about itself. Signed by the consumer.
    pub fn update_consumer(env: Env, consumer_id: Address, description: String) -> Result<bool, Error> {
        consumer_id.require_auth();
        let party = party::update(&env, Side::Consumer, &consumer_id, description)?;
        events::consumer_updated(&env, &consumer_id, &party);
        Ok(true)
    }

    /// Changes what a provider says about itself. Signed by the provider.
    pub fn update_provider(env: Env, provider_id: Address, description: String) -> Result<bool, Error> {
        provider_id.require_auth();
        let party = party::update(&env, Side::Provider, &provider_id, description)?;
        events::provider_updated(&env, &provider_id, &party);
        Ok(true)
    }

    /// Deletes a consumer without open deals and streams; its reputation is remembered. Signed by the owner.
    pub fn delete_consumer(env: Env, consumer_id: Address) -> Result<bool, Error> {
        config::require_owner(&env);
        let party = party::delete(&env, Side::Consumer, &consumer_id)?;
        events::consumer_deleted(&env, &consumer_id, &party);
        Ok(true)
    }

    /// Deletes a provider without open deals and streams; its buckets are no longer offered, its reputation is remembered. Signed by the owner.
    pub fn delete_provider(env: Env, provider_id: Address) -> Result<bool, Error> {
        config::require_owner(&env);
        let party = party::delete(&env, Side::Provider, &provider_id)?;
        events::provider_deleted(&env, &provider_id, &party);
        Ok(true)
    }
}
