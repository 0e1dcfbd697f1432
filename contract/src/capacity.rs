//! What happens to a bucket's units: its provider commits them, sets them aside and takes them away; deals reserve, use and
//! release them. Every change writes the bucket's units as a whole and answers what changed and what is there after it.
use soroban_sdk::{Address, Env, Map, Vec};

use crate::bucket;
use crate::deal::DealRecord;
use crate::error::Error;
use crate::limits::{MAX_UNITS, MAX_UNITS_CALL, MAX_UNITS_GROUPS};
use crate::party::{self, Side};
use crate::pause;
use crate::unit::{self, Step, Unit, UnitCounts, UnitStatus, Units};

/// New units: the number of the first, and what bucket and provider have after it.
pub struct Committed {
    pub first_unit_id: u32,
    pub counts: UnitCounts,
    pub units_count: u32,
}

/// Units that changed, and what bucket and provider have after it.
pub struct Moved {
    groups: Groups,
    pub counts: UnitCounts,
    pub units_count: u32,
}

/// Numbers of units by what they do now (the upper half of the key) and for which deal (the lower half).
struct Groups(Map<u64, Vec<u32>>);

impl Groups {
    fn add(&mut self, unit: Unit) {
        let key = (unit.status as u64) << 32 | u64::from(unit.deal_id);
        let mut units = self.0.get(key).unwrap_or_else(|| Vec::new(self.0.env()));
        units.push_back(unit.unit_id);
        self.0.set(key, units);
    }
}

impl Moved {
    /// Status, deal and units of each group.
    pub fn groups(&self) -> impl Iterator<Item = (UnitStatus, u32, Vec<u32>)> {
        self.groups.0.iter().map(|(key, units)| (UnitStatus::ALL[(key >> 32) as usize], key as u32, units))
    }
}

/// Commits `count` units of `unit_mb` MB; not while a deal holds the bucket as a whole.
pub fn commit(env: &Env, provider: &Address, bucket_id: u32, count: u32, unit_mb: u64) -> Result<Committed, Error> {
    pause::check(env)?;
    let mut party = party::load(env, Side::Provider, provider)?;
    if bucket::load(env, provider, bucket_id)?.held_by != 0 {
        return Err(Error::BucketHeld);
    }
    let mut units = unit::find(env, provider, bucket_id).unwrap_or_else(|| Units::none(unit_mb));
    if unit_mb == 0 || unit_mb != units.unit_mb() {
        return Err(Error::UnitSizeInvalid);
    }
    let before = units.counts().committed();
    if count == 0 || count > MAX_UNITS - before {
        return Err(Error::UnitsOutOfRange);
    }
    units.add(before, count);
    unit::save(env, provider, bucket_id, &units);
    party.units_count = party.units_count.checked_add(count).ok_or(Error::Overflow)?;
    party::save(env, Side::Provider, provider, &party);
    Ok(Committed { first_unit_id: before + 1, counts: units.counts(), units_count: party.units_count })
}

/// Takes the listed units a step further, all of them or none.
pub fn step(env: &Env, provider: &Address, bucket_id: u32, listed: &Vec<u32>, step: Step) -> Result<Moved, Error> {
    party::load(env, Side::Provider, provider)?;
    bucket::load(env, provider, bucket_id)?;
    if listed.is_empty() || listed.len() > MAX_UNITS_CALL {
        return Err(Error::UnitsListInvalid);
    }
    let refused = if step == Step::Decommission { Error::UnitDecommissioned } else { Error::UnitNotIdle };
    let mut units = unit::find(env, provider, bucket_id).ok_or(Error::UnitNotFound)?;
    let mut groups = Groups(Map::new(env));
    for unit_id in listed {
        let unit = unit_id.checked_sub(1).and_then(|position| units.at(position)).ok_or(Error::UnitNotFound)?;
        groups.add(units.step(unit, step, 0).ok_or(refused)?);
    }
    if groups.0.len() > MAX_UNITS_GROUPS {
        return Err(Error::UnitsListInvalid);
    }
    finish(env, provider, bucket_id, &units, step, groups)
}

/// Takes the units of a deal a step further: reserves the first free ones when it is accepted, uses them when it is funded, releases
/// them when it ends. None if its bucket has no units.
///
/// Every unit is looked at and the entry written whatever is found: what a call needs does not depend on what came before it.
pub fn follow(env: &Env, deal: &DealRecord, step: Step) -> Result<Option<Moved>, Error> {
    let (provider, bucket_id) = (&deal.provider, deal.bucket_id);
    let Some(mut units) = unit::find(env, provider, bucket_id) else {
        return Ok(None);
    };
    let (mut left, holder) = match step {
        Step::Reserve => (deal.terms.agreed_storage_mb.div_ceil(units.unit_mb()).max(1), 0),
        _ => (0, deal.deal_id),
    };
    let mut groups = Groups(Map::new(env));
    for position in 0..MAX_UNITS {
        let Some(unit) = units.at(position) else { break };
        if unit.deal_id != holder || (step == Step::Reserve && left == 0) {
            continue;
        }
        if let Some(unit) = units.step(unit, step, deal.deal_id) {
            groups.add(unit);
            left = left.saturating_sub(1);
        }
    }
    if left > 0 {
        return Err(Error::UnitsNotEnough);
    }
    finish(env, provider, bucket_id, &units, step, groups).map(Some)
}

/// Writes the provider whenever the step can make units leave, even if none did.
fn finish(
    env: &Env,
    provider: &Address,
    bucket_id: u32,
    units: &Units,
    step: Step,
    groups: Groups,
) -> Result<Moved, Error> {
    unit::save(env, provider, bucket_id, units);
    let mut party = party::load(env, Side::Provider, provider)?;
    if matches!(step, Step::Release | Step::Decommission) {
        let gone = groups.0.get((UnitStatus::Decommissioned as u64) << 32).map_or(0, |units| units.len());
        party.units_count -= gone;
        party::save(env, Side::Provider, provider, &party);
    }
    Ok(Moved { groups, counts: units.counts(), units_count: party.units_count })
}
