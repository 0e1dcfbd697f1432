//! Making a deal: checks, frozen terms, its number and its place in the lists.
use soroban_sdk::{Address, Env, String};

use crate::asset;
use crate::bucket::Bucket;
use crate::config;
use crate::deal::{self, DealRecord, DealRef, DealState, DealStatus, DealTerms};
use crate::engagement;
use crate::error::Error;
use crate::index::{self, List};
use crate::limits::{check_text, MAX_DURATION, MAX_IDENTIFIER, MAX_UPTIME};
use crate::party::{self, Side};
use crate::pause;

/// What a consumer proposes.
pub struct Proposal {
    pub bucket_id: u32,
    pub fb_repo_id: String,
    pub duration_secs: u64,
    pub agreed_storage_mb: u64,
    pub agreed_egress_mb: u64,
    pub api_compatibility: String,
    /// The stable asset if none is named.
    pub asset: Option<Address>,
}

pub fn create(env: &Env, consumer: &Address, provider: &Address, proposal: Proposal) -> Result<DealRecord, Error> {
    if consumer == provider {
        return Err(Error::DealWithSelf);
    }
    pause::check(env)?;
    check_proposal(&proposal)?;
    let (number, record) = engagement::begin(env, consumer, provider, proposal.bucket_id)?;
    record.check_free()?;
    let terms = freeze(env, &record.bucket, &proposal)?;

    let deal_id = enlist(env, consumer, number)?;
    let deal = DealRecord {
        consumer: consumer.clone(),
        provider: provider.clone(),
        deal_id,
        number,
        bucket_id: proposal.bucket_id,
        status: 0,
        status_ts: terms.created_ts,
        disputes: 0,
        terms,
        state: fresh(proposal.fb_repo_id),
    };
    deal::save(env, &deal);
    remember(env, &deal);
    Ok(deal)
}

fn check_proposal(proposal: &Proposal) -> Result<(), Error> {
    check_text(&proposal.fb_repo_id, MAX_IDENTIFIER, Error::DealTextTooLong)?;
    check_text(&proposal.api_compatibility, MAX_IDENTIFIER, Error::DealTextTooLong)?;
    if proposal.duration_secs == 0 || proposal.duration_secs > MAX_DURATION {
        return Err(Error::DurationOutOfRange);
    }
    if proposal.agreed_storage_mb == 0 && proposal.agreed_egress_mb == 0 {
        return Err(Error::QuantityZero);
    }
    Ok(())
}

fn freeze(env: &Env, bucket: &Bucket, proposal: &Proposal) -> Result<DealTerms, Error> {
    let config = config::get(env);
    Ok(DealTerms {
        agreed_egress_mb: proposal.agreed_egress_mb,
        agreed_storage_mb: proposal.agreed_storage_mb,
        api_compatibility: proposal.api_compatibility.clone(),
        asset: asset::choose(env, proposal.asset.clone())?,
        created_ts: env.ledger().timestamp(),
        duration_secs: proposal.duration_secs,
        fee_bps: config.platform_fee as u32,
        price_per_gb_egress: bucket.price_per_gb_egress,
        price_per_gb_storage: bucket.price_per_gb_storage,
        sla_avg_latency_ms: bucket.sla_avg_latency_ms,
        sla_avg_uptime_pct: bucket.sla_avg_uptime_pct,
    })
}

fn fresh(fb_repo_id: String) -> DealState {
    DealState {
        balance: 0,
        dispute_id: 0,
        fb_repo_id,
        fees: 0,
        last_settled_ts: 0,
        paid_egress_mb: 0,
        paid_in: 0,
        paid_out: 0,
        paid_storage_mb: 0,
        period_end: 0,
        refunded: 0,
        sla_avg_latency_ms: 0,
        sla_avg_uptime_pct: MAX_UPTIME,
        slash_egress_mb: 0,
        slash_storage_mb: 0,
        slashed: 0,
        start_ts: 0,
        status: DealStatus::Pending,
        unpaid_egress_mb: 0,
        unpaid_storage_mb: 0,
    }
}

/// The next deal id of the market; its place in the list says where the deal is stored.
fn enlist(env: &Env, consumer: &Address, number: u32) -> Result<u32, Error> {
    let mut counts = config::counts(env);
    let place = DealRef { consumer: consumer.clone(), number };
    counts.lengths.deals = index::append(env, List::Deals, counts.lengths.deals, place)?;
    config::set_counts(env, &counts);
    Ok(counts.lengths.deals)
}

/// Puts a new deal among both parties' newest.
fn remember(env: &Env, deal: &DealRecord) {
    let parties = [(Side::Consumer, &deal.consumer, &deal.provider), (Side::Provider, &deal.provider, &deal.consumer)];
    for (side, party, other) in parties {
        let mut lists = party::lists(env, side, party);
        lists.remember_deal(other, deal.deal_id, deal.number);
        party::save_lists(env, side, party, &lists);
    }
}
