//! Data units: committing capacity, maintenance, decommissioning.
use soroban_sdk::{contractimpl, Address, Env, Vec};

use super::{Market, MarketArgs, MarketClient};
use crate::error::Error;
use crate::unit::{Unit, UnitCounts};

#[allow(unused_variables)]
#[contractimpl]
impl Market {
    /// Commits units of one size to a bucket and answers the first new unit_id; they are free. A bucket with units serves several deals at once, each with the units it needs. Signed by the provider.
    /// * `count` - how many units, at least 1; a bucket has at most 1,024
    /// * `unit_mb` - the size of each, in MB; all units of a bucket have one size
    pub fn commit_units(
        env: Env,
        provider_id: Address,
        bucket_id: u32,
        count: u32,
        unit_mb: u64,
    ) -> Result<u32, Error> {
        Err(Error::UnitNotFound)
    }

    /// Takes free units out of service, or puts them back. Signed by the provider.
    /// * `units` - their unit_ids, 1 to 256 of them
    /// * `maintenance` - true takes them out of service, false puts them back
    pub fn set_units_maintenance(
        env: Env,
        provider_id: Address,
        bucket_id: u32,
        units: Vec<u32>,
        maintenance: bool,
    ) -> Result<bool, Error> {
        Err(Error::UnitNotFound)
    }

    /// Takes units away for good: those that a deal holds leave when it ends, the others at once. Signed by the provider.
    /// * `units` - their unit_ids, 1 to 256 of them
    pub fn decommission_units(env: Env, provider_id: Address, bucket_id: u32, units: Vec<u32>) -> Result<bool, Error> {
        Err(Error::UnitNotFound)
    }

    /// The units at these positions of a bucket: position n holds unit n + 1.
    /// * `skip` - the first position, from 0
    /// * `take` - how many positions, at most 25
    pub fn get_units(env: Env, provider_id: Address, bucket_id: u32, skip: u32, take: u32) -> Vec<Unit> {
        Vec::new(&env)
    }

    /// How many units of a bucket are doing what; all are 0 where it has none.
    pub fn get_unit_counts(env: Env, provider_id: Address, bucket_id: u32) -> UnitCounts {
        UnitCounts {
            decommissioned: 0,
            decommissioning: 0,
            free: 0,
            in_use: 0,
            maintenance: 0,
            reserved: 0,
            unit_mb: 0,
        }
    }
}
