//! Buckets: what a provider offers, at a price and with promises. A bucket without units serves one deal at a time.
use soroban_sdk::{Address, Env, String, Vec};

use crate::config;
use crate::error::Error;
use crate::index::{self, Blank, List};
use crate::limits::{check_text, check_uptime, MAX_IDENTIFIER, MAX_LABEL, MAX_NAME, MAX_PRICE, MAX_TAGS};
use crate::packing::{choice, record, stored};
use crate::party::{self, Side};
use crate::storage::{self, Key};
use crate::unit;

record! {
    /// A listing: what is offered, where, at which prices and with which promises.
    pub struct Bucket {
        /// Who may reach the data, in the provider's words (at most 64 bytes).
        pub access_scope: String,
        /// The API the bucket speaks, such as s3 (at most 128 bytes).
        pub api_compatibility: String,
        /// The bucket's number with its provider, counted from 1 and never reused.
        pub bucket_id: u32,
        /// The country the data lies in (at most 64 bytes).
        pub country: String,
        /// When the bucket was listed, in seconds since 1970.
        pub created_ts: u64,
        /// Whether stored data is encrypted.
        pub encryption_at_rest: bool,
        /// Whether data is encrypted on its way.
        pub encryption_in_transit: bool,
        /// The bucket's identifier in the storage backend (at most 128 bytes).
        pub fb_bucket_id: String,
        /// True while the bucket takes no deals: a deal holds it, or its provider locked it.
        pub locked: bool,
        /// The most traffic offered, in GB; 0 says nothing.
        pub max_egress_gb: u32,
        /// The most space offered, in GB; 0 says nothing.
        pub max_storage_gb: u32,
        /// The listing's name, 1 to 128 bytes.
        pub name: String,
        /// Whether objects can be locked against deletion.
        pub object_locking: bool,
        /// Price of 1 GB (1024 MB) of traffic, in token units, at most 10^18.
        pub price_per_gb_egress: u128,
        /// Price of 1 GB (1024 MB) of storage, in token units, at most 10^18.
        pub price_per_gb_storage: u128,
        /// The provider's address.
        pub provider_id: Address,
        /// The region the data lies in (at most 64 bytes).
        pub region: String,
        /// The latency promised on average, in milliseconds; a deal that measures more is a breach.
        pub sla_avg_latency_ms: u32,
        /// The uptime promised on average, in millionths of a percent (100,000,000 is 100 %); a deal that measures less is a breach.
        pub sla_avg_uptime_pct: u32,
        /// Whether the bucket is offered.
        pub status: BucketStatus,
        /// Words to find the bucket by: at most 16 of at most 64 bytes.
        pub tags: Vec<String>,
        /// Whether objects keep their versions.
        pub versioning_enabled: bool,
    }
}

choice! {
    /// Whether a bucket is offered.
    pub enum BucketStatus {
        /// On the market.
        Active,
        /// Not offered for now.
        Inactive,
        /// Deleted by its provider; the id is never used again.
        Deleted,
    }
}

record! {
    /// A bucket as the market's list shows it, with its provider's name and reputation.
    pub struct BucketMarketplace {
        /// The API the bucket speaks, such as s3.
        pub api_compatibility: String,
        /// The bucket's number with its provider.
        pub bucket_id: u32,
        /// When the bucket was listed, in seconds since 1970.
        pub created_ts: u64,
        /// Whether stored data is encrypted.
        pub encryption_at_rest: bool,
        /// Whether data is encrypted on its way.
        pub encryption_in_transit: bool,
        /// The bucket's identifier in the storage backend.
        pub fb_bucket_id: String,
        /// Always false here: the list leaves locked buckets out.
        pub locked: bool,
        /// The listing's name.
        pub name: String,
        /// Whether objects can be locked against deletion.
        pub object_locking: bool,
        /// Price of 1 GB (1024 MB) of traffic, in token units.
        pub price_per_gb_egress: u128,
        /// Price of 1 GB (1024 MB) of storage, in token units.
        pub price_per_gb_storage: u128,
        /// The provider's address.
        pub provider_id: Address,
        /// The provider's description of itself.
        pub provider_name: String,
        /// The provider's reputation, 0 to 100.
        pub provider_reputation: u32,
        /// The region the data lies in.
        pub region: String,
        /// The latency promised on average, in milliseconds.
        pub sla_avg_latency_ms: u32,
        /// The uptime promised on average, in millionths of a percent (100,000,000 is 100 %).
        pub sla_avg_uptime_pct: u32,
        /// Whether the bucket is offered.
        pub status: BucketStatus,
        /// Whether objects keep their versions.
        pub versioning_enabled: bool,
    }
}

stored! {
    /// What is stored of a bucket: the listing, how many deals on it have not ended, and the one that holds it.
    pub struct BucketRecord {
        pub bucket: Bucket,
        pub open_deals: u32,
        /// Deal id; 0 while no deal holds it.
        pub held_by: u32,
    }
}

stored! {
    /// An entry of the global list.
    pub struct BucketRef {
        pub provider: Address,
        pub bucket_id: u32,
    }
}

impl Blank for BucketRef {
    fn blank(env: &Env) -> Self {
        BucketRef { provider: Address::blank(env), bucket_id: 0 }
    }
}

/// What `update_bucket_…` may change; None leaves a field as it is.
#[derive(Default)]
pub struct BucketChanges {
    pub name: Option<String>,
    pub region: Option<String>,
    pub country: Option<String>,
    pub price_per_gb_storage: Option<u128>,
    pub price_per_gb_egress: Option<u128>,
    pub sla_avg_latency_ms: Option<u32>,
    pub sla_avg_uptime_pct: Option<u32>,
}

fn key(provider: &Address, bucket_id: u32) -> Key {
    Key::Bucket(provider.clone(), bucket_id)
}

/// The stored bucket in any status, or None.
pub fn find_any(env: &Env, provider: &Address, bucket_id: u32) -> Option<BucketRecord> {
    storage::get(env, &key(provider, bucket_id))
}

/// The stored bucket unless it was deleted.
pub fn find(env: &Env, provider: &Address, bucket_id: u32) -> Option<BucketRecord> {
    find_any(env, provider, bucket_id).filter(|record| record.bucket.status != BucketStatus::Deleted)
}

pub fn load(env: &Env, provider: &Address, bucket_id: u32) -> Result<BucketRecord, Error> {
    find(env, provider, bucket_id).ok_or(Error::BucketNotFound)
}

pub fn save(env: &Env, record: &BucketRecord) {
    storage::set(env, &key(&record.bucket.provider_id, record.bucket.bucket_id), record);
}

/// Lists `draft` under the provider's next number; number, time, lock and status are the contract's to set.
pub fn create(env: &Env, draft: Bucket) -> Result<Bucket, Error> {
    let provider_id = draft.provider_id.clone();
    let mut provider = party::load(env, Side::Provider, &provider_id)?;
    check(&draft)?;
    provider.made = provider.made.checked_add(1).ok_or(Error::Overflow)?;
    let bucket_id = provider.made;
    party::save(env, Side::Provider, &provider_id, &provider);
    let bucket = Bucket {
        bucket_id,
        created_ts: env.ledger().timestamp(),
        locked: false,
        status: BucketStatus::Active,
        ..draft
    };
    save(env, &BucketRecord { bucket: bucket.clone(), open_deals: 0, held_by: 0 });
    list(env, &provider_id, bucket_id)?;
    Ok(bucket)
}

fn list(env: &Env, provider: &Address, bucket_id: u32) -> Result<(), Error> {
    let mut lists = party::lists(env, Side::Provider, provider);
    lists.remember_bucket(bucket_id);
    party::save_lists(env, Side::Provider, provider, &lists);
    let mut counts = config::counts(env);
    let entry = BucketRef { provider: provider.clone(), bucket_id };
    counts.lengths.buckets = index::append(env, List::Buckets, counts.lengths.buckets, entry)?;
    counts.buckets += 1;
    config::set_counts(env, &counts);
    Ok(())
}

fn check(bucket: &Bucket) -> Result<(), Error> {
    if bucket.name.is_empty() {
        return Err(Error::BucketNameInvalid);
    }
    check_text(&bucket.name, MAX_NAME, Error::BucketNameInvalid)?;
    for label in [&bucket.region, &bucket.country, &bucket.access_scope] {
        check_text(label, MAX_LABEL, Error::BucketTextTooLong)?;
    }
    for identifier in [&bucket.fb_bucket_id, &bucket.api_compatibility] {
        check_text(identifier, MAX_IDENTIFIER, Error::BucketTextTooLong)?;
    }
    if bucket.tags.len() > MAX_TAGS {
        return Err(Error::BucketTagsTooLong);
    }
    for tag in bucket.tags.iter() {
        check_text(&tag, MAX_LABEL, Error::BucketTagsTooLong)?;
    }
    if bucket.price_per_gb_storage > MAX_PRICE || bucket.price_per_gb_egress > MAX_PRICE {
        return Err(Error::PriceTooHigh);
    }
    check_uptime(bucket.sla_avg_uptime_pct)
}

/// Changes the listing; deals already made keep the terms they were made on.
pub fn update(env: &Env, provider: &Address, bucket_id: u32, changes: BucketChanges) -> Result<Bucket, Error> {
    party::load(env, Side::Provider, provider)?;
    let mut record = load(env, provider, bucket_id)?;
    let old = record.bucket;
    record.bucket = Bucket {
        name: changes.name.unwrap_or(old.name.clone()),
        region: changes.region.unwrap_or(old.region.clone()),
        country: changes.country.unwrap_or(old.country.clone()),
        price_per_gb_storage: changes.price_per_gb_storage.unwrap_or(old.price_per_gb_storage),
        price_per_gb_egress: changes.price_per_gb_egress.unwrap_or(old.price_per_gb_egress),
        sla_avg_latency_ms: changes.sla_avg_latency_ms.unwrap_or(old.sla_avg_latency_ms),
        sla_avg_uptime_pct: changes.sla_avg_uptime_pct.unwrap_or(old.sla_avg_uptime_pct),
        ..old
    };
    check(&record.bucket)?;
    save(env, &record);
    Ok(record.bucket)
}

/// Takes the bucket off the market, or puts it back; a deal's hold is not the provider's to change.
pub fn set_locked(env: &Env, provider: &Address, bucket_id: u32, locked: bool) -> Result<Bucket, Error> {
    party::load(env, Side::Provider, provider)?;
    let mut record = load(env, provider, bucket_id)?;
    if record.held_by != 0 {
        return Err(Error::BucketHeld);
    }
    if record.bucket.locked == locked {
        return Err(if locked { Error::BucketLocked } else { Error::BucketNotLocked });
    }
    record.bucket.locked = locked;
    save(env, &record);
    Ok(record.bucket)
}

/// The record stays, marked Deleted, so that ended deals still show what they were about.
pub fn delete(env: &Env, provider: &Address, bucket_id: u32) -> Result<Bucket, Error> {
    let mut record = load(env, provider, bucket_id)?;
    if record.open_deals > 0 {
        return Err(Error::BucketHasOpenDeals);
    }
    if unit::counts(env, provider, bucket_id).offered() > 0 {
        return Err(Error::BucketHasUnits);
    }
    record.bucket.status = BucketStatus::Deleted;
    record.bucket.locked = false;
    save(env, &record);
    let mut lists = party::lists(env, Side::Provider, provider);
    lists.forget_bucket(bucket_id);
    party::save_lists(env, Side::Provider, provider, &lists);
    let mut counts = config::counts(env);
    counts.buckets -= 1;
    config::set_counts(env, &counts);
    Ok(record.bucket)
}

impl BucketRecord {
    /// Whether a deal can be made on it now.
    pub fn check_free(&self) -> Result<(), Error> {
        if self.held_by != 0 {
            return Err(Error::BucketHeld);
        }
        if self.bucket.locked {
            return Err(Error::BucketLocked);
        }
        Ok(())
    }
}

/// Keeps a bucket and its units alive.
pub fn extend(env: &Env, provider: &Address, bucket_id: u32) -> Result<(), Error> {
    load(env, provider, bucket_id)?;
    storage::extend(env, &key(provider, bucket_id));
    unit::extend(env, provider, bucket_id);
    Ok(())
}
