//! Data units: the capacity a provider commits to a bucket, in units of one size, and what each of them is doing.
//!
//! All units of a bucket are one entry that has its full size from the first commitment on. Which units a deal gets is known only
//! when its acceptance runs; with one entry, two acceptances simulated on the same state both declared all they may touch.
use soroban_sdk::{Address, BytesN, Env, Vec};

use crate::limits::{MAX_TAKE, MAX_UNITS};
use crate::packing::{choice, record, stored};
use crate::storage::{self, Key};

record! {
    /// One unit of a bucket's capacity.
    pub struct Unit {
        /// The deal that holds the unit; 0 if none does.
        pub deal_id: u32,
        /// What the unit is doing.
        pub status: UnitStatus,
        /// The unit's number in its bucket, counted from 1.
        pub unit_id: u32,
    }
}

choice! {
    /// What a unit is doing. Decommissioned never changes again.
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
}

record! {
    /// How many units of a bucket are doing what, and how large each of them is.
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
}

/// What happens to a unit.
#[derive(Clone, Copy, Eq, PartialEq)]
pub enum Step {
    Reserve,
    Use,
    Release,
    SetAside,
    BringBack,
    Decommission,
}

impl Step {
    /// The whole life of a unit: where a step leads, or None where it is not allowed.
    fn from(self, status: UnitStatus) -> Option<UnitStatus> {
        use UnitStatus::*;
        Some(match (self, status) {
            (Step::Reserve, Free) => Reserved,
            (Step::Use, Reserved) => InUse,
            (Step::Release, Reserved | InUse) => Free,
            (Step::Release, Decommissioning) => Decommissioned,
            (Step::SetAside, Free) => Maintenance,
            (Step::BringBack, Maintenance) => Free,
            (Step::Decommission, Free | Maintenance) => Decommissioned,
            (Step::Decommission, Reserved | InUse) => Decommissioning,
            _ => return None,
        })
    }
}

/// Bytes of a unit: its status as a number counted from 1 (0: there is no such unit yet), and the deal's id.
const WIDTH: usize = 5;
const BYTES: usize = MAX_UNITS as usize * WIDTH;

stored! {
    /// What is stored of a bucket's units.
    pub struct UnitsRecord {
        pub unit_mb: u64,
        pub bytes: BytesN<BYTES>,
    }
}

/// The units of a bucket in memory.
pub struct Units {
    bytes: [u8; BYTES],
    unit_mb: u64,
}

fn key(provider: &Address, bucket_id: u32) -> Key {
    Key::Units(provider.clone(), bucket_id)
}

/// A bucket's units, or None if none were ever committed to it.
pub fn find(env: &Env, provider: &Address, bucket_id: u32) -> Option<Units> {
    let UnitsRecord { unit_mb, bytes } = storage::get(env, &key(provider, bucket_id))?;
    Some(Units { bytes: bytes.to_array(), unit_mb })
}

pub fn save(env: &Env, provider: &Address, bucket_id: u32, units: &Units) {
    storage::set(
        env,
        &key(provider, bucket_id),
        &UnitsRecord { unit_mb: units.unit_mb, bytes: BytesN::from_array(env, &units.bytes) },
    );
}

/// What `get_unit_counts` answers.
pub fn counts(env: &Env, provider: &Address, bucket_id: u32) -> UnitCounts {
    find(env, provider, bucket_id).unwrap_or_else(|| Units::none(0)).counts()
}

/// The units at positions `skip` to `skip + take`, at most `MAX_TAKE` of them.
pub fn range(env: &Env, provider: &Address, bucket_id: u32, skip: u32, take: u32) -> Vec<Unit> {
    let mut found = Vec::new(env);
    if let Some(units) = find(env, provider, bucket_id) {
        for position in skip..skip.saturating_add(take.min(MAX_TAKE)) {
            match units.at(position) {
                Some(unit) => found.push_back(unit),
                None => break,
            }
        }
    }
    found
}

/// Keeps a bucket's units alive.
pub fn extend(env: &Env, provider: &Address, bucket_id: u32) {
    storage::extend(env, &key(provider, bucket_id));
}

impl Units {
    pub fn none(unit_mb: u64) -> Units {
        Units { bytes: [0; BYTES], unit_mb }
    }

    pub fn unit_mb(&self) -> u64 {
        self.unit_mb
    }

    /// Counted anew each time, so that the counts cannot differ from the units.
    pub fn counts(&self) -> UnitCounts {
        let mut found = [0; 256];
        for slot in self.bytes.chunks_exact(WIDTH) {
            found[slot[0] as usize] += 1;
        }
        let [_, free, reserved, in_use, maintenance, decommissioning, decommissioned, ..] = found;
        UnitCounts { decommissioned, decommissioning, free, in_use, maintenance, reserved, unit_mb: self.unit_mb }
    }

    /// The unit at a position (counted from 0), or None where there is none.
    pub fn at(&self, position: u32) -> Option<Unit> {
        let slot = self.bytes.chunks_exact(WIDTH).nth(position as usize)?;
        let status = *UnitStatus::ALL.get(slot[0].wrapping_sub(1) as usize)?;
        let deal_id = u32::from_be_bytes([slot[1], slot[2], slot[3], slot[4]]);
        Some(Unit { deal_id, status, unit_id: position + 1 })
    }

    fn set(&mut self, unit: &Unit) {
        let slot = &mut self.bytes[(unit.unit_id as usize - 1) * WIDTH..][..WIDTH];
        slot[0] = unit.status as u8 + 1;
        slot[1..].copy_from_slice(&unit.deal_id.to_be_bytes());
    }

    /// Adds `count` free units behind the `before` that are there.
    pub fn add(&mut self, before: u32, count: u32) {
        for position in before..before + count {
            self.set(&Unit { deal_id: 0, status: UnitStatus::Free, unit_id: position + 1 });
        }
    }

    /// Takes a unit a step further and answers it as it is then; None where the step is not allowed.
    pub fn step(&mut self, mut unit: Unit, step: Step, deal_id: u32) -> Option<Unit> {
        unit.status = step.from(unit.status)?;
        match unit.status {
            UnitStatus::Reserved => unit.deal_id = deal_id,
            UnitStatus::InUse | UnitStatus::Decommissioning => (),
            _ => unit.deal_id = 0,
        }
        self.set(&unit);
        Some(unit)
    }
}

impl UnitCounts {
    /// Those that have not left.
    pub fn offered(&self) -> u32 {
        self.free + self.reserved + self.in_use + self.maintenance + self.decommissioning
    }

    /// All that were ever committed.
    pub fn committed(&self) -> u32 {
        self.offered() + self.decommissioned
    }
}
