//! Listing, changing, locking and deleting buckets.
use soroban_sdk::{contractimpl, Address, Env, String, Vec};

use super::{Market, MarketArgs, MarketClient};
use crate::bucket::{self, Bucket, BucketChanges, BucketStatus};
use crate::error::Error;
use crate::events::bucket as events;

#[contractimpl]
impl Market {
    /// Lists a bucket and answers its bucket_id, counted per provider from 1. What is not asked here starts empty; create_from_bucket sets everything. Signed by the provider.
    #[allow(clippy::too_many_arguments)]
    pub fn create_bucket(
        env: Env,
        provider_id: Address,
        name: String,
        region: String,
        fb_bucket_id: String,
        api_compatibility: String,
        price_per_gb_storage: u128,
        price_per_gb_egress: u128,
        sla_avg_latency_ms: u32,
        sla_avg_uptime_pct: u32,
    ) -> Result<u32, Error> {
        provider_id.require_auth();
        let draft = Bucket {
            access_scope: String::from_str(&env, ""),
            api_compatibility,
            bucket_id: 0,
            country: String::from_str(&env, ""),
            created_ts: 0,
            encryption_at_rest: false,
            encryption_in_transit: false,
            fb_bucket_id,
            locked: false,
            max_egress_gb: 0,
            max_storage_gb: 0,
            name,
            object_locking: false,
            price_per_gb_egress,
            price_per_gb_storage,
            provider_id,
            region,
            sla_avg_latency_ms,
            sla_avg_uptime_pct,
            status: BucketStatus::Active,
            tags: Vec::new(&env),
            versioning_enabled: false,
        };
        let bucket = bucket::create(&env, draft)?;
        events::bucket_created(&env, &bucket);
        Ok(bucket.bucket_id)
    }

    /// Lists a bucket with all its fields and answers its bucket_id. Signed by bucket.provider_id.
    /// * `bucket` - the listing; its bucket_id, created_ts, locked and status are not read, the contract sets them
    pub fn create_from_bucket(env: Env, bucket: Bucket) -> Result<u32, Error> {
        bucket.provider_id.require_auth();
        let bucket = bucket::create(&env, bucket)?;
        events::bucket_created(&env, &bucket);
        Ok(bucket.bucket_id)
    }

    /// Changes a listing's name, region or country; what is left out stays. Signed by the provider.
    pub fn update_bucket_basic(
        env: Env,
        provider_id: Address,
        bucket_id: u32,
        name: Option<String>,
        region: Option<String>,
        country: Option<String>,
    ) -> Result<bool, Error> {
        provider_id.require_auth();
        let changes = BucketChanges { name, region, country, ..Default::default() };
        let bucket = bucket::update(&env, &provider_id, bucket_id, changes)?;
        events::bucket_updated(&env, &bucket);
        Ok(true)
    }

    /// Changes a listing's name, region, prices or promises; what is left out stays, and deals already made keep their terms. Signed by the provider.
    #[allow(clippy::too_many_arguments)]
    pub fn update_bucket_conditions(
        env: Env,
        provider_id: Address,
        bucket_id: u32,
        name: Option<String>,
        region: Option<String>,
        price_per_gb_storage: Option<u128>,
        price_per_gb_egress: Option<u128>,
        sla_avg_latency_ms: Option<u32>,
        sla_avg_uptime_pct: Option<u32>,
    ) -> Result<bool, Error> {
        provider_id.require_auth();
        let changes = BucketChanges {
            name,
            region,
            country: None,
            price_per_gb_storage,
            price_per_gb_egress,
            sla_avg_latency_ms,
            sla_avg_uptime_pct,
        };
        let bucket = bucket::update(&env, &provider_id, bucket_id, changes)?;
        events::bucket_updated(&env, &bucket);
        Ok(true)
    }

    /// Takes a bucket that no deal holds off the market. Signed by the provider.
    pub fn lock_bucket(env: Env, provider_id: Address, bucket_id: u32) -> Result<bool, Error> {
        provider_id.require_auth();
        let bucket = bucket::set_locked(&env, &provider_id, bucket_id, true)?;
        events::bucket_locked(&env, &bucket);
        Ok(true)
    }

    /// Puts a bucket the provider locked back on the market; one that a deal holds becomes free when that deal ends. Signed by the provider.
    pub fn unlock_bucket(env: Env, provider_id: Address, bucket_id: u32) -> Result<bool, Error> {
        provider_id.require_auth();
        let bucket = bucket::set_locked(&env, &provider_id, bucket_id, false)?;
        events::bucket_unlocked(&env, &bucket);
        Ok(true)
    }

    /// Deletes a bucket without open deals and streams; its id is never used again. Signed by the provider.
    pub fn delete_bucket(env: Env, provider_id: Address, bucket_id: u32) -> Result<bool, Error> {
        provider_id.require_auth();
        let bucket = bucket::delete(&env, &provider_id, bucket_id)?;
        events::bucket_deleted(&env, &bucket);
        Ok(true)
    }
}
