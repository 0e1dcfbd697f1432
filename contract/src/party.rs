//! Providers and consumers: one record each, the same rules for both, kept when deleted so that reputation survives.
use soroban_sdk::{contracttype, symbol_short, Address, Env, Map, String, Symbol, Vec};

use crate::config;
use crate::error::Error;
use crate::index::{self, Blank, List};
use crate::limits::{check_text, MAX_DESCRIPTION, MAX_NEWEST};
use crate::packing::{record, stored};
use crate::pause;
use crate::reputation;
use crate::storage::{self, Key};

record! {
    /// A party that offers buckets.
    pub struct Provider {
        /// Those of the newest 25 deals that are funded and have not ended; the value is the consumer's running number of the deal.
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
}

record! {
    /// A party that buys storage.
    pub struct Consumer {
        /// Those of the newest 25 deals that are funded and have not ended; the value is the consumer's running number of the deal.
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
pub enum Side {
    Provider,
    Consumer,
}

stored! {
    /// What is stored of a party. `made` is its own running number: of buckets for a provider, of deals for a consumer.
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
}

stored! {
    /// The newest of what a party has, apart from the record so that settling does not rewrite it. Rings of `MAX_NEWEST` slots,
    /// full from the first entry on: others write here too, and what they simulated must not have grown when it is applied.
    pub struct PartyLists {
        /// How many deals were ever remembered.
        pub dealt: u32,
        pub deals: Vec<NewestDeal>,
        /// Bucket ids; 0 is a free slot.
        pub buckets: Vec<u32>,
    }
}

stored! {
    /// One of a party's newest deals.
    pub struct NewestDeal {
        pub counterparty: Address,
        /// 0 is a free slot.
        pub deal_id: u32,
        /// The consumer's running number of the deal.
        pub number: u32,
        pub runs: bool,
    }
}

impl Side {
    pub fn key(self, party: &Address) -> Key {
        match self {
            Side::Provider => Key::Provider(party.clone()),
            Side::Consumer => Key::Consumer(party.clone()),
        }
    }

    pub fn lists_key(self, party: &Address) -> Key {
        match self {
            Side::Provider => Key::ProviderLists(party.clone()),
            Side::Consumer => Key::ConsumerLists(party.clone()),
        }
    }

    pub fn symbol(self) -> Symbol {
        match self {
            Side::Provider => symbol_short!("provider"),
            Side::Consumer => symbol_short!("consumer"),
        }
    }

    pub fn list(self) -> List {
        match self {
            Side::Provider => List::Providers,
            Side::Consumer => List::Consumers,
        }
    }

    fn pick<T>(self, provider: T, consumer: T) -> T {
        match self {
            Side::Provider => provider,
            Side::Consumer => consumer,
        }
    }
}

/// The party as it is or was when it was deleted, or None.
pub fn find_any(env: &Env, side: Side, address: &Address) -> Option<Party> {
    storage::get(env, &side.key(address))
}

/// The registered party, or None.
pub fn find(env: &Env, side: Side, address: &Address) -> Option<Party> {
    find_any(env, side, address).filter(|party| party.registered)
}

pub fn load(env: &Env, side: Side, address: &Address) -> Result<Party, Error> {
    find(env, side, address).ok_or(side.pick(Error::ProviderNotFound, Error::ConsumerNotFound))
}

pub fn save(env: &Env, side: Side, address: &Address, party: &Party) {
    storage::set(env, &side.key(address), party);
}

pub fn lists(env: &Env, side: Side, address: &Address) -> PartyLists {
    storage::get(env, &side.lists_key(address)).unwrap_or_else(|| {
        let (mut deals, mut buckets) = (Vec::new(env), Vec::new(env));
        let free = NewestDeal { counterparty: Address::blank(env), deal_id: 0, number: 0, runs: false };
        for _ in 0..MAX_NEWEST {
            deals.push_back(free.clone());
            buckets.push_back(0);
        }
        PartyLists { dealt: 0, deals, buckets }
    })
}

pub fn save_lists(env: &Env, side: Side, address: &Address, lists: &PartyLists) {
    storage::set(env, &side.lists_key(address), lists);
}

/// Registers for the first time, or again after a deletion; then the reputation and the place in the list stay.
pub fn register(env: &Env, side: Side, address: &Address, description: String) -> Result<Party, Error> {
    pause::check(env)?;
    check_text(&description, MAX_DESCRIPTION, Error::DescriptionTooLong)?;
    let now = env.ledger().timestamp();
    let known = find_any(env, side, address);
    if known.as_ref().is_some_and(|party| party.registered) {
        return Err(side.pick(Error::ProviderAlreadyRegistered, Error::ConsumerAlreadyRegistered));
    }
    count(env, side, address, known.is_none())?;
    let mut party = known.unwrap_or_else(|| newcomer(&description));
    party.registered = true;
    party.description = description;
    party.registered_ts = now;
    party.last_update_ts = now;
    save(env, side, address, &party);
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

fn count(env: &Env, side: Side, address: &Address, first_time: bool) -> Result<(), Error> {
    let mut counts = config::counts(env);
    let lengths = &mut counts.lengths;
    let (live, length) = match side {
        Side::Provider => (&mut counts.providers, &mut lengths.providers),
        Side::Consumer => (&mut counts.consumers, &mut lengths.consumers),
    };
    *live = live.checked_add(1).ok_or(Error::Overflow)?;
    if first_time {
        *length = index::append(env, side.list(), *length, address.clone())?;
    }
    config::set_counts(env, &counts);
    Ok(())
}

pub fn update(env: &Env, side: Side, address: &Address, description: String) -> Result<Party, Error> {
    check_text(&description, MAX_DESCRIPTION, Error::DescriptionTooLong)?;
    let mut party = load(env, side, address)?;
    party.description = description;
    party.last_update_ts = env.ledger().timestamp();
    save(env, side, address, &party);
    Ok(party)
}

pub fn delete(env: &Env, side: Side, address: &Address) -> Result<Party, Error> {
    let mut party = load(env, side, address)?;
    if party.open_deals > 0 {
        return Err(side.pick(Error::ProviderHasOpenDeals, Error::ConsumerHasOpenDeals));
    }
    party.registered = false;
    party.last_update_ts = env.ledger().timestamp();
    save(env, side, address, &party);
    let mut counts = config::counts(env);
    match side {
        Side::Provider => counts.providers -= 1,
        Side::Consumer => counts.consumers -= 1,
    }
    config::set_counts(env, &counts);
    Ok(party)
}

impl PartyLists {
    /// A new deal takes the place of the oldest.
    pub fn remember_deal(&mut self, other: &Address, deal_id: u32, number: u32) {
        self.deals
            .set(self.dealt % MAX_NEWEST, NewestDeal { counterparty: other.clone(), deal_id, number, runs: false });
        self.dealt = self.dealt.wrapping_add(1);
    }

    /// A deal that is still among the newest starts or stops running, or is forgotten.
    pub fn change_deal(&mut self, deal_id: u32, change: impl Fn(&mut NewestDeal)) {
        for (slot, mut deal) in (0..).zip(self.deals.iter()) {
            if deal.deal_id == deal_id {
                change(&mut deal);
                return self.deals.set(slot, deal);
            }
        }
    }

    pub fn remember_bucket(&mut self, bucket_id: u32) {
        self.buckets.set((bucket_id - 1) % MAX_NEWEST, bucket_id);
    }

    pub fn forget_bucket(&mut self, bucket_id: u32) {
        let slot = (bucket_id - 1) % MAX_NEWEST;
        if self.buckets.get(slot) == Some(bucket_id) {
            self.buckets.set(slot, 0);
        }
    }
}

impl NewestDeal {
    /// As the maps of generation 2 name it, for the party that has it.
    pub fn market_key(self, side: Side, party: &Address) -> MarketKey {
        side.pick(
            MarketKey::Deal(self.counterparty.clone(), party.clone(), self.deal_id),
            MarketKey::Deal(party.clone(), self.counterparty, self.deal_id),
        )
    }
}

/// Keeps a party's record and lists alive.
pub fn extend(env: &Env, side: Side, address: &Address) -> Result<(), Error> {
    load(env, side, address)?;
    storage::extend(env, &side.key(address));
    storage::extend(env, &side.lists_key(address));
    Ok(())
}
