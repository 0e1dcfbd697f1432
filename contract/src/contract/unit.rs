//! Data units: committing capacity, maintenance, decommissioning.
use soroban_sdk::{contractimpl, Address, Env, Vec};

use super::{Market, MarketArgs, MarketClient};
use crate::announce;
use crate::capacity;
use crate::error::Error;
use crate::events::unit as events;
use crate::unit::{self, Step, Unit, UnitCounts};

#[contractimpl]
impl Market {
    /// Commits units of one size to a bucket and answers the first new unit_id; they are free. A bucket with units serves several deals at once, each with the units it needs. Fails while a deal holds the whole bucket. Signed by the provider.
    /// * `count` - how many units, at least 1; a bucket has at most 1,024, those that are gone included
    /// * `unit_mb` - the size of each, in MB; all units of a bucket have one size
    pub fn commit_units(
        env: Env,
        provider_id: Address,
        bucket_id: u32,
        count: u32,
        unit_mb: u64,
    ) -> Result<u32, Error> {
        provider_id.require_auth();
        let committed = capacity::commit(&env, &provider_id, bucket_id, count, unit_mb)?;
        let first = committed.first_unit_id;
        events::units_committed(
            &env,
            &provider_id,
            &bucket_id,
            &committed.counts,
            &count,
            &first,
            &committed.units_count,
        );
        Ok(first)
    }

    /// Takes free units out of service, or puts them back; all of them or none. Signed by the provider.
    /// * `units` - their unit_ids, 1 to 256 of them
    /// * `maintenance` - true takes them out of service, false puts them back
    pub fn set_units_maintenance(
        env: Env,
        provider_id: Address,
        bucket_id: u32,
        units: Vec<u32>,
        maintenance: bool,
    ) -> Result<bool, Error> {
        provider_id.require_auth();
        let step = if maintenance { Step::SetAside } else { Step::BringBack };
        let moved = capacity::step(&env, &provider_id, bucket_id, &units, step)?;
        announce::units_changed(&env, &provider_id, bucket_id, &moved);
        Ok(true)
    }

    /// Takes units away for good, all of them or none: those that a deal holds leave when it ends, the others at once. Signed by the provider.
    /// * `units` - their unit_ids, 1 to 256 of them, held by at most 16 deals
    pub fn decommission_units(env: Env, provider_id: Address, bucket_id: u32, units: Vec<u32>) -> Result<bool, Error> {
        provider_id.require_auth();
        let moved = capacity::step(&env, &provider_id, bucket_id, &units, Step::Decommission)?;
        announce::units_changed(&env, &provider_id, bucket_id, &moved);
        Ok(true)
    }

    /// The units at these positions of a bucket: position n holds unit n + 1.
    /// * `skip` - the first position, from 0
    /// * `take` - how many positions, at most 25
    pub fn get_units(env: Env, provider_id: Address, bucket_id: u32, skip: u32, take: u32) -> Vec<Unit> {
        unit::range(&env, &provider_id, bucket_id, skip, take)
    }

    /// How many units of a bucket are doing what; all are 0 where it has none.
    pub fn get_unit_counts(env: Env, provider_id: Address, bucket_id: u32) -> UnitCounts {
        unit::counts(&env, &provider_id, bucket_id)
    }
}
