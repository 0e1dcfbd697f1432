//! A deal's way through its statuses. Every function checks the status, changes what is stored, and only then moves tokens.
//!
//! Pending -> Accepted | Cancelled; Accepted -> Funded | Cancelled; Funded -> Completed | BreachedConsumer | BreachedProvider;
//! BreachedConsumer -> Funded | Cancelled | Completed; BreachedProvider -> Funded | BreachedConsumer | Completed.
use soroban_sdk::{Address, Env, String};

use crate::bucket::{self, Bucket, BucketRecord};
use crate::capacity::{self, Moved};
use crate::deal::{self, DealRecord, DealStatus};
use crate::engagement;
use crate::error::Error;
use crate::escrow;
use crate::limits::{check_text, check_uptime, MAX_IDENTIFIER, TIME_OUT};
use crate::party::{self, NewestDeal, Side};
use crate::pause;
use crate::settlement;
use crate::unit::Step;

/// A deal that was accepted: the bucket it holds as a whole, or the units it reserved.
pub struct Accepted {
    pub deal: DealRecord,
    pub held: Option<Bucket>,
    pub units: Option<Moved>,
}

/// A deal that ended: the bucket it freed, if it held one as a whole, or the units it released.
pub struct Ended {
    pub deal: DealRecord,
    pub freed: Option<Bucket>,
    pub units: Option<Moved>,
}

/// What an oracle measured in a period; times in seconds since 1970, quantities in MB.
pub struct Period {
    pub period_start: u64,
    pub period_end: u64,
    pub storage_mb: u64,
    pub egress_mb: u64,
    pub sla_avg_latency_ms: u32,
    pub sla_avg_uptime_pct: u32,
}

pub fn accept(env: &Env, consumer: &Address, provider: &Address, deal_id: u32) -> Result<Accepted, Error> {
    pause::check(env)?;
    let mut deal = load_pending(env, consumer, provider, deal_id)?;
    let mut record = bucket::load(env, provider, deal.bucket_id)?;
    record.check_free()?;
    let units = capacity::follow(env, &deal, Step::Reserve)?;
    if units.is_none() {
        record.bucket.locked = true;
        record.held_by = deal_id;
        bucket::save(env, &record);
    }
    enter(env, &mut deal, DealStatus::Accepted);
    deal::save(env, &deal);
    let held = units.is_none().then_some(record.bucket);
    Ok(Accepted { deal, held, units })
}

pub fn reject(env: &Env, consumer: &Address, provider: &Address, deal_id: u32) -> Result<Ended, Error> {
    let deal = load_pending(env, consumer, provider, deal_id)?;
    end(env, deal, DealStatus::Cancelled)
}

pub fn withdraw(env: &Env, consumer: &Address, provider: &Address, deal_id: u32) -> Result<Ended, Error> {
    let deal = load_unfunded(env, consumer, provider, deal_id)?;
    end(env, deal, DealStatus::Cancelled)
}

pub fn time_out(env: &Env, consumer: &Address, provider: &Address, deal_id: u32) -> Result<Ended, Error> {
    let deal = load_unfunded(env, consumer, provider, deal_id)?;
    if env.ledger().timestamp() < deal.status_ts.saturating_add(TIME_OUT) {
        return Err(Error::DealNotTimedOut);
    }
    end(env, deal, DealStatus::Cancelled)
}

pub fn fund(
    env: &Env,
    consumer: &Address,
    provider: &Address,
    deal_id: u32,
    amount: u128,
    fb_repo_id: String,
) -> Result<(DealRecord, Option<Moved>), Error> {
    pause::check(env)?;
    escrow::check_amount(amount)?;
    check_text(&fb_repo_id, MAX_IDENTIFIER, Error::DealTextTooLong)?;
    let mut deal = load_open(env, consumer, provider, deal_id)?;
    if deal.state.status != DealStatus::Accepted {
        return Err(Error::DealNotAccepted);
    }
    enter(env, &mut deal, DealStatus::Funded);
    deal.state.start_ts = env.ledger().timestamp();
    deal.state.fb_repo_id = fb_repo_id;
    let units = capacity::follow(env, &deal, Step::Use)?;
    pay_in(env, &mut deal, amount)?;
    update_active(env, &deal);
    Ok((deal, units))
}

/// Also the status before: a deposit that covers what is owed mends a breach by the consumer.
pub fn deposit(
    env: &Env,
    consumer: &Address,
    provider: &Address,
    deal_id: u32,
    amount: u128,
) -> Result<(DealStatus, DealRecord), Error> {
    pause::check(env)?;
    escrow::check_amount(amount)?;
    let mut deal = load_undisputed(env, consumer, provider, deal_id)?;
    let before = deal.state.status;
    let balance = deal.state.balance.checked_add(amount).ok_or(Error::Overflow)?;
    if before == DealStatus::BreachedConsumer && settlement::owed(&deal.terms, &deal.state)? <= balance {
        enter(env, &mut deal, DealStatus::Funded);
    }
    pay_in(env, &mut deal, amount)?;
    Ok((before, deal))
}

fn pay_in(env: &Env, deal: &mut DealRecord, amount: u128) -> Result<(), Error> {
    let state = &mut deal.state;
    state.balance = state.balance.checked_add(amount).ok_or(Error::Overflow)?;
    state.paid_in = state.paid_in.checked_add(amount).ok_or(Error::Overflow)?;
    deal::save(env, deal);
    escrow::take_in(env, &deal.terms.asset, &deal.consumer, amount)
}

pub fn report_usage(
    env: &Env,
    consumer: &Address,
    provider: &Address,
    deal_id: u32,
    storage_mb: u64,
    egress_mb: u64,
) -> Result<DealRecord, Error> {
    let mut deal = load_running(env, consumer, provider, deal_id)?;
    settlement::report(&mut deal.state, storage_mb, egress_mb)?;
    deal::save(env, &deal);
    Ok(deal)
}

/// Reports a period once: it begins where the last one ended, or later.
pub fn report_period(
    env: &Env,
    consumer: &Address,
    provider: &Address,
    deal_id: u32,
    period: &Period,
) -> Result<DealRecord, Error> {
    if period.period_start >= period.period_end || period.period_end > env.ledger().timestamp() {
        return Err(Error::PeriodInvalid);
    }
    check_uptime(period.sla_avg_uptime_pct)?;
    let mut deal = load_running(env, consumer, provider, deal_id)?;
    let state = &mut deal.state;
    if period.period_start < state.period_end.max(state.start_ts) {
        return Err(Error::PeriodOverlaps);
    }
    settlement::report(state, period.storage_mb, period.egress_mb)?;
    state.period_end = period.period_end;
    state.sla_avg_latency_ms = period.sla_avg_latency_ms;
    state.sla_avg_uptime_pct = period.sla_avg_uptime_pct;
    deal::save(env, &deal);
    Ok(deal)
}

pub fn report_sla(
    env: &Env,
    consumer: &Address,
    provider: &Address,
    deal_id: u32,
    latency_ms: u32,
    uptime: u32,
) -> Result<DealRecord, Error> {
    check_uptime(uptime)?;
    let mut deal = load_running(env, consumer, provider, deal_id)?;
    deal.state.sla_avg_latency_ms = latency_ms;
    deal.state.sla_avg_uptime_pct = uptime;
    deal::save(env, &deal);
    Ok(deal)
}

pub fn delete(env: &Env, consumer: &Address, provider: &Address, deal_id: u32) -> Result<DealRecord, Error> {
    let deal = deal::load(env, consumer, provider, deal_id)?;
    if !deal.state.status.is_ended() {
        return Err(Error::DealNotEnded);
    }
    deal::remove(env, &deal);
    change_newest(env, &deal, |newest| newest.deal_id = 0);
    Ok(deal)
}

/// Enters a terminal status and frees what the deal held and blocked.
pub fn end(env: &Env, mut deal: DealRecord, status: DealStatus) -> Result<Ended, Error> {
    let before = deal.state.status;
    let freed = free_bucket(env, &deal)?;
    let units = if freed.is_none() { capacity::follow(env, &deal, Step::Release)? } else { None };
    engagement::end(env, &deal.consumer, &deal.provider)?;
    enter(env, &mut deal, status);
    deal::save(env, &deal);
    if before.is_running() {
        update_active(env, &deal);
    }
    Ok(Ended { deal, freed, units })
}

fn free_bucket(env: &Env, deal: &DealRecord) -> Result<Option<Bucket>, Error> {
    let mut record: BucketRecord = bucket::load(env, &deal.provider, deal.bucket_id)?;
    record.open_deals -= 1;
    let holds = record.held_by == deal.deal_id;
    if holds {
        record.held_by = 0;
        record.bucket.locked = false;
    }
    bucket::save(env, &record);
    Ok(holds.then_some(record.bucket))
}

fn enter(env: &Env, deal: &mut DealRecord, status: DealStatus) {
    deal.state.status = status;
    deal.status_ts = env.ledger().timestamp();
}

/// Marks a deal as running, or no longer, where it is still among a party's newest.
fn update_active(env: &Env, deal: &DealRecord) {
    let running = deal.state.status.is_running();
    change_newest(env, deal, |newest| newest.runs = running);
}

fn change_newest(env: &Env, deal: &DealRecord, change: impl Fn(&mut NewestDeal)) {
    for (side, address) in [(Side::Consumer, &deal.consumer), (Side::Provider, &deal.provider)] {
        let mut lists = party::lists(env, side, address);
        lists.change_deal(deal.deal_id, &change);
        party::save_lists(env, side, address, &lists);
    }
}

pub fn load_open(env: &Env, consumer: &Address, provider: &Address, deal_id: u32) -> Result<DealRecord, Error> {
    let deal = deal::load(env, consumer, provider, deal_id)?;
    if deal.state.status.is_ended() {
        return Err(Error::DealEnded);
    }
    Ok(deal)
}

fn load_pending(env: &Env, consumer: &Address, provider: &Address, deal_id: u32) -> Result<DealRecord, Error> {
    let deal = load_open(env, consumer, provider, deal_id)?;
    if deal.state.status != DealStatus::Pending {
        return Err(Error::DealNotPending);
    }
    Ok(deal)
}

fn load_unfunded(env: &Env, consumer: &Address, provider: &Address, deal_id: u32) -> Result<DealRecord, Error> {
    let deal = load_open(env, consumer, provider, deal_id)?;
    if deal.state.status.is_running() {
        return Err(Error::DealAlreadyFunded);
    }
    Ok(deal)
}

pub fn load_running(env: &Env, consumer: &Address, provider: &Address, deal_id: u32) -> Result<DealRecord, Error> {
    let deal = load_open(env, consumer, provider, deal_id)?;
    if !deal.state.status.is_running() {
        return Err(Error::DealNotFunded);
    }
    Ok(deal)
}

/// A running deal that no dispute has stopped.
pub fn load_undisputed(env: &Env, consumer: &Address, provider: &Address, deal_id: u32) -> Result<DealRecord, Error> {
    let deal = load_running(env, consumer, provider, deal_id)?;
    check_undisputed(&deal)?;
    Ok(deal)
}

pub fn check_undisputed(deal: &DealRecord) -> Result<(), Error> {
    if deal.state.dispute_id != 0 {
        return Err(Error::DealDisputed);
    }
    Ok(())
}
