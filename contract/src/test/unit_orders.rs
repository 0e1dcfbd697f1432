//! Random orders of everything that touches units, beside a model of them: nothing is sold twice, and what is told is true.
extern crate std;

use std::collections::BTreeMap;
use std::vec::Vec;

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use soroban_sdk::Address;

use super::support::*;
use crate::{DealStatus, UnitStatus};

const CASES: u32 = 24;
const CALLS_PER_CASE: usize = 120;
const UNIT_MB: u64 = 100;

#[derive(Clone, Debug)]
struct Step {
    function: u8,
    target: usize,
    number: u32,
}

fn step() -> impl Strategy<Value = Step> {
    (0..16u8, any::<usize>(), 0..12u32).prop_map(|(function, target, number)| Step { function, target, number })
}

struct Play {
    world: World,
    consumers: Vec<Address>,
    places: Vec<(Address, u32)>,
    deals: Vec<At>,
}

impl Play {
    /// Two buckets of one provider and one of another, one of them without units at first.
    fn new() -> Play {
        let world = World::new();
        let (one, two) = (world.provider(), world.provider());
        let places = [&one, &one, &two].map(|provider| (provider.clone(), world.bucket(provider))).to_vec();
        for (provider, bucket) in &places[..2] {
            world.market.commit_units(provider, bucket, &6, &UNIT_MB);
        }
        let consumers = (0..3).map(|_| world.consumer()).collect();
        Play { world, consumers, places, deals: Vec::new() }
    }

    /// True when the contract took the call.
    fn call(&mut self, step: &Step) -> bool {
        let Step { function, target, number } = *step;
        let (market, place) = (&self.world.market, self.places[target % self.places.len()].clone());
        let units: Vec<u32> =
            (0..1 + number % 3).map(|n| (target as u32).wrapping_mul(7).wrapping_add(n) % 16).collect();
        let units = soroban_sdk::Vec::from_slice(&self.world.env, &units);
        match function {
            0 => return market.try_commit_units(&place.0, &place.1, &(number % 5), &UNIT_MB).is_ok(),
            1 => return market.try_set_units_maintenance(&place.0, &place.1, &units, &true).is_ok(),
            2 => return market.try_set_units_maintenance(&place.0, &place.1, &units, &false).is_ok(),
            3 => return market.try_decommission_units(&place.0, &place.1, &units).is_ok(),
            4..=6 => return self.propose(target, number),
            _ => (),
        }
        if self.deals.is_empty() {
            return false;
        }
        let at = self.deals[target % self.deals.len()].clone();
        let (c, p, id, text) = (&at.consumer, &at.provider, &at.id, self.world.text("repo"));
        match function {
            7..=9 => market.try_set_deal_accepted(p, c, id).is_ok(),
            10 | 11 => market.try_set_deal_funded(c, p, id, &1000, &text).is_ok(),
            12 => market.try_withdraw_deal(c, p, id).is_ok(),
            13 => market.try_set_deal_completed(c, p, id).is_ok(),
            14 => market.try_set_deal_cancelled(p, c, id).is_ok(),
            _ => {
                self.world.wait(u64::from(number) * DAY);
                market.try_time_out_deal(c, p, id).is_ok() || market.try_expire_deal(c, p, id).is_ok()
            }
        }
    }

    fn propose(&mut self, target: usize, number: u32) -> bool {
        let (provider, bucket) = self.places[target % self.places.len()].clone();
        let consumer = self.consumers[number as usize % self.consumers.len()].clone();
        let (text, storage_mb) = (self.world.text("repo"), u64::from(number) * 60);
        let market = &self.world.market;
        let made = market.try_create_deal(&consumer, &provider, &bucket, &text, &(20 * DAY), &storage_mb, &1, &text);
        let Ok(Ok(id)) = made else { return false };
        self.deals.push(At { consumer, provider, bucket, id });
        true
    }

    fn status(&self, at: &At) -> DealStatus {
        self.world.state(at).status
    }

    /// Units and deals agree: each deal that was accepted and has not ended has what it needs, everybody else nothing.
    fn check(&self) {
        let mut offered: BTreeMap<Address, u32> = BTreeMap::new();
        for (provider, bucket) in &self.places {
            let units = self.world.market.get_units(provider, bucket, &0, &25);
            let with = |status| units.iter().filter(|unit| unit.status == status).count() as u32;
            let counts = self.world.market.get_unit_counts(provider, bucket);
            use UnitStatus::*;
            assert_eq!(counts.free, with(Free));
            assert_eq!((counts.reserved, counts.in_use), (with(Reserved), with(InUse)));
            assert_eq!((counts.maintenance, counts.decommissioning), (with(Maintenance), with(Decommissioning)));
            assert_eq!(counts.decommissioned, with(Decommissioned));
            *offered.entry(provider.clone()).or_default() += units.len() - with(Decommissioned);
            for (at, status) in self.deals.iter().map(|at| (at, self.status(at))) {
                if (&at.provider, at.bucket) == (provider, *bucket) && !units.is_empty() {
                    self.check_deal(at, status, &units);
                }
            }
            assert!(units
                .iter()
                .all(|unit| (unit.deal_id != 0) == matches!(unit.status, Reserved | InUse | Decommissioning)));
        }
        for (provider, count) in offered {
            assert_eq!(self.world.market.get_provider(&provider).unwrap().units_count, count);
        }
    }

    fn check_deal(&self, at: &At, status: DealStatus, units: &soroban_sdk::Vec<crate::Unit>) {
        let own: Vec<UnitStatus> = units.iter().filter(|unit| unit.deal_id == at.id).map(|unit| unit.status).collect();
        let terms = self.world.market.get_deal_terms(&at.consumer, &at.provider, &at.id).unwrap();
        let needed = terms.agreed_storage_mb.div_ceil(UNIT_MB).max(1) as usize;
        use UnitStatus::*;
        match status {
            DealStatus::Pending | DealStatus::Completed | DealStatus::Cancelled => assert!(own.is_empty()),
            DealStatus::Accepted => {
                assert_eq!(own.len(), needed);
                assert!(own.iter().all(|status| matches!(status, Reserved | Decommissioning)));
            }
            _ => {
                assert_eq!(own.len(), needed);
                assert!(own.iter().all(|status| matches!(status, InUse | Decommissioning)));
            }
        }
    }
}

#[test]
fn capacity_is_never_oversold_in_any_order_of_calls() {
    let mut taken = BTreeMap::<u8, u32>::new();
    let mut runner = TestRunner::new(Config { cases: CASES, failure_persistence: None, ..Config::default() });
    let taken_cell = std::cell::RefCell::new(&mut taken);
    runner
        .run(&prop::collection::vec(step(), CALLS_PER_CASE), |steps| {
            let mut play = Play::new();
            for step in &steps {
                if play.call(step) {
                    *taken_cell.borrow_mut().entry(step.function).or_default() += 1;
                    play.check();
                }
            }
            Ok(())
        })
        .unwrap();
    std::println!("calls taken: {taken:?}");
    assert_eq!(taken.len(), 16, "every kind of call was taken at least once: {taken:?}");
}
