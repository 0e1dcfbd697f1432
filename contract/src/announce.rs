//! Publishing: from what a call changed to its events, in the order typed event, reputation, status, bucket, units.
use soroban_sdk::{Address, Env};

use crate::capacity::Moved;
use crate::deal::{DealRecord, DealStatus};
use crate::dispute::{lifecycle::Freed, Dispute};
use crate::events::{bucket, deal as events, dispute, party, stream, unit};
use crate::lifecycle::{Accepted, Ended};
use crate::reputation::{Step, Subject};
use crate::settle::{Closed, Settled};

pub fn deal_created(env: &Env, deal: &DealRecord) {
    events::deal_created(env, deal, &deal.bucket_id, &deal.terms);
    status(env, deal, deal.state.status);
}

pub fn deal_accepted(env: &Env, accepted: &Accepted) {
    let Accepted { deal, held, units } = accepted;
    events::deal_accepted(env, deal);
    status(env, deal, deal.state.status);
    if let Some(held) = held {
        bucket::bucket_locked(env, held);
    }
    deal_units(env, deal, units);
}

pub fn deal_funded(env: &Env, deal: &DealRecord, amount: u128, units: &Option<Moved>) {
    events::deal_funded(env, deal, &amount);
    status(env, deal, deal.state.status);
    deal_units(env, deal, units);
}

pub fn deal_deposited(env: &Env, before: DealStatus, deal: &DealRecord, amount: u128) {
    events::deal_deposited(env, deal, &amount);
    if deal.state.status != before {
        status(env, deal, deal.state.status);
    }
}

pub fn deal_settled(env: &Env, deal: &DealRecord, settled: Settled) {
    let Settled { settlement, fee_recipient, before, state, steps } = settled;
    let after = state.status;
    let deal = &DealRecord { state, ..deal.clone() };
    events::deal_settled(
        env,
        deal,
        &settlement.outcome.symbol(env),
        &settlement.gross,
        &settlement.fee,
        &settlement.net,
        &fee_recipient,
        &settlement.storage_mb,
        &settlement.egress_mb,
    );
    reputations(env, deal.subject(), steps);
    if after != before {
        status(env, deal, after);
    }
}

/// The last settlement, if there was one; `told` says how it ended; then who rose, and that it ended.
pub fn deal_closed(env: &Env, closed: Closed, told: impl FnOnce(&DealRecord, &u128)) {
    let deal = &closed.ended.deal;
    if let Some(settled) = closed.settled {
        deal_settled(env, deal, settled);
    }
    told(deal, &closed.refund);
    reputations(env, deal.subject(), closed.steps);
    deal_ended(env, &closed.ended);
}

pub fn deal_ended(env: &Env, ended: &Ended) {
    status(env, &ended.deal, ended.deal.state.status);
    if let Some(freed) = &ended.freed {
        bucket::bucket_unlocked(env, freed);
    }
    deal_units(env, &ended.deal, &ended.units);
}

fn deal_units(env: &Env, deal: &DealRecord, units: &Option<Moved>) {
    if let Some(moved) = units {
        units_changed(env, &deal.provider, deal.bucket_id, moved);
    }
}

/// One event for all units that now do the same for the same deal.
pub fn units_changed(env: &Env, provider: &Address, bucket_id: u32, moved: &Moved) {
    for (status, deal_id, units) in moved.groups() {
        unit::units_changed(env, provider, &bucket_id, &moved.counts, &deal_id, &status, &units, &moved.units_count);
    }
}

/// Who rose or fell because of a deal or stream.
pub fn reputations(env: &Env, subject: Subject, steps: [Option<Step>; 2]) {
    for Step { side, party, previous, reputation, reason } in steps.into_iter().flatten() {
        party::reputation_changed(
            env,
            &party,
            &side.symbol(),
            &reputation,
            &previous,
            &reason.symbol(env),
            subject.consumer,
            subject.provider,
            &subject.deal_id,
            &subject.stream_id,
        );
    }
}

fn status(env: &Env, deal: &DealRecord, status: DealStatus) {
    events::deal_status_event(env, &deal.consumer, &deal.deal_id, &deal.provider, &status);
}

pub fn dispute_opened(env: &Env, opened: &Dispute) {
    let Dispute { opened_by, reason, reason_hash, subject, subject_id, .. } = opened;
    dispute::dispute_opened(env, opened, opened_by, reason, reason_hash, subject, subject_id);
}

/// What a dispute had stopped goes on.
pub fn dispute_over(env: &Env, dispute_id: u32, freed: &Freed) {
    match freed {
        Freed::Deal(deal) => events::deal_dispute_changed(env, deal, &dispute_id),
        Freed::Stream(stopped) => stream::stream_dispute_changed(env, stopped, &dispute_id),
    }
}
