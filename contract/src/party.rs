//! Providers and consumers: one record each, the same rules for both, kept when deleted so that reputation survives.
use soroban_sdk::{contracttype, symbol_short, Address, Env, Map, String, Symbol};

use crate::config;
use crate::error::Error;
use crate::index::{self, List};
use crate::limits::{check_text, MAX_DESCRIPTION, MAX_NEWEST};
use crate::reputation;
use crate::storage::{self, Key};

/// A party that offers buckets.
#[contracttype]
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Provider {
    /// The newest deals (at most 25) that are funded and have not ended; the value is the consumer's running number of the deal.
    pub active_deals: Map<MarketKey, u128>,
    /// The newest buckets (at most 25); the value is always 0.
    pub buckets: Map<MarketKey, u128>,
    /// The newest deals (at most 25) in any status; the value is the consumer's running number of the deal.
    pub deals: Map<MarketKey, u128>,
    /// What the party says about itself, at most 1,024 bytes.
    pub description: String,
    /// When the description last changed, in seconds since 1970.
    pub last_update_ts: u64,
    /// The provider's address.
    pub provider_id: Address,
    /// When the party registered (again), in seconds since 1970.
    pub registered_ts: u64,
    /// 0 to 100; everybody starts at 50. It survives deletion and registering again.
    pub reputation: u32,
    /// How many data units the provider has committed.
    pub units_count: u32,
}

/// A party that buys storage.
#[contracttype]
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Consumer {
    /// The newest deals (at most 25) that are funded and have not ended; the value is the consumer's running number of the deal.
    pub active_deals: Map<MarketKey, u128>,
    /// The consumer's address.
    pub consumer_id: Address,
    /// The newest deals (at most 25) in any status; the value is the consumer's running number of the deal.
    pub deals: Map<MarketKey, u128>,
    /// What the party says about itself, at most 1,024 bytes.
    pub description: String,
    /// When the description last changed, in seconds since 1970.
    pub last_update_ts: u64,
    /// When the party registered (again), in seconds since 1970.
    pub registered_ts: u64,
    /// 0 to 100; everybody starts at 50. It survives deletion and registering again.
    pub reputation: u32,
}

/// What the maps of a party point at.
#[contracttype]
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum MarketKey {
    /// A bucket: provider and bucket_id.
    Bucket(Address, u32),
    /// A deal: consumer, provider and deal_id.
    Deal(Address, Address, u32),
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Role {
    Provider,
    Consumer,
}

/// What is stored of a party. `made` is its own running number: of buckets for a provider, of deals for a consumer.
#[contracttype]
#[derive(Clone)]
pub struct Party {
    pub registered: bool,
    pub description: String,
    pub registered_ts: u64,
    pub last_update_ts: u64,
    pub reputation: u32,
    pub units_count: u32,
    pub open_deals: u32,
    pub made: u32,
}

/// The newest of what a party has, at most `MAX_NEWEST` each, apart from the record so that settling does not rewrite it.
#[contracttype]
#[derive(Clone)]
pub struct PartyLists {
    pub active_deals: Map<MarketKey, u128>,
    pub buckets: Map<MarketKey, u128>,
    pub deals: Map<MarketKey, u128>,
}

impl Role {
    pub fn key(self, party: &Address) -> Key {
        match self {
            Role::Provider => Key::Provider(party.clone()),
            Role::Consumer => Key::Consumer(party.clone()),
        }
    }

    pub fn lists_key(self, party: &Address) -> Key {
        match self {
            Role::Provider => Key::ProviderLists(party.clone()),
            Role::Consumer => Key::ConsumerLists(party.clone()),
        }
    }

    pub fn symbol(self) -> Symbol {
        match self {
            Role::Provider => symbol_short!("provider"),
            Role::Consumer => symbol_short!("consumer"),
        }
    }

    pub fn list(self) -> List {
        match self {
            Role::Provider => List::Providers,
            Role::Consumer => List::Consumers,
        }
    }

    fn pick<T>(self, provider: T, consumer: T) -> T {
        match self {
            Role::Provider => provider,
            Role::Consumer => consumer,
        }
    }
}

/// The party as it is or was when it was deleted, or None.
pub fn find_any(env: &Env, role: Role, address: &Address) -> Option<Party> {
    storage::get(env, &role.key(address))
}

/// The registered party, or None.
pub fn find(env: &Env, role: Role, address: &Address) -> Option<Party> {
    find_any(env, role, address).filter(|party| party.registered)
}

pub fn load(env: &Env, role: Role, address: &Address) -> Result<Party, Error> {
    find(env, role, address).ok_or(role.pick(Error::ProviderNotFound, Error::ConsumerNotFound))
}

pub fn save(env: &Env, role: Role, address: &Address, party: &Party) {
    storage::set(env, &role.key(address), party);
}

pub fn lists(env: &Env, role: Role, address: &Address) -> PartyLists {
    storage::get(env, &role.lists_key(address)).unwrap_or_else(|| PartyLists {
        active_deals: Map::new(env),
        buckets: Map::new(env),
        deals: Map::new(env),
    })
}

pub fn save_lists(env: &Env, role: Role, address: &Address, lists: &PartyLists) {
    storage::set(env, &role.lists_key(address), lists);
}

/// Registers for the first time, or again after a deletion; then the reputation and the place in the list stay.
pub fn register(env: &Env, role: Role, address: &Address, description: String) -> Result<Party, Error> {
    check_text(&description, MAX_DESCRIPTION, Error::DescriptionTooLong)?;
    let now = env.ledger().timestamp();
    let known = find_any(env, role, address);
    if known.as_ref().is_some_and(|party| party.registered) {
        return Err(role.pick(Error::ProviderAlreadyRegistered, Error::ConsumerAlreadyRegistered));
    }
    count(env, role, address, known.is_none())?;
    let mut party = known.unwrap_or_else(|| newcomer(&description));
    party.registered = true;
    party.description = description;
    party.registered_ts = now;
    party.last_update_ts = now;
    save(env, role, address, &party);
    Ok(party)
}

fn newcomer(description: &String) -> Party {
    Party {
        registered: true,
        description: description.clone(),
        registered_ts: 0,
        last_update_ts: 0,
        reputation: reputation::START,
        units_count: 0,
        open_deals: 0,
        made: 0,
    }
}

fn count(env: &Env, role: Role, address: &Address, first_time: bool) -> Result<(), Error> {
    let mut counts = config::counts(env);
    let lengths = &mut counts.lengths;
    let (live, length) = match role {
        Role::Provider => (&mut counts.providers, &mut lengths.providers),
        Role::Consumer => (&mut counts.consumers, &mut lengths.consumers),
    };
    *live = live.checked_add(1).ok_or(Error::Overflow)?;
    if first_time {
        *length = index::append(env, role.list(), *length, address.clone())?;
    }
    config::set_counts(env, &counts);
    Ok(())
}

pub fn update(env: &Env, role: Role, address: &Address, description: String) -> Result<Party, Error> {
    check_text(&description, MAX_DESCRIPTION, Error::DescriptionTooLong)?;
    let mut party = load(env, role, address)?;
    party.description = description;
    party.last_update_ts = env.ledger().timestamp();
    save(env, role, address, &party);
    Ok(party)
}

pub fn delete(env: &Env, role: Role, address: &Address) -> Result<Party, Error> {
    let mut party = load(env, role, address)?;
    if party.open_deals > 0 {
        return Err(role.pick(Error::ProviderHasOpenDeals, Error::ConsumerHasOpenDeals));
    }
    party.registered = false;
    party.last_update_ts = env.ledger().timestamp();
    save(env, role, address, &party);
    let mut counts = config::counts(env);
    match role {
        Role::Provider => counts.providers -= 1,
        Role::Consumer => counts.consumers -= 1,
    }
    config::set_counts(env, &counts);
    Ok(party)
}

/// Puts an entry into one of the newest-of maps; the one with the lowest id makes room.
pub fn keep_newest(map: &mut Map<MarketKey, u128>, key: MarketKey, value: u128) {
    map.set(key, value);
    if map.len() <= MAX_NEWEST {
        return;
    }
    if let Some(oldest) = map.keys().iter().min_by_key(MarketKey::id) {
        map.remove(oldest);
    }
}

impl MarketKey {
    fn id(&self) -> u32 {
        match self {
            MarketKey::Bucket(_, id) | MarketKey::Deal(_, _, id) => *id,
        }
    }
}

/// Keeps a party's record and lists alive.
pub fn extend(env: &Env, role: Role, address: &Address) -> Result<(), Error> {
    load(env, role, address)?;
    storage::extend(env, &role.key(address));
    storage::extend(env, &role.lists_key(address));
    Ok(())
}
