//! What bounds every entry: lengths of texts and lists, ranges of numbers, times.
use soroban_sdk::String;

use crate::error::Error;

/// Basis points of 100 %.
pub const MAX_FEE_BPS: u128 = 10_000;
/// Millionths of a percent of 100 %.
pub const MAX_UPTIME: u32 = 100_000_000;
/// Token units per GB. With usage counted in u64 no settlement can then overflow 128 bits.
pub const MAX_PRICE: u128 = 1_000_000_000_000_000_000;
/// 100 years of 365.25 days, in seconds.
pub const MAX_DURATION: u64 = 3_155_760_000;
/// How long a deal may stay pending or accepted before anyone can time it out, in seconds.
pub const TIME_OUT: u64 = 7 * 24 * 60 * 60;
/// The most a list function answers in one call, whatever `take` says.
pub const MAX_TAKE: u32 = 25;
/// How many of its newest buckets and deals a party's own maps keep.
pub const MAX_NEWEST: u32 = 25;

/// Assets accepted beside the stable one.
pub const MAX_ASSETS: u32 = 16;
/// Chunks of a stream.
pub const MAX_CHUNKS: u32 = 100_000;
/// Proofs in one call: each costs a signature check.
pub const MAX_PROOFS: u32 = 32;
/// Units of a bucket.
pub const MAX_UNITS: u32 = 1_024;
/// Units named in one call.
pub const MAX_UNITS_CALL: u32 = 256;
/// Groups of units that one call can change: those of each deal have an event of their own.
pub const MAX_UNITS_GROUPS: u32 = 17;
/// The highest level of a certification.
pub const MAX_LEVEL: u32 = 100;
/// Disputes about one deal or stream.
pub const MAX_DISPUTES: u32 = 3;
/// Pieces of evidence in one dispute.
pub const MAX_EVIDENCE: u32 = 32;
/// How long the arbiter has to decide a dispute, in seconds.
pub const DISPUTE_TIME: u64 = 14 * 24 * 60 * 60;

/// Bytes of UTF-8.
pub const MAX_DESCRIPTION: u32 = 1024;
pub const MAX_NAME: u32 = 128;
pub const MAX_IDENTIFIER: u32 = 128;
pub const MAX_LABEL: u32 = 64;
pub const MAX_CATEGORY: u32 = 64;
pub const MAX_REASON: u32 = 1024;
pub const MAX_TAGS: u32 = 16;

/// Refuses a text of more than `max` bytes with `error`.
pub fn check_text(text: &String, max: u32, error: Error) -> Result<(), Error> {
    if text.len() > max {
        return Err(error);
    }
    Ok(())
}

/// Refuses an uptime above 100 %.
pub fn check_uptime(uptime: u32) -> Result<(), Error> {
    if uptime > MAX_UPTIME {
        return Err(Error::UptimeOutOfRange);
    }
    Ok(())
}
