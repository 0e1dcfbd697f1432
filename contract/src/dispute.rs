//! Disputes: a party of a running deal or stream stops it until the arbiter divides what is held, or time ends the dispute.
use soroban_sdk::{Address, BytesN, Env, String};

use crate::error::Error;
use crate::index::{self, Blank, List};
use crate::packing::{choice, record, stored};
use crate::storage::{self, Key};

pub mod lifecycle;
pub mod opening;

record! {
    /// A dispute over what a deal or a stream holds.
    pub struct Dispute {
        /// The consumer of the deal or stream.
        pub consumer_id: Address,
        /// The dispute's number, counted from 1 over the whole market.
        pub dispute_id: u32,
        /// Who opened it.
        pub opened_by: Address,
        /// The provider of the deal or stream.
        pub provider_id: Address,
        /// Why, in at most 1,024 bytes.
        pub reason: String,
        /// The hash of the whole reason, kept elsewhere.
        pub reason_hash: BytesN<32>,
        /// The part that changes.
        pub state: DisputeState,
        /// What it is about.
        pub subject: DisputeSubject,
        /// The deal_id or stream_id.
        pub subject_id: u32,
    }
}

choice! {
    /// What a dispute is about.
    pub enum DisputeSubject {
        /// A deal.
        Deal,
        /// A stream.
        Stream,
    }
}

record! {
    /// The part of a dispute that changes.
    pub struct DisputeState {
        /// When it was resolved, withdrawn or lapsed, in seconds since 1970; 0 while it is open.
        pub closed_ts: u64,
        /// What the arbiter gave the consumer, in token units.
        pub consumer_amount: u128,
        /// Until when the arbiter can decide it, in seconds since 1970: 14 days after it was opened; then anyone can end it.
        pub deadline_ts: u64,
        /// How many pieces of evidence were added.
        pub evidence_count: u32,
        /// When it was opened, in seconds since 1970.
        pub opened_ts: u64,
        /// What the arbiter gave the provider, in token units.
        pub provider_amount: u128,
        /// Where the dispute stands.
        pub status: DisputeStatus,
    }
}

choice! {
    /// Where a dispute stands. All but Open never change again.
    pub enum DisputeStatus {
        /// The arbiter can decide it.
        Open,
        /// The arbiter divided what was held.
        Resolved,
        /// Whoever opened it took it back.
        Withdrawn,
        /// Nobody decided it in time; the ordinary rules go on.
        Lapsed,
    }
}

stored! {
    /// What is stored of a dispute. `number` is the consumer's running number of the deal or stream, `nth` counts the disputes
    /// about it from 0; `status` is `state.status` in four bytes (see `DealRecord`).
    pub struct DisputeRecord {
        pub dispute: Dispute,
        pub number: u32,
        pub nth: u32,
        pub status: u32,
    }
}

stored! {
    /// An entry of the global list at position dispute_id - 1: where the dispute is stored. A consumer counts deals and
    /// streams together, so that its number says which of them it is about.
    pub struct DisputeRef {
        pub consumer: Address,
        pub number: u32,
        pub nth: u32,
    }
}

impl Blank for DisputeRef {
    fn blank(env: &Env) -> Self {
        DisputeRef { consumer: Address::blank(env), number: 0, nth: 0 }
    }
}

/// The dispute with this id, or None.
pub fn find(env: &Env, dispute_id: u32) -> Option<DisputeRecord> {
    let place: DisputeRef = index::at(env, List::Disputes, dispute_id.checked_sub(1)?)?;
    let mut record: DisputeRecord = storage::get(env, &Key::Dispute(place.consumer, place.number, place.nth))?;
    record.dispute.state.status = *DisputeStatus::ALL.get(record.status as usize)?;
    Some(record)
}

pub fn load(env: &Env, dispute_id: u32) -> Result<DisputeRecord, Error> {
    find(env, dispute_id).ok_or(Error::DisputeNotFound)
}

/// Stores the longest status name in every status, and the status itself as a number.
pub fn save(env: &Env, record: &DisputeRecord) {
    let mut stored = record.clone();
    stored.status = record.dispute.state.status as u32;
    stored.dispute.state.status = DisputeStatus::Withdrawn;
    storage::set(env, &record.key(), &stored);
}

/// Keeps a dispute and the page that finds it alive.
pub fn extend(env: &Env, dispute_id: u32) -> Result<(), Error> {
    let record = load(env, dispute_id)?;
    storage::extend(env, &record.key());
    index::extend(env, List::Disputes, dispute_id - 1);
    Ok(())
}

impl DisputeRecord {
    fn key(&self) -> Key {
        Key::Dispute(self.dispute.consumer_id.clone(), self.number, self.nth)
    }
}
