//! Disputes: opening, evidence, and the ways they end.
use soroban_sdk::{contractimpl, Address, BytesN, Env, String};

use super::{Market, MarketArgs, MarketClient};
use crate::error::Error;
use crate::dispute::Dispute;

#[allow(unused_variables)]
#[contractimpl]
impl Market {
    /// Opens a dispute about a running deal and answers its dispute_id; until it closes the deal is neither paid into, settled nor ended. At most 3 a deal. Signed by the party.
    /// * `party` - the deal's consumer or provider
    /// * `reason_hash` - the hash of the whole reason, kept elsewhere
    /// * `reason` - why, in at most 1,024 bytes
    pub fn open_deal_dispute(
        env: Env,
        party: Address,
        consumer_id: Address,
        provider_id: Address,
        deal_id: u32,
        reason_hash: BytesN<32>,
        reason: String,
    ) -> Result<u32, Error> {
        Err(Error::DisputeNotFound)
    }

    /// Opens a dispute about an active stream and answers its dispute_id; until it closes no chunk is released and the stream does not end. At most 3 a stream. Signed by the party.
    /// * `party` - the stream's consumer or provider
    /// * `reason_hash` - the hash of the whole reason, kept elsewhere
    /// * `reason` - why, in at most 1,024 bytes
    pub fn open_stream_dispute(
        env: Env,
        party: Address,
        stream_id: u32,
        reason_hash: BytesN<32>,
        reason: String,
    ) -> Result<u32, Error> {
        Err(Error::DisputeNotFound)
    }

    /// Adds a piece of evidence to an open dispute and answers how many there are, at most 32. Signed by the party.
    /// * `party` - the consumer or provider of the deal or stream
    /// * `evidence_hash` - the hash of the evidence, kept elsewhere
    pub fn add_evidence(
        env: Env,
        party: Address,
        dispute_id: u32,
        evidence_hash: BytesN<32>,
    ) -> Result<u32, Error> {
        Err(Error::DisputeNotFound)
    }

    /// Takes a dispute back; the deal or stream goes on. Signed by the party.
    /// * `party` - whoever opened it
    pub fn withdraw_dispute(env: Env, party: Address, dispute_id: u32) -> Result<bool, Error> {
        Err(Error::DisputeNotFound)
    }

    /// Decides a dispute: divides all that the deal or stream holds, collateral included, and ends it. No fee is taken. Signed by the arbiter.
    /// * `consumer_amount` - what the consumer gets, in token units
    /// * `provider_amount` - what the provider gets, in token units; the two add up to what is held
    pub fn resolve_dispute(
        env: Env,
        dispute_id: u32,
        consumer_amount: u128,
        provider_amount: u128,
    ) -> Result<bool, Error> {
        Err(Error::DisputeNotFound)
    }

    /// Ends a dispute that nobody decided within 30 days; the deal or stream goes on, a stream's deadline moves by the time of the dispute. Anyone may call it, nobody has to sign.
    pub fn lapse_dispute(env: Env, dispute_id: u32) -> Result<bool, Error> {
        Err(Error::DisputeNotFound)
    }

    /// The dispute, or nothing if there is none with this number.
    pub fn get_dispute(env: Env, dispute_id: u32) -> Option<Dispute> {
        None
    }
}
