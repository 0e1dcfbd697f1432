//! Everything that only reads. Lists answer the entries at positions `skip` to `skip + take`, at most 25, oldest first;
//! what is deleted (or locked, or not running) is passed over, so that `skip += take` up to `get_list_lengths` meets everything once.
use soroban_sdk::{contractimpl, Address, Env, Map, Vec};

use super::{Market, MarketArgs, MarketClient};
use crate::bucket::{self, Bucket, BucketMarketplace};
use crate::config::{self, ListLengths};
use crate::deal::{self, Deal, DealInfo, DealState, DealTerms};
use crate::listing;
use crate::party::{Consumer, Provider, Side};

#[contractimpl]
impl Market {
    /// The consumer, or nothing if the address is not registered as one.
    pub fn get_consumer(env: Env, consumer_id: Address) -> Option<Consumer> {
        listing::consumer(&env, &consumer_id)
    }

    /// The provider, or nothing if the address is not registered as one.
    pub fn get_provider(env: Env, provider_id: Address) -> Option<Provider> {
        listing::provider(&env, &provider_id)
    }

    /// The registered consumers at these positions of the list, in order of first registration.
    /// * `skip` - the first position, from 0; get_list_lengths tells how many there are
    /// * `take` - how many positions, at most 25
    pub fn get_consumers(env: Env, skip: u32, take: u32) -> Map<Address, Consumer> {
        listing::consumers(&env, skip, take)
    }

    /// The registered providers at these positions of the list, in order of first registration.
    /// * `skip` - the first position, from 0; get_list_lengths tells how many there are
    /// * `take` - how many positions, at most 25
    pub fn get_providers(env: Env, skip: u32, take: u32) -> Map<Address, Provider> {
        listing::providers(&env, skip, take)
    }

    /// How many consumers are registered now.
    pub fn get_consumer_count(env: Env) -> u32 {
        config::counts(&env).consumers
    }

    /// How many providers are registered now.
    pub fn get_provider_count(env: Env) -> u32 {
        config::counts(&env).providers
    }

    /// The bucket, or nothing if there is none or it was deleted.
    pub fn get_bucket(env: Env, provider_id: Address, bucket_id: u32) -> Option<Bucket> {
        bucket::find(&env, &provider_id, bucket_id).map(|record| record.bucket)
    }

    /// How many buckets are listed now.
    pub fn get_bucket_count(env: Env) -> u32 {
        config::counts(&env).buckets
    }

    /// The buckets at these positions of the list, oldest first, that a deal could be made on: neither locked nor deleted, and of a registered provider.
    /// * `skip` - the first position, from 0; get_list_lengths tells how many there are
    /// * `take` - how many positions, at most 25
    pub fn get_buckets(env: Env, skip: u32, take: u32) -> Vec<BucketMarketplace> {
        listing::offered_buckets(&env, skip, take)
    }

    /// A provider's newest buckets, at most 25, by id; locked ones too.
    pub fn get_buckets_by_provider(env: Env, provider_id: Address) -> Vec<Bucket> {
        listing::buckets_of(&env, &provider_id)
    }

    /// The deal, or nothing if these two have no deal with this id.
    pub fn get_deal(env: Env, consumer_id: Address, provider_id: Address, deal_id: u32) -> Option<Deal> {
        deal::find(&env, &consumer_id, &provider_id, deal_id).map(|record| record.view())
    }

    /// The terms frozen into a deal, or nothing if there is no such deal.
    pub fn get_deal_terms(env: Env, consumer_id: Address, provider_id: Address, deal_id: u32) -> Option<DealTerms> {
        deal::find(&env, &consumer_id, &provider_id, deal_id).map(|record| record.terms)
    }

    /// A deal's state with all its sums, or nothing if there is no such deal.
    pub fn get_deal_state(env: Env, consumer_id: Address, provider_id: Address, deal_id: u32) -> Option<DealState> {
        deal::find(&env, &consumer_id, &provider_id, deal_id).map(|record| record.state)
    }

    /// How many deals were ever made; also the newest deal id.
    pub fn get_deal_count(env: Env) -> u32 {
        config::counts(&env).lengths.deals
    }

    /// The deals at these positions of the list, oldest first: position n holds deal n + 1.
    /// * `skip` - the first position, from 0
    /// * `take` - how many positions, at most 25
    pub fn get_deals(env: Env, skip: u32, take: u32) -> Vec<Deal> {
        listing::deals(&env, skip, take, false)
    }

    /// The deals at these positions of the list that are running: funded and not ended.
    /// * `skip` - the first position, from 0; the same positions as get_deals
    /// * `take` - how many positions, at most 25
    pub fn get_active_deals(env: Env, skip: u32, take: u32) -> Vec<Deal> {
        listing::deals(&env, skip, take, true)
    }

    /// A consumer's newest deals, at most 25, with bucket and parties.
    pub fn get_deals_by_consumer(env: Env, consumer_id: Address) -> Vec<DealInfo> {
        listing::deals_of(&env, Side::Consumer, &consumer_id)
    }

    /// A provider's newest deals, at most 25, with bucket and parties.
    pub fn get_deals_by_provider(env: Env, provider_id: Address) -> Vec<DealInfo> {
        listing::deals_of(&env, Side::Provider, &provider_id)
    }

    /// How many positions the lists have, deleted ones included: how far skip can go.
    pub fn get_list_lengths(env: Env) -> ListLengths {
        config::counts(&env).lengths
    }
}
