//! The FlashIndex marketplace contract, generation 3.
//!
//! Providers list buckets, consumers make deals on them and pay from a balance the contract holds; an oracle reports
//! usage and settles. Streams pay for proven chunks instead; disputes stop either until the arbiter or time decides. README.md beside this crate has the status
//! machine, the functions with who signs them, the storage layout and what differs from generation 2.
#![no_std]

mod announce;
mod asset;
mod bucket;
mod capacity;
mod certification;
mod config;
mod contract;
mod credit;
mod deal;
mod dispute;
mod engagement;
mod error;
mod escrow;
mod events;
mod index;
mod lifecycle;
mod limits;
mod listing;
mod packing;
mod party;
mod pause;
mod proposal;
mod reputation;
mod role;
mod service_provider;
mod settle;
mod settlement;
mod storage;
mod stream;
mod unit;

pub use asset::Asset;
pub use bucket::{Bucket, BucketMarketplace, BucketStatus};
pub use certification::{Certification, CertifiedRole};
pub use config::ListLengths;
pub use contract::{Market, MarketArgs, MarketClient};
pub use deal::{Deal, DealInfo, DealState, DealStatus, DealTerms};
pub use dispute::{Dispute, DisputeState, DisputeStatus, DisputeSubject};
pub use error::Error;
pub use party::{Consumer, MarketKey, Provider};
pub use role::{MarketConfig, Role};
pub use service_provider::ServiceProvider;
pub use stream::{ChunkProof, ChunkRelease, Stream, StreamOffer, StreamState, StreamStatus, StreamTerms};
pub use unit::{Unit, UnitCounts, UnitStatus};

#[cfg(test)]
mod test;
