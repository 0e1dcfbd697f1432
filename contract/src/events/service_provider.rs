//! Events of service providers.
use soroban_sdk::{Address, Env, String};

use super::{publish, val};
use crate::service_provider::ServiceProvider;

macro_rules! service_provider_event {
    ($(#[$doc:meta])* $function:ident => $name:ident) => {
        $(#[$doc])*
        #[soroban_sdk::contractevent]
        #[allow(dead_code)]
        pub struct $name {
            /// The service provider's address.
            #[topic]
            pub service_provider: Address,
            /// What kind of service it is.
            pub category: String,
            /// What the service provider says about itself.
            pub description: String,
            /// When it last changed, in seconds since 1970.
            pub last_update_ts: u64,
            /// When it registered (again), in seconds since 1970.
            pub registered_ts: u64,
        }

        pub fn $function(env: &Env, service_provider: &ServiceProvider) {
            publish_service_provider(env, stringify!($function), service_provider);
        }
    };
}

service_provider_event! {
    /// A service provider registered, for the first time or again.
    service_provider_registered => ServiceProviderRegistered
}
service_provider_event! {
    /// A service provider changed its category or description.
    service_provider_updated => ServiceProviderUpdated
}
service_provider_event! {
    /// The owner deleted a service provider.
    service_provider_deleted => ServiceProviderDeleted
}

fn publish_service_provider(env: &Env, name: &str, service_provider: &ServiceProvider) {
    publish(
        env,
        name,
        &[service_provider.service_provider_id.to_val()],
        &["category", "description", "last_update_ts", "registered_ts"],
        &[
            service_provider.category.to_val(),
            service_provider.description.to_val(),
            val(env, &service_provider.last_update_ts),
            val(env, &service_provider.registered_ts),
        ],
    );
}
