//! Tests on the real host with the SDK's testutils, as claims about what the contract does.
extern crate std;

mod auth;
mod buckets;
mod certifications;
mod errors;
mod events;
mod ledger;
mod market;
mod money;
mod parties;
mod reputation;
mod scale;
mod service_providers;
mod settling;
mod statuses;
mod support;
mod threats;
mod unit_orders;
mod units;
