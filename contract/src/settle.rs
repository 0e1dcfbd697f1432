//! Settling a deal's usage and ending a deal that may hold money: what is stored changes first, then tokens move.
use soroban_sdk::{Address, Env};

use crate::config;
use crate::deal::{self, DealRecord, DealState, DealStatus};
use crate::error::Error;
use crate::escrow;
use crate::lifecycle::{check_undisputed, end, load_open, load_undisputed, Ended};
use crate::party::Side;
use crate::reputation::{self, Reason, Step};
use crate::settlement::{self, Outcome, Settlement};

/// A settlement that happened: what it was, who got the fee, the deal's state right after it, and who rose or fell.
pub struct Settled {
    pub settlement: Settlement,
    pub fee_recipient: Address,
    pub before: DealStatus,
    pub state: DealState,
    pub steps: [Option<Step>; 2],
}

/// The end of a deal that may hold money: the last settlement, then the refund of the rest.
pub struct Closed {
    pub settled: Option<Settled>,
    pub refund: u128,
    pub ended: Ended,
    pub steps: [Option<Step>; 2],
}

/// Settles what is owed now; None when nothing is.
pub fn settle(
    env: &Env,
    consumer: &Address,
    provider: &Address,
    deal_id: u32,
) -> Result<(DealRecord, Option<Settled>), Error> {
    let mut deal = load_undisputed(env, consumer, provider, deal_id)?;
    if deal.state.balance == 0 && settlement::owed(&deal.terms, &deal.state)? > 0 {
        return Err(Error::DealBalanceEmpty);
    }
    let settled = settle_usage(env, &mut deal)?;
    if let Some(settled) = &settled {
        deal::save(env, &deal);
        escrow::release(env, &deal.terms.asset, settled.settlement.gross)?;
        pay_out(env, &deal, settled)?;
    }
    Ok((deal, settled))
}

pub fn complete(env: &Env, consumer: &Address, provider: &Address, deal_id: u32) -> Result<Closed, Error> {
    let deal = load_undisputed(env, consumer, provider, deal_id)?;
    close(env, deal, DealStatus::Completed)
}

pub fn cancel(env: &Env, consumer: &Address, provider: &Address, deal_id: u32) -> Result<Closed, Error> {
    let deal = load_open(env, consumer, provider, deal_id)?;
    if !matches!(deal.state.status, DealStatus::Accepted | DealStatus::BreachedConsumer) {
        return Err(Error::DealNotCancellable);
    }
    check_undisputed(&deal)?;
    close(env, deal, DealStatus::Cancelled)
}

/// Ends a running deal whose time is over.
pub fn expire(env: &Env, consumer: &Address, provider: &Address, deal_id: u32) -> Result<Closed, Error> {
    let deal = load_undisputed(env, consumer, provider, deal_id)?;
    if env.ledger().timestamp() < deal.state.start_ts.saturating_add(deal.terms.duration_secs) {
        return Err(Error::DealNotExpired);
    }
    close(env, deal, DealStatus::Completed)
}

/// Settles, takes the rest out of the balance, ends the deal, and then pays everybody.
fn close(env: &Env, mut deal: DealRecord, status: DealStatus) -> Result<Closed, Error> {
    let settled = settle_last(env, &mut deal)?;
    let clean = deal.state.status == DealStatus::Funded && settlement::owed(&deal.terms, &deal.state)? == 0;
    let steps = if clean && status == DealStatus::Completed {
        move_both(env, &deal, Reason::Completed, Reason::Completed)
    } else {
        [None, None]
    };
    let refund = deal.state.balance;
    deal.state.balance = 0;
    deal.state.refunded = deal.state.refunded.checked_add(refund).ok_or(Error::Overflow)?;
    let ended = end(env, deal, status)?;
    let gross = settled.as_ref().map_or(0, |settled| settled.settlement.gross);
    let asset = &ended.deal.terms.asset;
    escrow::release(env, asset, gross.checked_add(refund).ok_or(Error::Overflow)?)?;
    if let Some(settled) = &settled {
        pay_out(env, &ended.deal, settled)?;
    }
    escrow::send(env, asset, &ended.deal.consumer, refund)?;
    Ok(Closed { settled, refund, ended, steps })
}

/// The settlement before an end. A consumer already in breach with nothing left is not counted as underpaying twice.
fn settle_last(env: &Env, deal: &mut DealRecord) -> Result<Option<Settled>, Error> {
    if deal.state.status == DealStatus::BreachedConsumer && deal.state.balance == 0 {
        return Ok(None);
    }
    settle_usage(env, deal)
}

fn settle_usage(env: &Env, deal: &mut DealRecord) -> Result<Option<Settled>, Error> {
    let before = deal.state.status;
    let now = env.ledger().timestamp();
    let Some(settlement) = settlement::settle(env, &deal.terms, &mut deal.state, now)? else {
        return Ok(None);
    };
    if deal.state.status != before {
        deal.status_ts = now;
    }
    let steps = match settlement.outcome {
        Outcome::Paid => move_both(env, deal, Reason::Settled, Reason::Settled),
        Outcome::Partial => move_both(env, deal, Reason::Settled, Reason::Underpaid),
        Outcome::SlaBreach => [reputation::step(env, Side::Provider, &deal.provider, Reason::SlaBreach), None],
    };
    let fee_recipient = config::get(env).owner;
    Ok(Some(Settled { settlement, fee_recipient, before, state: deal.state.clone(), steps }))
}

fn move_both(env: &Env, deal: &DealRecord, provider: Reason, consumer: Reason) -> [Option<Step>; 2] {
    [
        reputation::step(env, Side::Provider, &deal.provider, provider),
        reputation::step(env, Side::Consumer, &deal.consumer, consumer),
    ]
}

fn pay_out(env: &Env, deal: &DealRecord, settled: &Settled) -> Result<(), Error> {
    escrow::send(env, &deal.terms.asset, &deal.provider, settled.settlement.net)?;
    escrow::send(env, &deal.terms.asset, &settled.fee_recipient, settled.settlement.fee)
}
