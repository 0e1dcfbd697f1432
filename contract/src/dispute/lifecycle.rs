//! A dispute's way: evidence while it is open, then resolved, withdrawn or lapsed, once and for all.
use soroban_sdk::{Address, Env};

use super::{load, save, Dispute, DisputeRecord, DisputeStatus, DisputeSubject};
use crate::deal::{self, DealRecord, DealStatus};
use crate::error::Error;
use crate::escrow;
use crate::lifecycle;
use crate::limits::MAX_EVIDENCE;
use crate::stream::{self, StreamRecord, StreamStatus};

/// What goes on after a dispute that changed nothing.
pub enum Freed {
    Deal(DealRecord),
    Stream(StreamRecord),
}

/// What a resolution ended.
pub enum Split {
    Deal(lifecycle::Ended),
    Stream(stream::lifecycle::Ended),
}

pub fn add_evidence(env: &Env, party: &Address, dispute_id: u32) -> Result<DisputeRecord, Error> {
    let mut record = load_open(env, dispute_id)?;
    if *party != record.dispute.consumer_id && *party != record.dispute.provider_id {
        return Err(Error::DisputeNotParty);
    }
    if record.dispute.state.evidence_count >= MAX_EVIDENCE {
        return Err(Error::EvidenceTooMany);
    }
    record.dispute.state.evidence_count += 1;
    save(env, &record);
    Ok(record)
}

pub fn withdraw(env: &Env, party: &Address, dispute_id: u32) -> Result<(DisputeRecord, Freed), Error> {
    let record = load_open(env, dispute_id)?;
    if *party != record.dispute.opened_by {
        return Err(Error::DisputeNotParty);
    }
    free(env, record, DisputeStatus::Withdrawn)
}

pub fn lapse(env: &Env, dispute_id: u32) -> Result<(DisputeRecord, Freed), Error> {
    let record = load_open(env, dispute_id)?;
    if !is_overdue(env, &record) {
        return Err(Error::DisputeNotLapsed);
    }
    free(env, record, DisputeStatus::Lapsed)
}

/// Closes a dispute; what it stopped goes on, a stream with as much time left as it had.
fn free(env: &Env, mut record: DisputeRecord, status: DisputeStatus) -> Result<(DisputeRecord, Freed), Error> {
    close(env, &mut record, status);
    let dispute = &record.dispute;
    let freed = match dispute.subject {
        DisputeSubject::Deal => {
            let mut deal = deal::load(env, &dispute.consumer_id, &dispute.provider_id, dispute.subject_id)?;
            deal.state.dispute_id = 0;
            deal::save(env, &deal);
            Freed::Deal(deal)
        }
        DisputeSubject::Stream => {
            let mut stopped = stream::load(env, dispute.subject_id)?;
            stopped.state.dispute_id = 0;
            stopped.state.deadline_ts += dispute.state.closed_ts - dispute.state.opened_ts;
            stream::save(env, &stopped);
            Freed::Stream(stopped)
        }
    };
    Ok((record, freed))
}

/// Splits everything held between the two, without a fee, and ends the deal or stream.
pub fn resolve(
    env: &Env,
    dispute_id: u32,
    consumer_amount: u128,
    provider_amount: u128,
) -> Result<(DisputeRecord, Split), Error> {
    let mut record = load_open(env, dispute_id)?;
    if is_overdue(env, &record) {
        return Err(Error::DisputeOverdue);
    }
    record.dispute.state.consumer_amount = consumer_amount;
    record.dispute.state.provider_amount = provider_amount;
    close(env, &mut record, DisputeStatus::Resolved);
    let split = match record.dispute.subject {
        DisputeSubject::Deal => Split::Deal(split_deal(env, &record)?),
        DisputeSubject::Stream => Split::Stream(split_stream(env, &record)?),
    };
    Ok((record, split))
}

fn split_deal(env: &Env, record: &DisputeRecord) -> Result<lifecycle::Ended, Error> {
    let dispute = &record.dispute;
    let mut deal = deal::load(env, &dispute.consumer_id, &dispute.provider_id, dispute.subject_id)?;
    let (consumer_amount, provider_amount) = check_split(dispute, deal.state.balance)?;
    deal.state.balance = 0;
    deal.state.dispute_id = 0;
    deal.state.refunded += consumer_amount;
    deal.state.paid_out += provider_amount;
    let ended = lifecycle::end(env, deal, DealStatus::Completed)?;
    let asset = &ended.deal.terms.asset;
    escrow::release(env, asset, consumer_amount + provider_amount)?;
    escrow::send(env, asset, &ended.deal.provider, provider_amount)?;
    escrow::send(env, asset, &ended.deal.consumer, consumer_amount)?;
    Ok(ended)
}

fn split_stream(env: &Env, record: &DisputeRecord) -> Result<stream::lifecycle::Ended, Error> {
    let mut stopped = stream::load(env, record.dispute.subject_id)?;
    let state = &mut stopped.state;
    let (_, provider_amount) = check_split(&record.dispute, state.balance + state.collateral)?;
    state.dispute_id = 0;
    stream::lifecycle::end(env, stopped, StreamStatus::Resolved, provider_amount, None)
}

/// The two amounts, which must add up to what is held.
fn check_split(dispute: &Dispute, held: u128) -> Result<(u128, u128), Error> {
    let state = &dispute.state;
    if state.consumer_amount.checked_add(state.provider_amount) != Some(held) {
        return Err(Error::SplitWrong);
    }
    Ok((state.consumer_amount, state.provider_amount))
}

fn close(env: &Env, record: &mut DisputeRecord, status: DisputeStatus) {
    record.dispute.state.closed_ts = env.ledger().timestamp();
    record.dispute.state.status = status;
    save(env, record);
}

fn is_overdue(env: &Env, record: &DisputeRecord) -> bool {
    env.ledger().timestamp() > record.dispute.state.deadline_ts
}

fn load_open(env: &Env, dispute_id: u32) -> Result<DisputeRecord, Error> {
    let record = load(env, dispute_id)?;
    if record.dispute.state.status != DisputeStatus::Open {
        return Err(Error::DisputeNotOpen);
    }
    Ok(record)
}
