//! Events of data units.
use soroban_sdk::{Address, Vec};

use super::event;
use crate::unit::{UnitCounts, UnitStatus};

event! {
    /// A provider committed units to a bucket; they are free.
    units_committed => UnitsCommitted [
        /// The provider's address.
        provider: Address,
        /// The bucket's number with its provider.
        bucket_id: u32,
    ] {
        /// What the bucket's units are doing after the change.
        counts: UnitCounts,
        /// How many there are more.
        count: u32,
        /// The first of the new ones; the others follow.
        first_unit_id: u32,
        /// How many units the provider has committed in all.
        units_count: u32,
    }
}
event! {
    /// Units of a bucket do something else from now on.
    units_changed => UnitsChanged [
        /// The provider's address.
        provider: Address,
        /// The bucket's number with its provider.
        bucket_id: u32,
    ] {
        /// What the bucket's units are doing after the change.
        counts: UnitCounts,
        /// The deal that holds them; 0 if none does.
        deal_id: u32,
        /// What they are doing.
        status: UnitStatus,
        /// Which ones.
        units: Vec<u32>,
        /// How many units the provider has committed in all.
        units_count: u32,
    }
}
