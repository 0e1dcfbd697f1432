//! Opening a dispute: about a running deal or an active stream, by one of its parties, one at a time and three in all.
use soroban_sdk::{Address, BytesN, Env, String};

use super::{save, Dispute, DisputeRecord, DisputeRef, DisputeState, DisputeStatus, DisputeSubject};
use crate::config;
use crate::deal::{self, DealRecord};
use crate::error::Error;
use crate::index::{self, List};
use crate::lifecycle;
use crate::limits::{check_text, DISPUTE_TIME, MAX_DISPUTES, MAX_REASON};
use crate::stream::{self, StreamRecord};

/// What a party says.
pub struct Claim {
    pub party: Address,
    pub reason_hash: BytesN<32>,
    pub reason: String,
}

/// What a dispute is about, as the deal or stream has it.
struct About<'a> {
    place: DisputeRef,
    provider: &'a Address,
    subject: DisputeSubject,
    id: u32,
    /// The one that is open already, or 0.
    open: u32,
}

pub fn open_on_deal(
    env: &Env,
    consumer: &Address,
    provider: &Address,
    deal_id: u32,
    claim: Claim,
) -> Result<(DisputeRecord, DealRecord), Error> {
    let mut deal = lifecycle::load_running(env, consumer, provider, deal_id)?;
    let place = DisputeRef { consumer: consumer.clone(), number: deal.number, nth: deal.disputes };
    let about = About { place, provider, subject: DisputeSubject::Deal, id: deal_id, open: deal.state.dispute_id };
    let record = open(env, about, claim)?;
    deal.disputes += 1;
    deal.state.dispute_id = record.dispute.dispute_id;
    deal::save(env, &deal);
    Ok((record, deal))
}

pub fn open_on_stream(env: &Env, stream_id: u32, claim: Claim) -> Result<(DisputeRecord, StreamRecord), Error> {
    let mut stream = stream::lifecycle::load_active(env, stream_id)?;
    let place = DisputeRef { consumer: stream.consumer.clone(), number: stream.number, nth: stream.disputes };
    let (provider, open_one) = (&stream.provider, stream.state.dispute_id);
    let about = About { place, provider, subject: DisputeSubject::Stream, id: stream_id, open: open_one };
    let record = open(env, about, claim)?;
    stream.disputes += 1;
    stream.state.dispute_id = record.dispute.dispute_id;
    stream::save(env, &stream);
    Ok((record, stream))
}

fn open(env: &Env, about: About, claim: Claim) -> Result<DisputeRecord, Error> {
    let About { place, provider, subject, id, open } = about;
    let Claim { party: opened_by, reason_hash, reason } = claim;
    if opened_by != place.consumer && opened_by != *provider {
        return Err(Error::DisputeNotParty);
    }
    if open != 0 {
        return Err(Error::DisputeAlreadyOpen);
    }
    if place.nth >= MAX_DISPUTES {
        return Err(Error::DisputesTooMany);
    }
    check_text(&reason, MAX_REASON, Error::ReasonTooLong)?;
    let (number, nth, consumer_id) = (place.number, place.nth, place.consumer.clone());
    let dispute = Dispute {
        consumer_id,
        dispute_id: enlist(env, place)?,
        opened_by,
        provider_id: provider.clone(),
        reason,
        reason_hash,
        state: fresh(env.ledger().timestamp()),
        subject,
        subject_id: id,
    };
    let record = DisputeRecord { dispute, number, nth, status: 0 };
    save(env, &record);
    Ok(record)
}

fn fresh(now: u64) -> DisputeState {
    DisputeState {
        closed_ts: 0,
        consumer_amount: 0,
        deadline_ts: now + DISPUTE_TIME,
        evidence_count: 0,
        opened_ts: now,
        provider_amount: 0,
        status: DisputeStatus::Open,
    }
}

/// The next dispute id of the market; its place in the list says where the dispute is stored.
fn enlist(env: &Env, place: DisputeRef) -> Result<u32, Error> {
    let mut counts = config::counts(env);
    counts.lengths.disputes = index::append(env, List::Disputes, counts.lengths.disputes, place)?;
    config::set_counts(env, &counts);
    Ok(counts.lengths.disputes)
}
