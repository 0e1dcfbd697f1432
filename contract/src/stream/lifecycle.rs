//! A stream's way through its statuses. Every function checks the status, changes what is stored, and only then moves tokens.
//!
//! Open -> Active | Withdrawn; Active -> Finished | Slashed | Resolved.
use soroban_sdk::{Address, Env};

use super::{load, save, StreamRecord, StreamStatus};
use crate::bucket;
use crate::engagement;
use crate::error::Error;
use crate::escrow;
use crate::party::Side;
use crate::pause;
use crate::reputation::{self, Reason, Step};

/// A stream that ended: what it held of either side's money, and what the consumer and the provider got of it.
pub struct Ended {
    pub stream: StreamRecord,
    pub balance: u128,
    pub collateral: u128,
    pub step: Option<Step>,
}

pub fn accept(env: &Env, provider: &Address, stream_id: u32) -> Result<StreamRecord, Error> {
    pause::check(env)?;
    let mut stream = load_open(env, stream_id)?;
    if stream.provider != *provider {
        return Err(Error::StreamNotFound);
    }
    check_deadline(env, &stream)?;
    let collateral = stream.terms.collateral;
    let state = &mut stream.state;
    state.status = StreamStatus::Active;
    state.accepted_ts = env.ledger().timestamp();
    state.collateral = collateral;
    state.collateral_paid = collateral;
    save(env, &stream);
    if collateral > 0 {
        escrow::take_in(env, &stream.terms.asset, provider, collateral)?;
    }
    Ok(stream)
}

pub fn withdraw(env: &Env, consumer: &Address, stream_id: u32) -> Result<Ended, Error> {
    let stream = load_open(env, stream_id)?;
    if stream.consumer != *consumer {
        return Err(Error::StreamNotFound);
    }
    end(env, stream, StreamStatus::Withdrawn, 0, None)
}

/// Whatever is held goes to the consumer.
pub fn slash(env: &Env, stream_id: u32) -> Result<Ended, Error> {
    let stream = load_undisputed(env, stream_id)?;
    if stream.state.released == stream.terms.chunks {
        return Err(Error::StreamComplete);
    }
    if check_deadline(env, &stream).is_ok() {
        return Err(Error::StreamDeadlineNotPassed);
    }
    end(env, stream, StreamStatus::Slashed, 0, Some(Reason::Slashed))
}

/// The collateral goes back to the provider, tips nobody claimed to the consumer.
pub fn finish(env: &Env, stream_id: u32) -> Result<Ended, Error> {
    let stream = load_undisputed(env, stream_id)?;
    if stream.state.released < stream.terms.chunks {
        return Err(Error::StreamIncomplete);
    }
    let collateral = stream.state.collateral;
    end(env, stream, StreamStatus::Finished, collateral, Some(Reason::Finished))
}

/// Ends a stream and pays out all it holds: `to_provider` to the provider, out of the collateral first, the rest to the consumer.
pub fn end(
    env: &Env,
    mut stream: StreamRecord,
    status: StreamStatus,
    to_provider: u128,
    reason: Option<Reason>,
) -> Result<Ended, Error> {
    let state = &mut stream.state;
    let (balance, collateral) = (state.balance, state.collateral);
    let held = balance.checked_add(collateral).ok_or(Error::Overflow)?;
    let to_consumer = held.checked_sub(to_provider).ok_or(Error::Overflow)?;
    let returned = to_provider.min(collateral);
    let slashed = collateral - returned;
    state.balance = 0;
    state.collateral = 0;
    state.collateral_returned = returned;
    state.collateral_slashed = slashed;
    state.paid_out += to_provider - returned;
    state.refunded += to_consumer - slashed;
    state.status = status;
    save(env, &stream);
    let provider = &stream.provider;
    engagement::end(env, &stream.consumer, provider)?;
    let mut bucket = bucket::load(env, provider, stream.bucket_id)?;
    bucket.open_deals -= 1;
    bucket::save(env, &bucket);
    let step = reason.and_then(|reason| reputation::step(env, Side::Provider, provider, reason));
    escrow::release(env, &stream.terms.asset, held)?;
    escrow::send(env, &stream.terms.asset, provider, to_provider)?;
    escrow::send(env, &stream.terms.asset, &stream.consumer, to_consumer)?;
    Ok(Ended { stream, balance, collateral, step })
}

/// Refuses after the deadline.
pub fn check_deadline(env: &Env, stream: &StreamRecord) -> Result<(), Error> {
    if env.ledger().timestamp() > stream.state.deadline_ts {
        return Err(Error::StreamDeadlinePassed);
    }
    Ok(())
}

fn load_open(env: &Env, stream_id: u32) -> Result<StreamRecord, Error> {
    let stream = load(env, stream_id)?;
    if stream.state.status != StreamStatus::Open {
        return Err(Error::StreamNotOpen);
    }
    Ok(stream)
}

pub fn load_active(env: &Env, stream_id: u32) -> Result<StreamRecord, Error> {
    let stream = load(env, stream_id)?;
    if stream.state.status != StreamStatus::Active {
        return Err(Error::StreamNotActive);
    }
    Ok(stream)
}

/// An active stream that no dispute has stopped.
pub fn load_undisputed(env: &Env, stream_id: u32) -> Result<StreamRecord, Error> {
    let stream = load_active(env, stream_id)?;
    if stream.state.dispute_id != 0 {
        return Err(Error::StreamDisputed);
    }
    Ok(stream)
}
