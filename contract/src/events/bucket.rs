//! Events of buckets.
use soroban_sdk::{Address, Env};

use super::{publish, val};
use crate::bucket::Bucket;

macro_rules! bucket_event {
    ($(#[$doc:meta])* $function:ident => $name:ident) => {
        $(#[$doc])*
        #[soroban_sdk::contractevent]
        #[allow(dead_code)]
        pub struct $name {
            /// The provider's address.
            #[topic]
            pub provider: Address,
            /// The bucket's number with its provider.
            #[topic]
            pub bucket_id: u32,
            /// The whole bucket after the change.
            pub bucket: Bucket,
        }

        pub fn $function(env: &Env, bucket: &Bucket) {
            publish_bucket(env, stringify!($function), bucket);
        }
    };
}

bucket_event! {
    /// A provider listed a bucket.
    bucket_created => BucketCreated
}
bucket_event! {
    /// A provider changed a listing; deals already made keep their terms.
    bucket_updated => BucketUpdated
}
bucket_event! {
    /// A bucket takes no more deals: its provider locked it, or accepted a deal on it.
    bucket_locked => BucketLocked
}
bucket_event! {
    /// A bucket takes deals again: its provider unlocked it, or the deal that held it ended.
    bucket_unlocked => BucketUnlocked
}
bucket_event! {
    /// A provider deleted a bucket; its id is never used again.
    bucket_deleted => BucketDeleted
}

fn publish_bucket(env: &Env, name: &str, bucket: &Bucket) {
    publish(env, name, &[bucket.provider_id.to_val(), bucket.bucket_id.into()], &["bucket"], &[val(env, bucket)]);
}
