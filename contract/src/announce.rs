//! Publishing: from what a call changed to its events, in the order typed event, reputation, status, bucket.
use soroban_sdk::{Address, Env};

use crate::bucket::Bucket;
use crate::deal::{DealRecord, DealStatus};
use crate::events::*;
use crate::lifecycle::Ended;
use crate::party::Party;
use crate::reputation::Step;
use crate::settle::{Closed, Settled};

macro_rules! deal_event {
    ($name:ident, $env:expr, $deal:expr $(, $field:ident: $value:expr)*) => {{
        let deal: &DealRecord = $deal;
        $name {
            consumer: deal.consumer.clone(),
            provider: deal.provider.clone(),
            deal_id: deal.deal_id,
            $($field: $value,)*
            state: deal.state.clone(),
        }
        .publish($env)
    }};
}

macro_rules! party_events {
    ($($function:ident => $event:ident { $address:ident $(, $more:ident)* },)*) => {$(
        pub fn $function(env: &Env, address: &Address, party: Party) {
            $event {
                $address: address.clone(),
                description: party.description,
                registered_ts: party.registered_ts,
                last_update_ts: party.last_update_ts,
                reputation: party.reputation,
                $($more: party.$more,)*
            }
            .publish(env);
        }
    )*};
}

party_events! {
    provider_registered => ProviderRegistered { provider, units_count },
    provider_updated => ProviderUpdated { provider, units_count },
    provider_deleted => ProviderDeleted { provider, units_count },
    consumer_registered => ConsumerRegistered { consumer },
    consumer_updated => ConsumerUpdated { consumer },
    consumer_deleted => ConsumerDeleted { consumer },
}

macro_rules! bucket_events {
    ($($function:ident => $event:ident,)*) => {$(
        pub fn $function(env: &Env, bucket: &Bucket) {
            $event { provider: bucket.provider_id.clone(), bucket_id: bucket.bucket_id, bucket: bucket.clone() }
                .publish(env);
        }
    )*};
}

bucket_events! {
    bucket_created => BucketCreated,
    bucket_updated => BucketUpdated,
    bucket_locked => BucketLocked,
    bucket_unlocked => BucketUnlocked,
    bucket_deleted => BucketDeleted,
}

pub fn deal_created(env: &Env, deal: &DealRecord) {
    deal_event!(DealCreated, env, deal, bucket_id: deal.bucket_id, terms: deal.terms.clone());
    status(env, deal, deal.state.status);
}

pub fn deal_accepted(env: &Env, deal: &DealRecord, bucket: &Bucket) {
    deal_event!(DealAccepted, env, deal);
    status(env, deal, deal.state.status);
    bucket_locked(env, bucket);
}

pub fn deal_rejected(env: &Env, ended: &Ended) {
    deal_event!(DealRejected, env, &ended.deal);
    deal_ended(env, ended);
}

pub fn deal_withdrawn(env: &Env, ended: &Ended) {
    deal_event!(DealWithdrawn, env, &ended.deal);
    deal_ended(env, ended);
}

pub fn deal_timed_out(env: &Env, ended: &Ended) {
    deal_event!(DealTimedOut, env, &ended.deal);
    deal_ended(env, ended);
}

pub fn deal_funded(env: &Env, deal: &DealRecord, amount: u128) {
    deal_event!(DealFunded, env, deal, amount: amount);
    status(env, deal, deal.state.status);
}

pub fn deal_deposited(env: &Env, before: DealStatus, deal: &DealRecord, amount: u128) {
    deal_event!(DealDeposited, env, deal, amount: amount);
    if deal.state.status != before {
        status(env, deal, deal.state.status);
    }
}

pub fn deal_usage_reported(env: &Env, deal: &DealRecord, storage_mb: u64, egress_mb: u64) {
    deal_event!(DealUsageReported, env, deal, storage_mb: storage_mb, egress_mb: egress_mb);
}

pub fn deal_sla_reported(env: &Env, deal: &DealRecord) {
    let (latency, uptime) = (deal.state.sla_avg_latency_ms, deal.state.sla_avg_uptime_pct);
    deal_event!(DealSlaReported, env, deal, sla_avg_latency_ms: latency, sla_avg_uptime_pct: uptime);
}

pub fn deal_settled(env: &Env, deal: &DealRecord, settled: Settled) {
    let Settled { settlement, fee_recipient, before, state, steps } = settled;
    let after = state.status;
    DealSettled {
        consumer: deal.consumer.clone(),
        provider: deal.provider.clone(),
        deal_id: deal.deal_id,
        outcome: settlement.outcome.symbol(env),
        gross: settlement.gross,
        fee: settlement.fee,
        net: settlement.net,
        fee_recipient,
        storage_mb: settlement.storage_mb,
        egress_mb: settlement.egress_mb,
        state,
    }
    .publish(env);
    reputations(env, deal, steps);
    if after != before {
        status(env, deal, after);
    }
}

pub fn deal_completed(env: &Env, closed: Closed) {
    let deal = &closed.ended.deal;
    if let Some(settled) = closed.settled {
        deal_settled(env, deal, settled);
    }
    deal_event!(DealCompleted, env, deal, refund: closed.refund);
    reputations(env, deal, closed.steps);
    deal_ended(env, &closed.ended);
}

pub fn deal_cancelled(env: &Env, closed: Closed) {
    let deal = &closed.ended.deal;
    if let Some(settled) = closed.settled {
        deal_settled(env, deal, settled);
    }
    deal_event!(DealCancelled, env, deal, refund: closed.refund);
    deal_ended(env, &closed.ended);
}

pub fn deal_deleted(env: &Env, deal: &DealRecord) {
    deal_event!(DealDeleted, env, deal);
}

fn deal_ended(env: &Env, ended: &Ended) {
    status(env, &ended.deal, ended.deal.state.status);
    if let Some(bucket) = &ended.freed {
        bucket_unlocked(env, bucket);
    }
}

fn reputations(env: &Env, deal: &DealRecord, steps: [Option<Step>; 2]) {
    for Step { role, party, previous, reputation, reason } in steps.into_iter().flatten() {
        ReputationChanged {
            party,
            role: role.symbol(),
            reputation,
            previous,
            reason: reason.symbol(env),
            consumer: deal.consumer.clone(),
            provider: deal.provider.clone(),
            deal_id: deal.deal_id,
        }
        .publish(env);
    }
}

fn status(env: &Env, deal: &DealRecord, status: DealStatus) {
    DealStatusEvent {
        consumer_id: deal.consumer.clone(),
        deal_id: deal.deal_id,
        provider_id: deal.provider.clone(),
        status,
    }
    .publish(env);
}
