//! Keys of everything stored, and reading and writing with the lifetime kept.
//!
//! Instance storage holds only `Config` and `Counts`; everything else is a persistent entry of bounded size under
//! a key a caller knows before the call, so that calls simulated on the same state do not exclude each other.
use soroban_sdk::{contracttype, Address, Env, IntoVal, Symbol, TryFromVal, Val};

use crate::certification::CertifiedRole;
use crate::index::List;

/// Lifetimes in ledgers of 5 seconds: an entry with less than 60 days left is extended to 90 on write.
const EXTEND_BELOW: u32 = 60 * 17_280;
const EXTEND_TO: u32 = 90 * 17_280;
/// What `extend_…_ttl` asks for: the longest the network allows (the host cuts it to its own limit).
const EXTEND_MOST: u32 = 180 * 17_280;

#[contracttype]
#[derive(Clone)]
pub enum Key {
    /// Instance: owner, fee, asset, roles, pause.
    Config,
    /// Instance: running numbers.
    Counts,
    Provider(Address),
    ProviderLists(Address),
    Consumer(Address),
    ConsumerLists(Address),
    /// Provider and his own running number.
    Bucket(Address, u32),
    /// Consumer and his own running number, not the deal id: that is known only when the call runs.
    Deal(Address, u32),
    /// 32 entries of a global list.
    Page(List, u32),
    /// How much of an asset all deals, streams and credits together hold.
    Held(Address),
    /// The accepted assets beside the stable one, at most 16.
    Assets,
    /// Party and asset: what a transfer that failed left owed.
    Credit(Address, Address),
    /// Consumer and his own running number, which deals and streams share.
    Stream(Address, u32),
    /// Consumer, his number of the stream, and the page: which of 1,024 chunks were released.
    Chunks(Address, u32, u32),
    /// Provider and bucket: all units of the bucket.
    Units(Address, u32),
    ServiceProvider(Address),
    /// Subject, role and kind.
    Certification(Address, CertifiedRole, Symbol),
    /// Consumer, his running number of the deal or stream, and which dispute about it, from 0.
    Dispute(Address, u32, u32),
}

pub fn get<T: TryFromVal<Env, Val>>(env: &Env, key: &Key) -> Option<T> {
    env.storage().persistent().get(key)
}

pub fn set<T: IntoVal<Env, Val>>(env: &Env, key: &Key, value: &T) {
    env.storage().persistent().set(key, value);
    env.storage().persistent().extend_ttl(key, EXTEND_BELOW, EXTEND_TO);
}

pub fn remove(env: &Env, key: &Key) {
    env.storage().persistent().remove(key);
}

/// Extends an entry as far as the network allows; nothing happens if there is none.
pub fn extend(env: &Env, key: &Key) {
    if env.storage().persistent().has(key) {
        let most = EXTEND_MOST.min(env.storage().max_ttl());
        env.storage().persistent().extend_ttl(key, most, most);
    }
}

/// The contract's instance, with its configuration and counters, and its code.
pub fn extend_instance(env: &Env) {
    let most = EXTEND_MOST.min(env.storage().max_ttl());
    env.storage().instance().extend_ttl(most, most);
}

pub fn get_instance<T: TryFromVal<Env, Val>>(env: &Env, key: &Key) -> Option<T> {
    env.storage().instance().get(key)
}

pub fn set_instance<T: IntoVal<Env, Val>>(env: &Env, key: &Key, value: &T) {
    env.storage().instance().set(key, value);
    env.storage().instance().extend_ttl(EXTEND_BELOW, EXTEND_TO);
}
