//! Service providers: who offers services around the market, by category and in its own words.
use soroban_sdk::{contracttype, Address, String};

/// Somebody who offers services around the market.
#[contracttype]
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ServiceProvider {
    /// What kind of service it is, 1 to 64 bytes.
    pub category: String,
    /// What the service provider says about itself, at most 1,024 bytes.
    pub description: String,
    /// When category or description last changed, in seconds since 1970.
    pub last_update_ts: u64,
    /// When it registered (again), in seconds since 1970.
    pub registered_ts: u64,
    /// The service provider's address.
    pub service_provider_id: Address,
}
