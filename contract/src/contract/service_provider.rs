//! Registering, describing and deleting service providers.
use soroban_sdk::{contractimpl, Address, Env, String, Vec};

use super::{Market, MarketArgs, MarketClient};
use crate::error::Error;
use crate::service_provider::ServiceProvider;

#[allow(unused_variables)]
#[contractimpl]
impl Market {
    /// Registers a service provider, for the first time or again after a deletion. Signed by the service provider.
    /// * `category` - what kind of service it is, 1 to 64 bytes
    pub fn register_service_provider(
        env: Env,
        service_provider_id: Address,
        category: String,
        description: String,
    ) -> Result<bool, Error> {
        Err(Error::ServiceProviderNotFound)
    }

    /// Changes a service provider's category or description; what is left out stays. Signed by the service provider.
    pub fn update_service_provider(
        env: Env,
        service_provider_id: Address,
        category: Option<String>,
        description: Option<String>,
    ) -> Result<bool, Error> {
        Err(Error::ServiceProviderNotFound)
    }

    /// Deletes a service provider; its certifications stay. Signed by the owner.
    pub fn delete_service_provider(env: Env, service_provider_id: Address) -> Result<bool, Error> {
        Err(Error::ServiceProviderNotFound)
    }

    /// The service provider, or nothing if the address is not registered as one.
    pub fn get_service_provider(env: Env, service_provider_id: Address) -> Option<ServiceProvider> {
        None
    }

    /// The registered service providers at these positions of the list, in order of first registration.
    /// * `skip` - the first position, from 0; get_list_lengths tells how many there are
    /// * `take` - how many positions, at most 25
    pub fn get_service_providers(env: Env, skip: u32, take: u32) -> Vec<ServiceProvider> {
        Vec::new(&env)
    }
}
