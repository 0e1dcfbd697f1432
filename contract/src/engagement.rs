//! Open engagements: deals and streams that have not ended. Consumer, provider and bucket count theirs, and none of
//! them can be deleted while it has one.
use soroban_sdk::{Address, Env};

use crate::bucket::{self, BucketRecord};
use crate::error::Error;
use crate::party::{self, Side};

/// Counts a new engagement; also the consumer's running number of it, and the bucket it is about.
pub fn begin(env: &Env, consumer: &Address, provider: &Address, bucket_id: u32) -> Result<(u32, BucketRecord), Error> {
    let mut buyer = party::load(env, Side::Consumer, consumer)?;
    let mut seller = party::load(env, Side::Provider, provider)?;
    let mut record = bucket::load(env, provider, bucket_id)?;
    buyer.made = increment(buyer.made)?;
    buyer.open_deals = increment(buyer.open_deals)?;
    seller.open_deals = increment(seller.open_deals)?;
    record.open_deals = increment(record.open_deals)?;
    party::save(env, Side::Consumer, consumer, &buyer);
    party::save(env, Side::Provider, provider, &seller);
    bucket::save(env, &record);
    Ok((buyer.made, record))
}

/// Counts off one that ended with its parties; the bucket is the caller's, who may have to free it.
pub fn end(env: &Env, consumer: &Address, provider: &Address) -> Result<(), Error> {
    for (side, address) in [(Side::Consumer, consumer), (Side::Provider, provider)] {
        let mut party = party::load(env, side, address)?;
        party.open_deals -= 1;
        party::save(env, side, address, &party);
    }
    Ok(())
}

fn increment(number: u32) -> Result<u32, Error> {
    number.checked_add(1).ok_or(Error::Overflow)
}
