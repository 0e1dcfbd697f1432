//! Opening a stream: checks, frozen terms, its number and its place in the list; then everything it can cost is locked.
use soroban_sdk::{Address, Env};

use super::{save, StreamOffer, StreamRecord, StreamRef, StreamState, StreamStatus, StreamTerms};
use crate::asset;
use crate::config;
use crate::engagement;
use crate::error::Error;
use crate::escrow;
use crate::index::{self, List};
use crate::limits::{MAX_CHUNKS, MAX_DURATION};
use crate::pause;

/// The first byte of an uncompressed key.
const UNCOMPRESSED: u8 = 4;

pub fn open(
    env: &Env,
    consumer: &Address,
    provider: &Address,
    bucket_id: u32,
    offer: StreamOffer,
) -> Result<StreamRecord, Error> {
    if consumer == provider {
        return Err(Error::StreamWithSelf);
    }
    pause::check(env)?;
    let now = env.ledger().timestamp();
    check(&offer, now)?;
    let amount = cost(&offer)?;
    let (number, bucket) = engagement::begin(env, consumer, provider, bucket_id)?;
    if bucket.bucket.locked && bucket.held_by == 0 {
        return Err(Error::BucketLocked);
    }
    let terms = freeze(env, offer, now)?;
    let state = fresh(amount, terms.deadline_ts);
    let stream = StreamRecord {
        consumer: consumer.clone(),
        provider: provider.clone(),
        stream_id: enlist(env, consumer, number)?,
        number,
        bucket_id,
        status: 0,
        disputes: 0,
        terms,
        state,
    };
    save(env, &stream);
    escrow::take_in(env, &stream.terms.asset, consumer, amount)?;
    Ok(stream)
}

fn check(offer: &StreamOffer, now: u64) -> Result<(), Error> {
    if offer.chunks == 0 || offer.chunks > MAX_CHUNKS {
        return Err(Error::ChunksOutOfRange);
    }
    if offer.deadline_ts <= now || offer.deadline_ts - now > MAX_DURATION {
        return Err(Error::DeadlineInvalid);
    }
    if offer.attestor.get_unchecked(0) != UNCOMPRESSED {
        return Err(Error::AttestorInvalid);
    }
    if offer.chunk_amount == 0 {
        return Err(Error::ChunkAmountZero);
    }
    escrow::to_units(offer.collateral).map(|_| ())
}

/// Everything the stream can cost its consumer.
fn cost(offer: &StreamOffer) -> Result<u128, Error> {
    let chunk = offer.chunk_amount.checked_add(offer.chunk_tip).ok_or(Error::AmountTooLarge)?;
    chunk.checked_mul(offer.chunks.into()).ok_or(Error::AmountTooLarge)
}

fn freeze(env: &Env, offer: StreamOffer, now: u64) -> Result<StreamTerms, Error> {
    Ok(StreamTerms {
        asset: asset::choose(env, offer.asset)?,
        attestor: offer.attestor,
        chunk_amount: offer.chunk_amount,
        chunk_tip: offer.chunk_tip,
        chunks: offer.chunks,
        collateral: offer.collateral,
        created_ts: now,
        deadline_ts: offer.deadline_ts,
        fee_bps: config::get(env).platform_fee as u32,
        proof_set_id: offer.proof_set_id,
    })
}

fn fresh(amount: u128, deadline_ts: u64) -> StreamState {
    StreamState {
        accepted_ts: 0,
        balance: amount,
        collateral: 0,
        collateral_paid: 0,
        collateral_returned: 0,
        collateral_slashed: 0,
        deadline_ts,
        dispute_id: 0,
        fees: 0,
        paid_in: amount,
        paid_out: 0,
        refunded: 0,
        released: 0,
        status: StreamStatus::Open,
        tips: 0,
    }
}

/// The next stream id of the market; its place in the list says where the stream is stored.
fn enlist(env: &Env, consumer: &Address, number: u32) -> Result<u32, Error> {
    let mut counts = config::counts(env);
    let place = StreamRef { consumer: consumer.clone(), number };
    counts.lengths.streams = index::append(env, List::Streams, counts.lengths.streams, place)?;
    config::set_counts(env, &counts);
    Ok(counts.lengths.streams)
}
