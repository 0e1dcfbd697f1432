//! Streams: money for stored data, paid chunk by chunk against the attestor's signatures, with the provider's collateral.
use soroban_sdk::{Address, BytesN, Env, Vec};

use crate::config;
use crate::error::Error;
use crate::index::{self, Blank, List};
use crate::packing::{choice, record, stored};
use crate::reputation::Subject;
use crate::storage::{self, Key};

pub mod flags;
pub mod lifecycle;
pub mod offer;
mod proof;
pub mod release;

record! {
    /// What a consumer offers: money for each chunk, locked when the stream is opened.
    pub struct StreamOffer {
        /// The token the stream is paid in; the stable asset if none is named.
        pub asset: Option<Address>,
        /// The attestor's secp256k1 public key: 65 bytes, uncompressed, the first one is 4.
        pub attestor: BytesN<65>,
        /// What each chunk pays, fee included, in token units.
        pub chunk_amount: u128,
        /// What whoever brings a chunk's proof gets on top, in token units; may be 0.
        pub chunk_tip: u128,
        /// How many chunks there are, 1 to 100,000; they are numbered from 0.
        pub chunks: u32,
        /// What the provider locks on acceptance and loses if chunks are missing after the deadline, in token units; may be 0.
        pub collateral: u128,
        /// Until when the chunks have to be released, in seconds since 1970.
        pub deadline_ts: u64,
        /// Which set of proofs the chunks are about, as the attestor counts them.
        pub proof_set_id: u64,
    }
}

record! {
    /// What both sides agreed on, frozen when the stream was opened.
    pub struct StreamTerms {
        /// The token the stream is paid in.
        pub asset: Address,
        /// The attestor's secp256k1 public key: 65 bytes, uncompressed, the first one is 4.
        pub attestor: BytesN<65>,
        /// What each chunk pays, fee included, in token units.
        pub chunk_amount: u128,
        /// What whoever brings a chunk's proof gets on top, in token units.
        pub chunk_tip: u128,
        /// How many chunks there are; they are numbered from 0.
        pub chunks: u32,
        /// What the provider locks on acceptance, in token units.
        pub collateral: u128,
        /// When the stream was opened, in seconds since 1970.
        pub created_ts: u64,
        /// Until when the chunks have to be released, in seconds since 1970; see the state's deadline_ts.
        pub deadline_ts: u64,
        /// The platform's share of every chunk, in basis points (10,000 is 100 %).
        pub fee_bps: u32,
        /// Which set of proofs the chunks are about, as the attestor counts them.
        pub proof_set_id: u64,
    }
}

record! {
    /// The part of a stream that changes. Always paid_in = paid_out + fees + tips + refunded + balance
    /// and collateral_paid = collateral + collateral_returned + collateral_slashed.
    pub struct StreamState {
        /// When the provider accepted, in seconds since 1970; 0 if not yet.
        pub accepted_ts: u64,
        /// What the contract holds for the chunks and tips, in token units.
        pub balance: u128,
        /// What the contract holds of the provider's collateral, in token units.
        pub collateral: u128,
        /// The collateral the provider paid in, in token units.
        pub collateral_paid: u128,
        /// The collateral that went back to the provider, in token units.
        pub collateral_returned: u128,
        /// The collateral that went to the consumer, in token units.
        pub collateral_slashed: u128,
        /// Until when the chunks have to be released, in seconds since 1970: the terms', plus the time disputes took.
        pub deadline_ts: u64,
        /// The dispute that is open on the stream; 0 if none is.
        pub dispute_id: u32,
        /// What the platform was paid so far, in token units.
        pub fees: u128,
        /// What the consumer paid in, in token units.
        pub paid_in: u128,
        /// What the provider was paid so far, without the fees, in token units.
        pub paid_out: u128,
        /// What the consumer got back, in token units.
        pub refunded: u128,
        /// How many chunks were released so far.
        pub released: u32,
        /// Where the stream stands.
        pub status: StreamStatus,
        /// What was paid for bringing proofs so far, in token units.
        pub tips: u128,
    }
}

choice! {
    /// Where a stream stands. All but Open and Active never change again.
    pub enum StreamStatus {
        /// Opened and paid in by the consumer; the provider has to accept.
        Open,
        /// Accepted by the provider; chunks can be released.
        Active,
        /// All chunks were released; the collateral went back to the provider.
        Finished,
        /// Withdrawn by the consumer before it was accepted; everything was refunded.
        Withdrawn,
        /// Chunks were missing after the deadline; the rest and the collateral went to the consumer.
        Slashed,
        /// A dispute divided what was held.
        Resolved,
    }
}

record! {
    /// A stream with its terms and state.
    pub struct Stream {
        /// The bucket's number with its provider.
        pub bucket_id: u32,
        /// The consumer's address.
        pub consumer_id: Address,
        /// The provider's address.
        pub provider_id: Address,
        /// The part that changes.
        pub state: StreamState,
        /// The stream's number, counted from 1 over the whole market and never reused.
        pub stream_id: u32,
        /// What both sides agreed on.
        pub terms: StreamTerms,
    }
}

record! {
    /// The attestor's word that a chunk is stored. It signs keccak256 of 120 bytes: the network's id, the contract's id,
    /// stream_id and chunk (4 bytes each), proof_set_id (8), root (32) and timestamp (8), numbers big-endian.
    pub struct ChunkProof {
        /// The chunk's number, from 0.
        pub chunk: u32,
        /// The root the attestor saw proven.
        pub root: BytesN<32>,
        /// r, s and v in 65 bytes; v is 0 or 1, s in the lower half of the curve's order.
        pub signature: BytesN<65>,
        /// When the attestor saw it, in seconds since 1970: not before the stream was opened, not in the future.
        pub timestamp: u64,
    }
}

record! {
    /// A chunk that was released.
    pub struct ChunkRelease {
        /// The chunk's number, from 0.
        pub chunk: u32,
        /// The root the attestor saw proven.
        pub root: BytesN<32>,
        /// When the attestor saw it, in seconds since 1970.
        pub timestamp: u64,
    }
}

stored! {
    /// What is stored of a stream. `number` is the consumer's own running number, which deals and streams share; `disputes`
    /// is how many were opened about it, `status` is `state.status` in four bytes (see `DealRecord`).
    pub struct StreamRecord {
        pub consumer: Address,
        pub provider: Address,
        pub stream_id: u32,
        pub number: u32,
        pub bucket_id: u32,
        pub status: u32,
        pub disputes: u32,
        pub terms: StreamTerms,
        pub state: StreamState,
    }
}

stored! {
    /// An entry of the global list at position stream_id - 1: where the stream is stored.
    pub struct StreamRef {
        pub consumer: Address,
        pub number: u32,
    }
}

impl Blank for StreamRef {
    fn blank(env: &Env) -> Self {
        StreamRef { consumer: Address::blank(env), number: 0 }
    }
}

/// The stream with this id, or None.
pub fn find(env: &Env, stream_id: u32) -> Option<StreamRecord> {
    find_at(env, index::at(env, List::Streams, stream_id.checked_sub(1)?)?)
}

fn find_at(env: &Env, place: StreamRef) -> Option<StreamRecord> {
    let mut stream: StreamRecord = storage::get(env, &Key::Stream(place.consumer, place.number))?;
    stream.state.status = *StreamStatus::ALL.get(stream.status as usize)?;
    Some(stream)
}

pub fn load(env: &Env, stream_id: u32) -> Result<StreamRecord, Error> {
    find(env, stream_id).ok_or(Error::StreamNotFound)
}

/// Stores the longest status name in every status, and the status itself as a number.
pub fn save(env: &Env, stream: &StreamRecord) {
    let mut stored = stream.clone();
    stored.status = stream.state.status as u32;
    stored.state.status = StreamStatus::Withdrawn;
    storage::set(env, &stream.key(), &stored);
}

/// The streams at these positions, oldest first.
pub fn list(env: &Env, skip: u32, take: u32) -> Vec<Stream> {
    let mut found = Vec::new(env);
    for place in index::range::<StreamRef>(env, List::Streams, config::counts(env).lengths.streams, skip, take) {
        if let Some(stream) = find_at(env, place) {
            found.push_back(stream.view());
        }
    }
    found
}

/// Keeps a stream, the page of the list that finds it, a page of its flags, and the record of what is held of its asset alive.
pub fn extend(env: &Env, stream_id: u32, page: u32) -> Result<(), Error> {
    let stream = load(env, stream_id)?;
    storage::extend(env, &stream.key());
    index::extend(env, List::Streams, stream_id - 1);
    flags::extend(env, &stream, page);
    storage::extend(env, &Key::Held(stream.terms.asset));
    Ok(())
}

impl StreamRecord {
    fn key(&self) -> Key {
        Key::Stream(self.consumer.clone(), self.number)
    }

    /// As what moves reputations.
    pub fn subject(&self) -> Subject<'_> {
        Subject { consumer: &self.consumer, provider: &self.provider, deal_id: 0, stream_id: self.stream_id }
    }

    /// As readers get it.
    pub fn view(self) -> Stream {
        Stream {
            bucket_id: self.bucket_id,
            consumer_id: self.consumer,
            provider_id: self.provider,
            state: self.state,
            stream_id: self.stream_id,
            terms: self.terms,
        }
    }
}
