//! Data units: the capacity a provider commits to a bucket, in units of one size, and what each of them is doing.
use soroban_sdk::contracttype;

/// One unit of a bucket's capacity.
#[contracttype]
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Unit {
    /// The deal that holds the unit; 0 if none does.
    pub deal_id: u32,
    /// What the unit is doing.
    pub status: UnitStatus,
    /// The unit's number in its bucket, counted from 1.
    pub unit_id: u32,
}

/// What a unit is doing.
#[contracttype]
#[derive(Clone, Copy, Debug, Eq, PartialEq, PartialOrd, Ord)]
pub enum UnitStatus {
    /// Can be reserved.
    Free,
    /// Held by an accepted deal that is not funded yet.
    Reserved,
    /// Held by a running deal.
    InUse,
    /// Out of service for now, by the provider.
    Maintenance,
    /// Held by a deal; leaves when that deal ends.
    Decommissioning,
    /// Gone for good.
    Decommissioned,
}

/// How many units of a bucket are doing what, and how large each of them is.
#[contracttype]
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct UnitCounts {
    /// Units that are gone for good.
    pub decommissioned: u32,
    /// Units that leave when their deal ends.
    pub decommissioning: u32,
    /// Units that can be reserved.
    pub free: u32,
    /// Units held by running deals.
    pub in_use: u32,
    /// Units out of service for now.
    pub maintenance: u32,
    /// Units held by accepted deals that are not funded yet.
    pub reserved: u32,
    /// The size of each unit, in MB; 0 while the bucket has no units.
    pub unit_mb: u64,
}
