//! What readers get: lists of bounded length, and the views generation 2 shows.
use soroban_sdk::{Address, Env, IntoVal, Map, TryFromVal, Val, Vec};

use crate::bucket::{self, Bucket, BucketMarketplace, BucketRef};
use crate::config;
use crate::deal::{self, Deal, DealInfo, DealRecord, DealRef};
use crate::index::{self, List};
use crate::limits::MAX_NEWEST;
use crate::party::{self, Consumer, MarketKey, Party, PartyLists, Provider, Side};

pub fn provider(env: &Env, address: &Address) -> Option<Provider> {
    let Party { description, last_update_ts, registered_ts, reputation, units_count, .. } =
        party::find(env, Side::Provider, address)?;
    let lists = party::lists(env, Side::Provider, address);
    let mut buckets = Map::new(env);
    for bucket_id in lists.buckets.iter().filter(|id| *id > 0) {
        buckets.set(MarketKey::Bucket(address.clone(), bucket_id), 0);
    }
    let (deals, active_deals) = deal_maps(env, Side::Provider, address, lists);
    Some(Provider {
        active_deals,
        buckets,
        deals,
        description,
        last_update_ts,
        provider_id: address.clone(),
        registered_ts,
        reputation,
        units_count,
    })
}

pub fn consumer(env: &Env, address: &Address) -> Option<Consumer> {
    let Party { description, last_update_ts, registered_ts, reputation, .. } =
        party::find(env, Side::Consumer, address)?;
    let lists = party::lists(env, Side::Consumer, address);
    let (deals, active_deals) = deal_maps(env, Side::Consumer, address, lists);
    Some(Consumer {
        active_deals,
        consumer_id: address.clone(),
        deals,
        description,
        last_update_ts,
        registered_ts,
        reputation,
    })
}

type Deals = Map<MarketKey, u128>;

/// A party's newest deals, and those of them that run, as maps from key to the consumer's running number.
fn deal_maps(env: &Env, side: Side, address: &Address, lists: PartyLists) -> (Deals, Deals) {
    let (mut deals, mut active) = (Map::new(env), Map::new(env));
    for deal in lists.deals.iter().filter(|deal| deal.deal_id > 0) {
        let (number, runs) = (deal.number.into(), deal.runs);
        let key = deal.market_key(side, address);
        if runs {
            active.set(key.clone(), number);
        }
        deals.set(key, number);
    }
    (deals, active)
}

pub fn providers(env: &Env, skip: u32, take: u32) -> Map<Address, Provider> {
    let mut found = Map::new(env);
    for address in index::range::<Address>(env, List::Providers, config::counts(env).lengths.providers, skip, take) {
        if let Some(view) = provider(env, &address) {
            found.set(address, view);
        }
    }
    found
}

pub fn consumers(env: &Env, skip: u32, take: u32) -> Map<Address, Consumer> {
    let mut found = Map::new(env);
    for address in index::range::<Address>(env, List::Consumers, config::counts(env).lengths.consumers, skip, take) {
        if let Some(view) = consumer(env, &address) {
            found.set(address, view);
        }
    }
    found
}

/// The buckets among these positions that a deal could be made on now.
pub fn offered_buckets(env: &Env, skip: u32, take: u32) -> Vec<BucketMarketplace> {
    let mut found = Vec::new(env);
    for place in index::range::<BucketRef>(env, List::Buckets, config::counts(env).lengths.buckets, skip, take) {
        if let Some(view) = offered(env, &place) {
            found.push_back(view);
        }
    }
    found
}

fn offered(env: &Env, place: &BucketRef) -> Option<BucketMarketplace> {
    let Bucket {
        api_compatibility,
        bucket_id,
        created_ts,
        encryption_at_rest,
        encryption_in_transit,
        fb_bucket_id,
        locked,
        name,
        object_locking,
        price_per_gb_egress,
        price_per_gb_storage,
        provider_id,
        region,
        sla_avg_latency_ms,
        sla_avg_uptime_pct,
        status,
        versioning_enabled,
        ..
    } = bucket::find(env, &place.provider, place.bucket_id).filter(|record| !record.bucket.locked)?.bucket;
    let Party { description: provider_name, reputation: provider_reputation, .. } =
        party::find(env, Side::Provider, &place.provider)?;
    Some(BucketMarketplace {
        api_compatibility,
        bucket_id,
        created_ts,
        encryption_at_rest,
        encryption_in_transit,
        fb_bucket_id,
        locked,
        name,
        object_locking,
        price_per_gb_egress,
        price_per_gb_storage,
        provider_id,
        provider_name,
        provider_reputation,
        region,
        sla_avg_latency_ms,
        sla_avg_uptime_pct,
        status,
        versioning_enabled,
    })
}

/// A provider's newest buckets, oldest first.
pub fn buckets_of(env: &Env, provider: &Address) -> Vec<Bucket> {
    let mut found = Vec::new(env);
    let oldest = party::find_any(env, Side::Provider, provider).map_or(0, |party| party.made % MAX_NEWEST);
    for bucket_id in from_slot(oldest, party::lists(env, Side::Provider, provider).buckets).filter(|id| *id > 0) {
        if let Some(record) = bucket::find(env, provider, bucket_id) {
            found.push_back(record.bucket);
        }
    }
    found
}

/// The deals among these positions; with `running_only` those that are funded and have not ended.
pub fn deals(env: &Env, skip: u32, take: u32, running_only: bool) -> Vec<Deal> {
    let mut found = Vec::new(env);
    for place in index::range::<DealRef>(env, List::Deals, config::counts(env).lengths.deals, skip, take) {
        if let Some(record) = deal::find_numbered(env, &place.consumer, place.number) {
            if !running_only || record.state.status.is_running() {
                found.push_back(record.view());
            }
        }
    }
    found
}

/// A full ring from its oldest slot on.
fn from_slot<T: IntoVal<Env, Val> + TryFromVal<Env, Val>>(oldest: u32, ring: Vec<T>) -> impl Iterator<Item = T> {
    (oldest..oldest + MAX_NEWEST).filter_map(move |slot| ring.get(slot % MAX_NEWEST))
}

/// A party's newest deals with what they are about, oldest first.
pub fn deals_of(env: &Env, side: Side, address: &Address) -> Vec<DealInfo> {
    let mut found = Vec::new(env);
    let lists = party::lists(env, side, address);
    for newest in from_slot(lists.dealt % MAX_NEWEST, lists.deals).filter(|deal| deal.deal_id > 0) {
        let consumer = if side == Side::Consumer { address } else { &newest.counterparty };
        if let Some(info) = deal::find_numbered(env, consumer, newest.number).and_then(|deal| info(env, deal)) {
            found.push_back(info);
        }
    }
    found
}

fn info(env: &Env, deal: DealRecord) -> Option<DealInfo> {
    let bucket = bucket::find_any(env, &deal.provider, deal.bucket_id)?.bucket;
    let consumer = party::find_any(env, Side::Consumer, &deal.consumer)?;
    let provider = party::find_any(env, Side::Provider, &deal.provider)?;
    Some(DealInfo {
        bucket,
        consumer_name: consumer.description,
        consumer_reputation: consumer.reputation,
        deal: deal.view(),
        provider_name: provider.description,
        provider_reputation: provider.reputation,
    })
}
