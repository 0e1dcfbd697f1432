//! Tests on the real host with the SDK's testutils, as claims about what the contract does.
extern crate std;

mod attestor;
mod auth;
mod buckets;
mod certifications;
mod disputes;
mod errors;
mod events;
mod ledger;
mod market;
mod money;
mod parties;
mod proofs;
mod reputation;
mod scale;
mod service_providers;
mod settling;
mod statuses;
mod stream_errors;
mod stream_events;
mod stream_support;
mod streams;
mod streams_random;
mod support;
mod threats;
mod unit_orders;
mod units;
