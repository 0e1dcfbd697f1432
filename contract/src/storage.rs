//! Keys of everything stored, and reading and writing with the lifetime kept.
//!
//! Instance storage holds only `Config` and `Counts`; everything else is a persistent entry of bounded size under
//! a key a caller knows before the call, so that calls simulated on the same state do not exclude each other.
use soroban_sdk::{Address, Env, Symbol, Val, Vec};

use crate::certification::CertifiedRole;
use crate::index::List;
use crate::packing::Packed;

/// Lifetimes in ledgers of 5 seconds: an entry with less than 60 days left is extended to 90 on write.
const EXTEND_BELOW: u32 = 60 * 17_280;
const EXTEND_TO: u32 = 90 * 17_280;
/// What `extend_…_ttl` asks for: the longest the network allows (the host cuts it to its own limit).
const EXTEND_MOST: u32 = 180 * 17_280;

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

impl Key {
    /// As the host knows it: a vector of the name and the parts.
    pub fn pack(&self, env: &Env) -> Val {
        let key = |name: &str, parts: &[Val]| pack_key(env, name, parts);
        match self {
            Key::Config => key("Config", &[]),
            Key::Counts => key("Counts", &[]),
            Key::Provider(party) => key("Provider", &[party.to_val()]),
            Key::ProviderLists(party) => key("ProviderLists", &[party.to_val()]),
            Key::Consumer(party) => key("Consumer", &[party.to_val()]),
            Key::ConsumerLists(party) => key("ConsumerLists", &[party.to_val()]),
            Key::Bucket(provider, number) => key("Bucket", &[provider.to_val(), (*number).into()]),
            Key::Deal(consumer, number) => key("Deal", &[consumer.to_val(), (*number).into()]),
            Key::Page(list, page) => key("Page", &[(*list as u32).into(), (*page).into()]),
            Key::Held(asset) => key("Held", &[asset.to_val()]),
            Key::Assets => key("Assets", &[]),
            Key::Credit(party, asset) => key("Credit", &[party.to_val(), asset.to_val()]),
            Key::Stream(consumer, number) => key("Stream", &[consumer.to_val(), (*number).into()]),
            Key::Chunks(consumer, number, page) => {
                key("Chunks", &[consumer.to_val(), (*number).into(), (*page).into()])
            }
            Key::Units(provider, number) => key("Units", &[provider.to_val(), (*number).into()]),
            Key::ServiceProvider(party) => key("ServiceProvider", &[party.to_val()]),
            Key::Certification(subject, role, kind) => {
                key("Certification", &[subject.to_val(), (*role as u32).into(), kind.to_val()])
            }
            Key::Dispute(consumer, number, nth) => {
                key("Dispute", &[consumer.to_val(), (*number).into(), (*nth).into()])
            }
        }
    }
}

#[inline(never)]
fn pack_key(env: &Env, name: &str, parts: &[Val]) -> Val {
    let mut key = Vec::new(env);
    key.push_back(Symbol::new(env, name).to_val());
    for part in parts {
        key.push_back(*part);
    }
    key.to_val()
}

pub fn get<T: Packed>(env: &Env, key: &Key) -> Option<T> {
    get_value(env, key).map(|value| T::unpack(env, value))
}

#[inline(never)]
fn get_value(env: &Env, key: &Key) -> Option<Val> {
    env.storage().persistent().get(&key.pack(env))
}

pub fn set<T: Packed>(env: &Env, key: &Key, value: &T) {
    set_value(env, key, value.pack(env));
}

#[inline(never)]
fn set_value(env: &Env, key: &Key, value: Val) {
    let key = key.pack(env);
    env.storage().persistent().set(&key, &value);
    env.storage().persistent().extend_ttl(&key, EXTEND_BELOW, EXTEND_TO);
}

pub fn remove(env: &Env, key: &Key) {
    env.storage().persistent().remove(&key.pack(env));
}

/// Extends an entry as far as the network allows; nothing happens if there is none.
pub fn extend(env: &Env, key: &Key) {
    let key = &key.pack(env);
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

pub fn get_instance<T: Packed>(env: &Env, key: &Key) -> Option<T> {
    env.storage().instance().get(&key.pack(env)).map(|value| T::unpack(env, value))
}

pub fn set_instance<T: Packed>(env: &Env, key: &Key, value: &T) {
    env.storage().instance().set(&key.pack(env), &value.pack(env));
    env.storage().instance().extend_ttl(EXTEND_BELOW, EXTEND_TO);
}
