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

/// Bytes of UTF-8.
pub const MAX_DESCRIPTION: u32 = 1024;
pub const MAX_NAME: u32 = 128;
pub const MAX_IDENTIFIER: u32 = 128;
pub const MAX_LABEL: u32 = 64;
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
