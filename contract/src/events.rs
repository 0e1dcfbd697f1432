//! Every event. Topics: the event's name, then the keys a reader filters by. Data: what changed and the state after it,
//! so that a projection needs nothing else and applying an event twice is harmless.
use soroban_sdk::{contractevent, Address, BytesN, String, Symbol};

use crate::bucket::Bucket;
use crate::deal::{DealState, DealStatus, DealTerms};

/// The market was created.
#[contractevent]
pub struct MarketCreated {
    /// Who may change the configuration, report usage and settle.
    #[topic]
    pub owner: Address,
    /// The fee of new deals, in basis points.
    pub platform_fee: u128,
    /// The contract's version, see version().
    pub version: u32,
}

/// The market has a new owner.
#[contractevent]
pub struct OwnerChanged {
    /// The owner from now on.
    #[topic]
    pub owner: Address,
    /// The owner until now.
    pub previous: Address,
}

/// New deals have another platform fee.
#[contractevent]
pub struct PlatformFeeChanged {
    /// The fee of new deals, in basis points.
    pub platform_fee: u128,
    /// The fee until now, in basis points.
    pub previous: u128,
}

/// New deals are made in another asset.
#[contractevent]
pub struct StableAssetChanged {
    /// The token contract of new deals.
    #[topic]
    pub asset: Address,
    /// The asset until now, if there was one.
    pub previous: Option<Address>,
    /// The token's symbol.
    pub symbol: String,
    /// The token's decimals.
    pub decimals: u32,
}

/// The contract's code was replaced.
#[contractevent]
pub struct ContractUpgraded {
    /// The hash of the new code.
    pub wasm_hash: BytesN<32>,
}

/// Tokens that belong to no deal were sent away.
#[contractevent]
pub struct SurplusSwept {
    /// The token contract.
    #[topic]
    pub asset: Address,
    /// How much, in token units.
    pub amount: u128,
    /// Who got it.
    pub to: Address,
}

macro_rules! provider_event {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[contractevent]
        pub struct $name {
            /// The provider's address.
            #[topic]
            pub provider: Address,
            /// What the provider says about itself.
            pub description: String,
            /// When it registered (again), in seconds since 1970.
            pub registered_ts: u64,
            /// When it last changed, in seconds since 1970.
            pub last_update_ts: u64,
            /// Its reputation, 0 to 100.
            pub reputation: u32,
            /// How many data units it has committed.
            pub units_count: u32,
        }
    };
}

provider_event! {
    /// A provider registered, for the first time or again; reputation survives.
    ProviderRegistered
}
provider_event! {
    /// A provider changed its description.
    ProviderUpdated
}
provider_event! {
    /// The owner deleted a provider; its buckets are no longer offered.
    ProviderDeleted
}

macro_rules! consumer_event {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[contractevent]
        pub struct $name {
            /// The consumer's address.
            #[topic]
            pub consumer: Address,
            /// What the consumer says about itself.
            pub description: String,
            /// When it registered (again), in seconds since 1970.
            pub registered_ts: u64,
            /// When it last changed, in seconds since 1970.
            pub last_update_ts: u64,
            /// Its reputation, 0 to 100.
            pub reputation: u32,
        }
    };
}

consumer_event! {
    /// A consumer registered, for the first time or again; reputation survives.
    ConsumerRegistered
}
consumer_event! {
    /// A consumer changed its description.
    ConsumerUpdated
}
consumer_event! {
    /// The owner deleted a consumer.
    ConsumerDeleted
}

/// A party's reputation moved by one step; nothing is published for a step beyond 0 or 100.
#[contractevent]
pub struct ReputationChanged {
    /// Whose reputation.
    #[topic]
    pub party: Address,
    /// As what: provider or consumer.
    pub role: Symbol,
    /// The reputation after the step, 0 to 100.
    pub reputation: u32,
    /// The reputation before the step.
    pub previous: u32,
    /// Why: settled, underpaid, sla_breach or completed.
    pub reason: Symbol,
    /// The deal's consumer.
    pub consumer: Address,
    /// The deal's provider.
    pub provider: Address,
    /// The deal that moved it.
    pub deal_id: u32,
}

macro_rules! bucket_event {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[contractevent]
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
    };
}

bucket_event! {
    /// A provider listed a bucket.
    BucketCreated
}
bucket_event! {
    /// A provider changed a listing; deals already made keep their terms.
    BucketUpdated
}
bucket_event! {
    /// A bucket takes no more deals: its provider locked it, or accepted a deal on it.
    BucketLocked
}
bucket_event! {
    /// A bucket takes deals again: its provider unlocked it, or the deal that held it ended.
    BucketUnlocked
}
bucket_event! {
    /// A provider deleted a bucket; its id is never used again.
    BucketDeleted
}

macro_rules! deal_event {
    ($(#[$doc:meta])* $name:ident { $($(#[$field_doc:meta])* $field:ident: $type:ident,)* }) => {
        $(#[$doc])*
        #[contractevent]
        pub struct $name {
            /// The deal's consumer.
            #[topic]
            pub consumer: Address,
            /// The deal's provider.
            #[topic]
            pub provider: Address,
            /// The deal's number.
            #[topic]
            pub deal_id: u32,
            $($(#[$field_doc])* pub $field: $type,)*
            /// The deal's state after the change.
            pub state: DealState,
        }
    };
}

deal_event! {
    /// A consumer proposed a deal; nothing is reserved yet.
    DealCreated {
        /// The bucket's number with its provider.
        bucket_id: u32,
        /// The terms, frozen from now on.
        terms: DealTerms,
    }
}
deal_event! {
    /// The provider accepted the deal; its bucket is held from now on.
    DealAccepted {}
}
deal_event! {
    /// The provider rejected the deal.
    DealRejected {}
}
deal_event! {
    /// The consumer withdrew the deal before funding it.
    DealWithdrawn {}
}
deal_event! {
    /// The deal was not answered or not funded within 7 days, and somebody ended it.
    DealTimedOut {}
}
deal_event! {
    /// The consumer paid in for the first time; the deal runs.
    DealFunded {
        /// What was paid in, in token units.
        amount: u128,
    }
}
deal_event! {
    /// The consumer paid in more.
    DealDeposited {
        /// What was paid in, in token units.
        amount: u128,
    }
}
deal_event! {
    /// Usage was reported and is to be settled.
    DealUsageReported {
        /// Storage reported, in MB.
        storage_mb: u64,
        /// Traffic reported, in MB.
        egress_mb: u64,
    }
}
deal_event! {
    /// Measured service quality was reported; the next settlement judges by it.
    DealSlaReported {
        /// Average latency, in milliseconds.
        sla_avg_latency_ms: u32,
        /// Average uptime, in millionths of a percent.
        sla_avg_uptime_pct: u32,
    }
}
deal_event! {
    /// Reported usage was settled. gross = fee + net.
    DealSettled {
        /// How: paid, partial (the balance was too small) or sla_breach (nothing paid, usage slashed).
        outcome: Symbol,
        /// What left the balance, in token units.
        gross: u128,
        /// The platform's share, in token units.
        fee: u128,
        /// The provider's share, in token units.
        net: u128,
        /// Who got the fee.
        fee_recipient: Address,
        /// Storage settled or slashed, in MB.
        storage_mb: u64,
        /// Traffic settled or slashed, in MB.
        egress_mb: u64,
    }
}
deal_event! {
    /// The consumer ended the deal; what was left went back to it.
    DealCompleted {
        /// What went back to the consumer, in token units.
        refund: u128,
    }
}
deal_event! {
    /// The provider cancelled the deal; what was left went back to the consumer.
    DealCancelled {
        /// What went back to the consumer, in token units.
        refund: u128,
    }
}
deal_event! {
    /// The owner removed an ended deal from storage; state is its last one.
    DealDeleted {}
}

/// The event of generation 2, published on every change of a deal's status beside the typed one.
#[contractevent]
pub struct DealStatusEvent {
    /// The deal's consumer.
    pub consumer_id: Address,
    /// The deal's number.
    pub deal_id: u32,
    /// The deal's provider.
    pub provider_id: Address,
    /// The status after the change.
    pub status: DealStatus,
}
