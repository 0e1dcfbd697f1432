//! The market's configuration and counters: the only things in instance storage, of fixed size.
use soroban_sdk::{Address, Env};

use crate::error::Error;
use crate::limits::MAX_FEE_BPS;
use crate::packing::{record, stored};
use crate::storage::{self, Key};

stored! {
    pub struct Config {
        pub owner: Address,
        pub platform_fee: u128,
        pub asset: Option<Address>,
        pub paused: bool,
        pub pending_owner: Option<Address>,
        /// Who holds the roles; None is the owner.
        pub oracle: Option<Address>,
        pub certifier: Option<Address>,
        pub arbiter: Option<Address>,
    }
}

stored! {
    /// Running numbers: how many live ones there are, and how long each global list is.
    pub struct Counts {
        pub providers: u32,
        pub consumers: u32,
        pub buckets: u32,
        pub lengths: ListLengths,
    }
}

record! {
    /// How many positions each global list has. `skip` runs up to these; the counts of live entries are lower once something was deleted.
    pub struct ListLengths {
        /// Positions of get_buckets: every bucket ever created.
        pub buckets: u32,
        /// Positions of get_consumers: every address that ever registered as a consumer.
        pub consumers: u32,
        /// Positions of get_deals and get_active_deals: every deal ever created; also the newest deal id.
        pub deals: u32,
        /// Every dispute ever opened; also the newest dispute id.
        pub disputes: u32,
        /// Positions of get_providers: every address that ever registered as a provider.
        pub providers: u32,
        /// Positions of get_service_providers: every address that ever registered as a service provider.
        pub service_providers: u32,
        /// Positions of get_streams: every stream ever opened; also the newest stream id.
        pub streams: u32,
    }
}

impl Config {
    /// Nothing paused, every role the owner's.
    pub fn new(owner: Address, platform_fee: u128, asset: Option<Address>) -> Config {
        Config {
            owner,
            platform_fee,
            asset,
            paused: false,
            pending_owner: None,
            oracle: None,
            certifier: None,
            arbiter: None,
        }
    }
}

pub fn init(env: &Env, owner: &Address, platform_fee: u128) -> Result<(), Error> {
    check_fee(platform_fee)?;
    set(env, &Config::new(owner.clone(), platform_fee, None));
    let lengths =
        ListLengths { providers: 0, consumers: 0, buckets: 0, deals: 0, disputes: 0, service_providers: 0, streams: 0 };
    set_counts(env, &Counts { providers: 0, consumers: 0, buckets: 0, lengths });
    Ok(())
}

/// Written by the constructor, so it is always there.
pub fn get(env: &Env) -> Config {
    storage::get_instance(env, &Key::Config).unwrap()
}

pub fn set(env: &Env, config: &Config) {
    storage::set_instance(env, &Key::Config, config);
}

pub fn counts(env: &Env) -> Counts {
    storage::get_instance(env, &Key::Counts).unwrap()
}

pub fn set_counts(env: &Env, counts: &Counts) {
    storage::set_instance(env, &Key::Counts, counts);
}

/// The owner, who has just been asked to authorise the call.
pub fn require_owner(env: &Env) -> Address {
    let owner = get(env).owner;
    owner.require_auth();
    owner
}

/// The asset new deals are made in.
pub fn asset(env: &Env) -> Result<Address, Error> {
    get(env).asset.ok_or(Error::AssetNotSet)
}

pub fn check_fee(platform_fee: u128) -> Result<(), Error> {
    if platform_fee > MAX_FEE_BPS {
        return Err(Error::FeeTooHigh);
    }
    Ok(())
}
