//! Registering, describing and deleting service providers.
use soroban_sdk::{contractimpl, Address, Env, String, Vec};

use super::{Market, MarketArgs, MarketClient};
use crate::config;
use crate::error::Error;
use crate::events::service_provider as events;
use crate::service_provider::{self, ServiceProvider};

#[contractimpl]
impl Market {
    /// Registers a service provider, for the first time or again after a deletion. Signed by the service provider.
    /// * `category` - what kind of service it is, 1 to 64 bytes
    /// * `description` - what the service provider says about itself, at most 1,024 bytes
    pub fn register_service_provider(
        env: Env,
        service_provider_id: Address,
        category: String,
        description: String,
    ) -> Result<bool, Error> {
        service_provider_id.require_auth();
        let registered = service_provider::register(&env, &service_provider_id, category, description)?;
        events::service_provider_registered(&env, &registered);
        Ok(true)
    }

    /// Changes a service provider's category or description; what is left out stays. Signed by the service provider.
    pub fn update_service_provider(
        env: Env,
        service_provider_id: Address,
        category: Option<String>,
        description: Option<String>,
    ) -> Result<bool, Error> {
        service_provider_id.require_auth();
        let updated = service_provider::update(&env, &service_provider_id, category, description)?;
        events::service_provider_updated(&env, &updated);
        Ok(true)
    }

    /// Deletes a service provider; its certifications stay readable. Signed by the owner.
    pub fn delete_service_provider(env: Env, service_provider_id: Address) -> Result<bool, Error> {
        config::require_owner(&env);
        let deleted = service_provider::delete(&env, &service_provider_id)?;
        events::service_provider_deleted(&env, &deleted);
        Ok(true)
    }

    /// The service provider, or nothing if the address is not registered as one.
    pub fn get_service_provider(env: Env, service_provider_id: Address) -> Option<ServiceProvider> {
        service_provider::find(&env, &service_provider_id)
    }

    /// The registered service providers at these positions of the list, in order of first registration.
    /// * `skip` - the first position, from 0; get_list_lengths tells how many there are
    /// * `take` - how many positions, at most 25
    pub fn get_service_providers(env: Env, skip: u32, take: u32) -> Vec<ServiceProvider> {
        service_provider::range(&env, skip, take)
    }
}
