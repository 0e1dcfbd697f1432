//! Keeping entries alive. Writing extends what it writes; these extend the rest. Anyone may call them and pays the rent.
use soroban_sdk::{contractimpl, Address, Env};

use super::{Market, MarketArgs, MarketClient};
use crate::bucket;
use crate::deal;
use crate::dispute;
use crate::error::Error;
use crate::party::{self, Side};
use crate::storage;
use crate::stream;

#[contractimpl]
impl Market {
    /// Keeps the contract itself, its code and its configuration alive for up to 180 days. Anyone may call it and pays the rent.
    pub fn extend_market_ttl(env: Env) {
        storage::extend_instance(&env);
    }

    /// Keeps a consumer's entries alive for up to 180 days. Anyone may call it and pays the rent.
    pub fn extend_consumer_ttl(env: Env, consumer_id: Address) -> Result<(), Error> {
        party::extend(&env, Side::Consumer, &consumer_id)
    }

    /// Keeps a provider's entries alive for up to 180 days. Anyone may call it and pays the rent.
    pub fn extend_provider_ttl(env: Env, provider_id: Address) -> Result<(), Error> {
        party::extend(&env, Side::Provider, &provider_id)
    }

    /// Keeps a bucket and its units alive for up to 180 days. Anyone may call it and pays the rent.
    pub fn extend_bucket_ttl(env: Env, provider_id: Address, bucket_id: u32) -> Result<(), Error> {
        bucket::extend(&env, &provider_id, bucket_id)
    }

    /// Keeps a deal, the page of the list that finds it, and the record of what its asset's deals hold alive for up to 180 days. Anyone may call it and pays the rent.
    pub fn extend_deal_ttl(env: Env, consumer_id: Address, provider_id: Address, deal_id: u32) -> Result<(), Error> {
        deal::extend(&env, &consumer_id, &provider_id, deal_id)
    }

    /// Keeps a stream, the page of the list that finds it, one page of its chunks, and the record of what is held of its asset alive for up to 180 days. Anyone may call it and pays the rent.
    /// * `page` - which 1,024 chunks, see get_released_chunks
    pub fn extend_stream_ttl(env: Env, stream_id: u32, page: u32) -> Result<(), Error> {
        stream::extend(&env, stream_id, page)
    }

    /// Keeps a dispute and the page of the list that finds it alive for up to 180 days. Anyone may call it and pays the rent.
    pub fn extend_dispute_ttl(env: Env, dispute_id: u32) -> Result<(), Error> {
        dispute::extend(&env, dispute_id)
    }
}
