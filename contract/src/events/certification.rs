//! Events of certifications.
use soroban_sdk::{Address, Env, Symbol};

use super::{publish, val};
use crate::certification::Certification;

macro_rules! certification_event {
    ($(#[$doc:meta])* $function:ident => $name:ident) => {
        $(#[$doc])*
        #[soroban_sdk::contractevent]
        #[allow(dead_code)]
        pub struct $name {
            /// Who is certified.
            #[topic]
            pub subject: Address,
            /// As what: provider or service_provider.
            #[topic]
            pub role: Symbol,
            /// What is certified.
            #[topic]
            pub kind: Symbol,
            /// When it was last granted, in seconds since 1970.
            pub certified_ts: u64,
            /// How well, 1 to 100.
            pub level: u32,
            /// When it was revoked, in seconds since 1970; 0 if it was not.
            pub revoked_ts: u64,
            /// Until when it counts, in seconds since 1970.
            pub valid_until: u64,
        }

        pub fn $function(env: &Env, certification: &Certification) {
            publish_certification(env, stringify!($function), certification);
        }
    };
}

certification_event! {
    /// The certifier vouched for somebody, for the first time or anew.
    certification_granted => CertificationGranted
}
certification_event! {
    /// The certifier took a certification back.
    certification_revoked => CertificationRevoked
}

fn publish_certification(env: &Env, name: &str, certification: &Certification) {
    let Certification { certified_ts, kind, level, revoked_ts, role, subject, valid_until } = certification;
    publish(
        env,
        name,
        &[subject.to_val(), role.symbol(env).to_val(), kind.to_val()],
        &["certified_ts", "level", "revoked_ts", "valid_until"],
        &[val(env, certified_ts), (*level).into(), val(env, revoked_ts), val(env, valid_until)],
    );
}
