//! Events of providers and consumers.
use soroban_sdk::{Address, Env, String, Symbol, Val};

use super::{event, publish, val};
use crate::party::Party;

macro_rules! provider_event {
    ($(#[$doc:meta])* $function:ident => $name:ident) => {
        $(#[$doc])*
        #[soroban_sdk::contractevent]
        #[allow(dead_code)]
        pub struct $name {
            /// The provider's address.
            #[topic]
            pub provider: Address,
            /// What the provider says about itself.
            pub description: String,
            /// When it registered (again), in seconds since 1970.
            pub registered_ts: u64,
            /// When it last changed, in seconds since 1970.
            pub last_update_ts: u64,
            /// Its reputation, 0 to 100.
            pub reputation: u32,
            /// How many data units it has committed.
            pub units_count: u32,
        }

        pub fn $function(env: &Env, provider: &Address, party: &Party) {
            publish_party(env, stringify!($function), provider, party, party.units_count.into());
        }
    };
}

provider_event! {
    /// A provider registered, for the first time or again; reputation survives.
    provider_registered => ProviderRegistered
}
provider_event! {
    /// A provider changed its description.
    provider_updated => ProviderUpdated
}
provider_event! {
    /// The owner deleted a provider; its buckets are no longer offered.
    provider_deleted => ProviderDeleted
}

macro_rules! consumer_event {
    ($(#[$doc:meta])* $function:ident => $name:ident) => {
        $(#[$doc])*
        #[soroban_sdk::contractevent]
        #[allow(dead_code)]
        pub struct $name {
            /// The consumer's address.
            #[topic]
            pub consumer: Address,
            /// What the consumer says about itself.
            pub description: String,
            /// When it registered (again), in seconds since 1970.
            pub registered_ts: u64,
            /// When it last changed, in seconds since 1970.
            pub last_update_ts: u64,
            /// Its reputation, 0 to 100.
            pub reputation: u32,
        }

        pub fn $function(env: &Env, consumer: &Address, party: &Party) {
            publish_party(env, stringify!($function), consumer, party, Val::VOID.to_val());
        }
    };
}

consumer_event! {
    /// A consumer registered, for the first time or again; reputation survives.
    consumer_registered => ConsumerRegistered
}
consumer_event! {
    /// A consumer changed its description.
    consumer_updated => ConsumerUpdated
}
consumer_event! {
    /// The owner deleted a consumer.
    consumer_deleted => ConsumerDeleted
}

fn publish_party(env: &Env, name: &str, address: &Address, party: &Party, units_count: Val) {
    publish(
        env,
        name,
        &[address.to_val()],
        &["description", "registered_ts", "last_update_ts", "reputation", "units_count"],
        &[
            party.description.to_val(),
            val(env, &party.registered_ts),
            val(env, &party.last_update_ts),
            party.reputation.into(),
            units_count,
        ],
    );
}

event! {
    /// A party's reputation moved by one step; nothing is published for a step beyond 0 or 100.
    reputation_changed => ReputationChanged [
        /// Whose reputation.
        party: Address,
    ] {
        /// As what: provider or consumer.
        role: Symbol,
        /// The reputation after the step, 0 to 100.
        reputation: u32,
        /// The reputation before the step.
        previous: u32,
        /// Why: settled, underpaid, sla_breach, completed, finished or slashed.
        reason: Symbol,
        /// The consumer of the deal or stream.
        consumer: Address,
        /// The provider of the deal or stream.
        provider: Address,
        /// The deal that moved it; 0 if it was a stream.
        deal_id: u32,
        /// The stream that moved it; 0 if it was a deal.
        stream_id: u32,
    }
}
