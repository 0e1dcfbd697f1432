//! Service providers: who offers services around the market, by category and in its own words. Kept when deleted, as parties are.
use soroban_sdk::{Address, Env, String, Vec};

use crate::config;
use crate::error::Error;
use crate::index::{self, List};
use crate::limits::{check_text, MAX_CATEGORY, MAX_DESCRIPTION};
use crate::packing::record;
use crate::pause;
use crate::storage::{self, Key};

record! {
    /// Somebody who offers services around the market.
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
}

/// What is stored of a service provider, and whether it is registered.
type Stored = (ServiceProvider, bool);

fn key(address: &Address) -> Key {
    Key::ServiceProvider(address.clone())
}

fn find_any(env: &Env, address: &Address) -> Option<Stored> {
    storage::get(env, &key(address))
}

/// The registered service provider, or None.
pub fn find(env: &Env, address: &Address) -> Option<ServiceProvider> {
    find_any(env, address).filter(|stored| stored.1).map(|stored| stored.0)
}

pub fn load(env: &Env, address: &Address) -> Result<ServiceProvider, Error> {
    find(env, address).ok_or(Error::ServiceProviderNotFound)
}

fn save(env: &Env, service_provider: ServiceProvider, registered: bool) -> Result<ServiceProvider, Error> {
    if service_provider.category.is_empty() {
        return Err(Error::CategoryInvalid);
    }
    check_text(&service_provider.category, MAX_CATEGORY, Error::CategoryInvalid)?;
    check_text(&service_provider.description, MAX_DESCRIPTION, Error::DescriptionTooLong)?;
    let stored = (service_provider, registered);
    storage::set(env, &key(&stored.0.service_provider_id), &stored);
    Ok(stored.0)
}

/// Registers for the first time, or again after a deletion; the place in the list stays.
pub fn register(env: &Env, address: &Address, category: String, description: String) -> Result<ServiceProvider, Error> {
    pause::check(env)?;
    match find_any(env, address) {
        Some((_, true)) => return Err(Error::ServiceProviderAlreadyRegistered),
        Some(_) => (),
        None => list(env, address)?,
    }
    let (now, service_provider_id) = (env.ledger().timestamp(), address.clone());
    save(
        env,
        ServiceProvider { category, description, last_update_ts: now, registered_ts: now, service_provider_id },
        true,
    )
}

fn list(env: &Env, address: &Address) -> Result<(), Error> {
    let mut counts = config::counts(env);
    let length = &mut counts.lengths.service_providers;
    *length = index::append(env, List::ServiceProviders, *length, address.clone())?;
    config::set_counts(env, &counts);
    Ok(())
}

pub fn update(
    env: &Env,
    address: &Address,
    category: Option<String>,
    description: Option<String>,
) -> Result<ServiceProvider, Error> {
    let mut service_provider = load(env, address)?;
    service_provider.category = category.unwrap_or(service_provider.category);
    service_provider.description = description.unwrap_or(service_provider.description);
    service_provider.last_update_ts = env.ledger().timestamp();
    save(env, service_provider, true)
}

pub fn delete(env: &Env, address: &Address) -> Result<ServiceProvider, Error> {
    let mut service_provider = load(env, address)?;
    service_provider.last_update_ts = env.ledger().timestamp();
    save(env, service_provider, false)
}

/// The registered ones at positions `skip` to `skip + take`, at most `MAX_TAKE` of them.
pub fn range(env: &Env, skip: u32, take: u32) -> Vec<ServiceProvider> {
    let mut found = Vec::new(env);
    let length = config::counts(env).lengths.service_providers;
    for address in index::range::<Address>(env, List::ServiceProviders, length, skip, take) {
        if let Some(service_provider) = find(env, &address) {
            found.push_back(service_provider);
        }
    }
    found
}
