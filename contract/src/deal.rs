//! Deals: frozen terms and the state that changes, in one entry under a key known before the call.
use soroban_sdk::{Address, Env, String};

use crate::bucket::Bucket;
use crate::error::Error;
use crate::index::{self, Blank, List};
use crate::packing::{choice, record, stored};
use crate::reputation::Subject;
use crate::storage::{self, Key};

record! {
    /// A deal as generation 2 shows it, with its balances and quantities.
    pub struct Deal {
        /// Traffic agreed on, in MB (1 GB is 1024 MB).
        pub agreed_egress_mb: u64,
        /// Storage agreed on, in MB (1 GB is 1024 MB).
        pub agreed_storage_mb: u64,
        /// The API the consumer wants to use, at most 128 bytes.
        pub api_compatibility: String,
        /// What the contract holds of the consumer's money for this deal, in token units.
        pub balance_consumer: u128,
        /// What was paid to the provider so far, without the fees, in token units.
        pub balance_provider: u128,
        /// The bucket's number with its provider.
        pub bucket_id: u32,
        /// The consumer's address.
        pub consumer_id: Address,
        /// The deal's number, counted from 1 over the whole market and never reused.
        pub deal_id: u32,
        /// How long the deal runs from its funding, in seconds.
        pub duration_secs: u64,
        /// The consumer's repository in the storage backend, at most 128 bytes.
        pub fb_repo_id: String,
        /// When the deal was last settled, in seconds since 1970; 0 if never.
        pub last_settled_ts: u64,
        /// Traffic paid so far, in MB.
        pub paid_egress_mb: u64,
        /// Storage paid so far, in MB.
        pub paid_storage_mb: u64,
        /// The provider's address.
        pub provider_id: Address,
        /// The average latency last reported, in milliseconds.
        pub sla_avg_latency_ms: u32,
        /// The average uptime last reported, in millionths of a percent (100,000,000 is 100 %).
        pub sla_avg_uptime_pct: u32,
        /// What slashed usage would have cost, in token units.
        pub slash_amount_usd: u128,
        /// Traffic slashed because the SLA was broken, in MB.
        pub slash_egress_mb: u64,
        /// Storage slashed because the SLA was broken, in MB.
        pub slash_storage_mb: u64,
        /// When the deal was funded, in seconds since 1970; 0 if not yet.
        pub start_ts: u64,
        /// Where the deal stands.
        pub status: DealStatus,
        /// Traffic reported and not yet settled, in MB.
        pub unpaid_egress_mb: u64,
        /// Storage reported and not yet settled, in MB.
        pub unpaid_storage_mb: u64,
    }
}

choice! {
    /// Where a deal stands. Completed and Cancelled never change again.
    pub enum DealStatus {
        /// Proposed by the consumer; nothing is reserved.
        Pending,
        /// Accepted by the provider; the bucket is held, the consumer has to fund.
        Accepted,
        /// Paid in and running.
        Funded,
        /// Ended by the consumer; what was left was refunded.
        Completed,
        /// Ended before it ran, or by the provider; what was left was refunded.
        Cancelled,
        /// The balance did not cover a settlement; the consumer has to deposit.
        BreachedConsumer,
        /// A settlement found the SLA broken; a later clean one mends it.
        BreachedProvider,
    }
}

record! {
    /// What both sides agreed on, frozen when the deal was created.
    pub struct DealTerms {
        /// Traffic agreed on, in MB (1 GB is 1024 MB).
        pub agreed_egress_mb: u64,
        /// Storage agreed on, in MB (1 GB is 1024 MB).
        pub agreed_storage_mb: u64,
        /// The API the consumer wants to use, at most 128 bytes.
        pub api_compatibility: String,
        /// The token the deal is paid in.
        pub asset: Address,
        /// When the deal was created, in seconds since 1970.
        pub created_ts: u64,
        /// How long the deal runs from its funding, in seconds.
        pub duration_secs: u64,
        /// The platform's share of every settlement, in basis points (10,000 is 100 %).
        pub fee_bps: u32,
        /// Price of 1 GB (1024 MB) of traffic, in token units.
        pub price_per_gb_egress: u128,
        /// Price of 1 GB (1024 MB) of storage, in token units.
        pub price_per_gb_storage: u128,
        /// The latency promised, in milliseconds; a report above it is a breach.
        pub sla_avg_latency_ms: u32,
        /// The uptime promised, in millionths of a percent (100,000,000 is 100 %); a report below it is a breach.
        pub sla_avg_uptime_pct: u32,
    }
}

record! {
    /// The part of a deal that changes. Always paid_in = paid_out + fees + refunded + balance.
    pub struct DealState {
        /// What the contract holds for this deal, in token units.
        pub balance: u128,
        /// The dispute that is open on the deal; 0 if none is.
        pub dispute_id: u32,
        /// The consumer's repository in the storage backend, at most 128 bytes.
        pub fb_repo_id: String,
        /// What the platform was paid so far, in token units.
        pub fees: u128,
        /// When the deal was last settled, in seconds since 1970; 0 if never.
        pub last_settled_ts: u64,
        /// Traffic paid so far, in MB.
        pub paid_egress_mb: u64,
        /// What the consumer paid in so far, in token units.
        pub paid_in: u128,
        /// What the provider was paid so far, without the fees, in token units.
        pub paid_out: u128,
        /// Storage paid so far, in MB.
        pub paid_storage_mb: u64,
        /// Until when usage was reported by periods, in seconds since 1970; 0 before the first report.
        pub period_end: u64,
        /// What the consumer got back, in token units.
        pub refunded: u128,
        /// The average latency last reported, in milliseconds; 0 before the first report.
        pub sla_avg_latency_ms: u32,
        /// The average uptime last reported, in millionths of a percent; 100,000,000 (100 %) before the first report.
        pub sla_avg_uptime_pct: u32,
        /// Traffic slashed because the SLA was broken, in MB.
        pub slash_egress_mb: u64,
        /// Storage slashed because the SLA was broken, in MB.
        pub slash_storage_mb: u64,
        /// What slashed usage would have cost, in token units; it was never taken from the balance.
        pub slashed: u128,
        /// When the deal was funded, in seconds since 1970; 0 if not yet.
        pub start_ts: u64,
        /// Where the deal stands.
        pub status: DealStatus,
        /// Traffic reported and not yet settled, in MB.
        pub unpaid_egress_mb: u64,
        /// Storage reported and not yet settled, in MB.
        pub unpaid_storage_mb: u64,
    }
}

record! {
    /// A deal with its bucket and both parties' names and reputations.
    pub struct DealInfo {
        /// The bucket as it is now; its status is Deleted if its provider has deleted it since.
        pub bucket: Bucket,
        /// The consumer's description of itself.
        pub consumer_name: String,
        /// The consumer's reputation, 0 to 100.
        pub consumer_reputation: u32,
        /// The deal as it is now.
        pub deal: Deal,
        /// The provider's description of itself.
        pub provider_name: String,
        /// The provider's reputation, 0 to 100.
        pub provider_reputation: u32,
    }
}

stored! {
    /// What is stored of a deal. `number` is the consumer's own running number, `status_ts` when the status was entered.
    /// `status` is `state.status` in four bytes: names differ in length, and a call simulated in one status and applied in
    /// another must not write more than it declared.
    pub struct DealRecord {
        pub consumer: Address,
        pub provider: Address,
        pub deal_id: u32,
        pub number: u32,
        pub bucket_id: u32,
        pub status: u32,
        pub status_ts: u64,
        /// How many disputes were opened about it.
        pub disputes: u32,
        pub terms: DealTerms,
        pub state: DealState,
    }
}

stored! {
    /// An entry of the global list at position deal_id - 1: where the deal is stored.
    pub struct DealRef {
        pub consumer: Address,
        pub number: u32,
    }
}

impl Blank for DealRef {
    fn blank(env: &Env) -> Self {
        DealRef { consumer: Address::blank(env), number: 0 }
    }
}

impl DealStatus {
    /// Never changes again.
    pub fn is_ended(self) -> bool {
        matches!(self, DealStatus::Completed | DealStatus::Cancelled)
    }

    /// Was funded and has not ended.
    pub fn is_running(self) -> bool {
        matches!(self, DealStatus::Funded | DealStatus::BreachedConsumer | DealStatus::BreachedProvider)
    }
}

/// The deal stored under a consumer's running number, unless it was deleted.
pub fn find_numbered(env: &Env, consumer: &Address, number: u32) -> Option<DealRecord> {
    let mut deal: DealRecord = storage::get(env, &Key::Deal(consumer.clone(), number))?;
    deal.state.status = *DealStatus::ALL.get(deal.status as usize)?;
    Some(deal)
}

/// The deal with this id, if it is between these two.
pub fn find(env: &Env, consumer: &Address, provider: &Address, deal_id: u32) -> Option<DealRecord> {
    let place: DealRef = index::at(env, List::Deals, deal_id.checked_sub(1)?)?;
    if place.consumer != *consumer {
        return None;
    }
    find_numbered(env, consumer, place.number).filter(|deal| deal.provider == *provider)
}

pub fn load(env: &Env, consumer: &Address, provider: &Address, deal_id: u32) -> Result<DealRecord, Error> {
    find(env, consumer, provider, deal_id).ok_or(Error::DealNotFound)
}

/// Stores the longest status name in every status, and the status itself as a number.
pub fn save(env: &Env, deal: &DealRecord) {
    let mut stored = deal.clone();
    stored.status = deal.state.status as u32;
    stored.state.status = DealStatus::BreachedConsumer;
    storage::set(env, &Key::Deal(deal.consumer.clone(), deal.number), &stored);
}

pub fn remove(env: &Env, deal: &DealRecord) {
    storage::remove(env, &Key::Deal(deal.consumer.clone(), deal.number));
}

/// Keeps a deal and the page that finds it alive.
pub fn extend(env: &Env, consumer: &Address, provider: &Address, deal_id: u32) -> Result<(), Error> {
    let deal = load(env, consumer, provider, deal_id)?;
    storage::extend(env, &Key::Deal(consumer.clone(), deal.number));
    index::extend(env, List::Deals, deal_id - 1);
    storage::extend(env, &Key::Held(deal.terms.asset));
    Ok(())
}

impl DealRecord {
    /// As what moves reputations.
    pub fn subject(&self) -> Subject<'_> {
        Subject { consumer: &self.consumer, provider: &self.provider, deal_id: self.deal_id, stream_id: 0 }
    }

    /// As generation 2 shows it.
    pub fn view(self) -> Deal {
        let (terms, state) = (self.terms, self.state);
        Deal {
            agreed_egress_mb: terms.agreed_egress_mb,
            agreed_storage_mb: terms.agreed_storage_mb,
            api_compatibility: terms.api_compatibility,
            balance_consumer: state.balance,
            balance_provider: state.paid_out,
            bucket_id: self.bucket_id,
            consumer_id: self.consumer,
            deal_id: self.deal_id,
            duration_secs: terms.duration_secs,
            fb_repo_id: state.fb_repo_id,
            last_settled_ts: state.last_settled_ts,
            paid_egress_mb: state.paid_egress_mb,
            paid_storage_mb: state.paid_storage_mb,
            provider_id: self.provider,
            sla_avg_latency_ms: state.sla_avg_latency_ms,
            sla_avg_uptime_pct: state.sla_avg_uptime_pct,
            slash_amount_usd: state.slashed,
            slash_egress_mb: state.slash_egress_mb,
            slash_storage_mb: state.slash_storage_mb,
            start_ts: state.start_ts,
            status: state.status,
            unpaid_egress_mb: state.unpaid_egress_mb,
            unpaid_storage_mb: state.unpaid_storage_mb,
        }
    }
}
