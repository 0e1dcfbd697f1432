//! Disputes: opening, evidence, and the ways they end.
use soroban_sdk::{contractimpl, Address, BytesN, Env, String};

use super::{Market, MarketArgs, MarketClient};
use crate::announce;
use crate::dispute::{self, lifecycle, lifecycle::Split, opening, opening::Claim, Dispute};
use crate::error::Error;
use crate::events::{deal, dispute as events, stream};
use crate::role::Role;

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
        party.require_auth();
        let claim = Claim { party, reason_hash, reason };
        let (record, about) = opening::open_on_deal(&env, &consumer_id, &provider_id, deal_id, claim)?;
        announce::dispute_opened(&env, &record.dispute);
        deal::deal_dispute_changed(&env, &about, &record.dispute.dispute_id);
        Ok(record.dispute.dispute_id)
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
        party.require_auth();
        let claim = Claim { party, reason_hash, reason };
        let (record, about) = opening::open_on_stream(&env, stream_id, claim)?;
        announce::dispute_opened(&env, &record.dispute);
        stream::stream_dispute_changed(&env, &about, &record.dispute.dispute_id);
        Ok(record.dispute.dispute_id)
    }

    /// Adds a piece of evidence to an open dispute and answers how many there are, at most 32. Signed by the party.
    /// * `party` - the consumer or provider of the deal or stream
    /// * `evidence_hash` - the hash of the evidence, kept elsewhere
    pub fn add_evidence(env: Env, party: Address, dispute_id: u32, evidence_hash: BytesN<32>) -> Result<u32, Error> {
        party.require_auth();
        let record = lifecycle::add_evidence(&env, &party, dispute_id)?;
        events::dispute_evidence_added(&env, &record.dispute, &evidence_hash, &party);
        Ok(record.dispute.state.evidence_count)
    }

    /// Takes a dispute back; the deal or stream goes on. Signed by the party.
    /// * `party` - whoever opened it
    pub fn withdraw_dispute(env: Env, party: Address, dispute_id: u32) -> Result<bool, Error> {
        party.require_auth();
        let (record, freed) = lifecycle::withdraw(&env, &party, dispute_id)?;
        events::dispute_withdrawn(&env, &record.dispute);
        announce::dispute_over(&env, dispute_id, &freed);
        Ok(true)
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
        Role::Arbiter.require(&env);
        let (record, split) = lifecycle::resolve(&env, dispute_id, consumer_amount, provider_amount)?;
        events::dispute_resolved(&env, &record.dispute);
        match split {
            Split::Deal(ended) => {
                deal::deal_resolved(&env, &ended.deal, &dispute_id, &consumer_amount, &provider_amount);
                announce::deal_ended(&env, &ended);
            }
            Split::Stream(ended) => {
                stream::stream_resolved(&env, &ended.stream, &dispute_id, &consumer_amount, &provider_amount);
            }
        }
        Ok(true)
    }

    /// Ends a dispute that nobody decided within 14 days; the deal or stream goes on, a stream's deadline moves by the time of the dispute. Anyone may call it, nobody has to sign.
    pub fn lapse_dispute(env: Env, dispute_id: u32) -> Result<bool, Error> {
        let (record, freed) = lifecycle::lapse(&env, dispute_id)?;
        events::dispute_lapsed(&env, &record.dispute);
        announce::dispute_over(&env, dispute_id, &freed);
        Ok(true)
    }

    /// The dispute, or nothing if there is none with this number.
    pub fn get_dispute(env: Env, dispute_id: u32) -> Option<Dispute> {
        dispute::find(&env, dispute_id).map(|record| record.dispute)
    }
}
