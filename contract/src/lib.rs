//! The FlashIndex marketplace contract, generation 3.
//!
//! Providers list buckets, consumers make deals on them and pay from a balance the contract holds;
//! an oracle (today the owner) reports usage and settles. README.md beside this crate has the status
//! machine, the functions with who signs them, the storage layout and what differs from generation 2.
#![no_std]

mod announce;
mod bucket;
mod config;
mod contract;
mod deal;
mod error;
mod escrow;
mod events;
mod index;
mod lifecycle;
mod limits;
mod listing;
mod party;
mod proposal;
mod reputation;
mod settle;
mod settlement;
mod storage;

pub use bucket::{Bucket, BucketMarketplace, BucketStatus};
pub use config::ListLengths;
pub use contract::{Market, MarketArgs, MarketClient};
pub use deal::{Deal, DealInfo, DealState, DealStatus, DealTerms};
pub use error::Error;
pub use party::{Consumer, MarketKey, Provider};

#[cfg(test)]
mod test;
