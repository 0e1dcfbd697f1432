//! Disputes: a party of a running deal or stream stops it until the arbiter divides what is held, or time ends the dispute.
use soroban_sdk::{Address, BytesN, Env, String};

use crate::index::Blank;
use crate::packing::{choice, record, stored};

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
        /// When anyone can end it, in seconds since 1970: 30 days after it was opened.
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
    /// An entry of the global list at position dispute_id - 1: where the dispute is stored. `number` is the consumer's running
    /// number of the deal or stream, `nth` counts the disputes about it from 1.
    pub struct DisputeRef {
        pub subject: u32,
        pub consumer: Address,
        pub number: u32,
        pub nth: u32,
    }
}

impl Blank for DisputeRef {
    fn blank(env: &Env) -> Self {
        DisputeRef { subject: 0, consumer: Address::blank(env), number: 0, nth: 0 }
    }
}
