//! Registering, describing and deleting parties.
use soroban_sdk::{contractimpl, Address, Env, String};

use super::{Market, MarketArgs, MarketClient};
use crate::announce;
use crate::config;
use crate::error::Error;
use crate::party::{self, Role};

#[contractimpl]
impl Market {
    /// Registers a consumer, for the first time or again after a deletion; reputation then goes on where it was. Signed by the consumer.
    pub fn register_consumer(env: Env, consumer_id: Address, description: String) -> Result<(), Error> {
        consumer_id.require_auth();
        let party = party::register(&env, Role::Consumer, &consumer_id, description)?;
        announce::consumer_registered(&env, &consumer_id, party);
        Ok(())
    }

    /// Registers a provider, for the first time or again after a deletion; reputation then goes on where it was. Signed by the provider.
    pub fn register_provider(env: Env, provider_id: Address, description: String) -> Result<(), Error> {
        provider_id.require_auth();
        let party = party::register(&env, Role::Provider, &provider_id, description)?;
        announce::provider_registered(&env, &provider_id, party);
        Ok(())
    }

    /// Registers an address as consumer and as provider at once; fails if it is either already. Signed by that address.
    /// * `user_address` - the address to register
    pub fn register_full_user(env: Env, user_address: Address, description: String) -> Result<bool, Error> {
        user_address.require_auth();
        let consumer = party::register(&env, Role::Consumer, &user_address, description.clone())?;
        let provider = party::register(&env, Role::Provider, &user_address, description)?;
        announce::consumer_registered(&env, &user_address, consumer);
        announce::provider_registered(&env, &user_address, provider);
        Ok(true)
    }

    /// Changes what a consumer says about itself. Signed by the consumer.
    pub fn update_consumer(env: Env, consumer_id: Address, description: String) -> Result<bool, Error> {
        consumer_id.require_auth();
        let party = party::update(&env, Role::Consumer, &consumer_id, description)?;
        announce::consumer_updated(&env, &consumer_id, party);
        Ok(true)
    }

    /// Changes what a provider says about itself. Signed by the provider.
    pub fn update_provider(env: Env, provider_id: Address, description: String) -> Result<bool, Error> {
        provider_id.require_auth();
        let party = party::update(&env, Role::Provider, &provider_id, description)?;
        announce::provider_updated(&env, &provider_id, party);
        Ok(true)
    }

    /// Deletes a consumer without open deals; its reputation is remembered. Signed by the owner.
    pub fn delete_consumer(env: Env, consumer_id: Address) -> Result<bool, Error> {
        config::require_owner(&env);
        let party = party::delete(&env, Role::Consumer, &consumer_id)?;
        announce::consumer_deleted(&env, &consumer_id, party);
        Ok(true)
    }

    /// Deletes a provider without open deals; its buckets are no longer offered, its reputation is remembered. Signed by the owner.
    pub fn delete_provider(env: Env, provider_id: Address) -> Result<bool, Error> {
        config::require_owner(&env);
        let party = party::delete(&env, Role::Provider, &provider_id)?;
        announce::provider_deleted(&env, &provider_id, party);
        Ok(true)
    }
}
