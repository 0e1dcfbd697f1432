//! Data units: what a deal gets, who frees what, and that no order of calls sells a unit twice.
extern crate std;

use std::vec::Vec;

use super::support::*;
use crate::{DealStatus, Error, Unit, UnitCounts, UnitStatus};
use soroban_sdk::testutils::Events as _;
use soroban_sdk::xdr::{Limits, WriteXdr};
use soroban_sdk::Address;

/// A bucket with this many units of 512 MB: the usual deal of `support`, over 1,024 MB, needs two.
fn bucket_of(world: &World, units: u32) -> (Address, u32) {
    let provider = world.provider();
    let bucket = world.bucket(&provider);
    world.market.commit_units(&provider, &bucket, &units, &512);
    (provider, bucket)
}

fn deal_over(world: &World, place: &(Address, u32), storage_mb: u64) -> At {
    let (consumer, text) = (world.consumer(), world.text("repo"));
    let (provider, bucket) = place.clone();
    let id = world.market.create_deal(&consumer, &provider, &bucket, &text, &(30 * DAY), &storage_mb, &1, &text);
    At { consumer, provider, bucket, id }
}

fn list(world: &World, units: &[u32]) -> soroban_sdk::Vec<u32> {
    soroban_sdk::Vec::from_slice(&world.env, units)
}

/// All units, walked as a reader does.
fn units_of(world: &World, place: &(Address, u32)) -> Vec<Unit> {
    let mut found = Vec::new();
    loop {
        let page = world.market.get_units(&place.0, &place.1, &(found.len() as u32), &25);
        if page.is_empty() {
            return found;
        }
        found.extend(page);
    }
}

/// Status and deal of each unit, in order.
fn shown(world: &World, place: &(Address, u32)) -> Vec<(UnitStatus, u32)> {
    units_of(world, place).iter().map(|unit| (unit.status, unit.deal_id)).collect()
}

fn counts(world: &World, place: &(Address, u32)) -> UnitCounts {
    world.market.get_unit_counts(&place.0, &place.1)
}

fn units_count(world: &World, provider: &Address) -> u32 {
    world.market.get_provider(provider).unwrap().units_count
}

#[test]
fn a_bucket_with_units_serves_several_deals_at_once_and_is_never_held() {
    use UnitStatus::*;
    let world = World::new();
    let place = bucket_of(&world, 5);
    let (one, two, three) =
        (deal_over(&world, &place, 1024), deal_over(&world, &place, 1024), deal_over(&world, &place, 1024));
    world.accept(&one);
    world.accept(&two);
    assert!(!world.market.get_bucket(&place.0, &place.1).unwrap().locked);
    world.fund(&one, 1000);
    assert_eq!(shown(&world, &place), [(InUse, 1), (InUse, 1), (Reserved, 2), (Reserved, 2), (Free, 0)]);
    let refused = world.market.try_set_deal_accepted(&three.provider, &three.consumer, &three.id);
    assert_eq!(refusal(refused), Some(Error::UnitsNotEnough));
    world.complete(&one);
    world.accept(&three);
    assert_eq!(shown(&world, &place), [(Reserved, 3), (Reserved, 3), (Reserved, 2), (Reserved, 2), (Free, 0)]);
}

#[test]
fn a_deal_gets_the_first_free_units_that_hold_what_was_agreed_and_at_least_one() {
    let world = World::new();
    let place = bucket_of(&world, 10);
    let needed = |storage_mb| {
        let before = counts(&world, &place).free;
        world.accept(&deal_over(&world, &place, storage_mb));
        before - counts(&world, &place).free
    };
    assert_eq!([needed(0), needed(1), needed(512), needed(513), needed(1536)], [1, 1, 1, 2, 3]);
    assert_eq!(counts(&world, &place).free, 2);
    let huge = deal_over(&world, &place, u64::MAX);
    let refused = world.market.try_set_deal_accepted(&huge.provider, &huge.consumer, &huge.id);
    assert_eq!(refusal(refused), Some(Error::UnitsNotEnough));
}

#[test]
fn every_end_of_a_deal_frees_its_units_and_only_them() {
    type End = (&'static str, DealStatus, fn(&World, &At) -> bool);
    const ENDS: [End; 7] = [
        ("withdraw", DealStatus::Accepted, |w, a| w.market.withdraw_deal(&a.consumer, &a.provider, &a.id)),
        ("time out", DealStatus::Accepted, |w, a| {
            w.wait(7 * DAY);
            w.market.time_out_deal(&a.consumer, &a.provider, &a.id)
        }),
        ("cancel", DealStatus::Accepted, |w, a| w.market.set_deal_cancelled(&a.provider, &a.consumer, &a.id)),
        ("complete", DealStatus::Funded, |w, a| w.market.set_deal_completed(&a.consumer, &a.provider, &a.id)),
        ("expire", DealStatus::Funded, |w, a| {
            w.wait(30 * DAY);
            w.market.expire_deal(&a.consumer, &a.provider, &a.id)
        }),
        ("cancel a breach", DealStatus::BreachedConsumer, |w, a| {
            w.market.set_deal_cancelled(&a.provider, &a.consumer, &a.id)
        }),
        ("resolve", DealStatus::Funded, |w, a| {
            let hash = soroban_sdk::BytesN::from_array(&w.env, &[0; 32]);
            let dispute =
                w.market.open_deal_dispute(&a.consumer, &a.consumer, &a.provider, &a.id, &hash, &w.text("why"));
            w.market.resolve_dispute(&dispute, &400, &600)
        }),
    ];
    for (name, status, end) in ENDS {
        let world = World::new();
        let place = bucket_of(&world, 4);
        let (other, at) = (deal_over(&world, &place, 512), deal_over(&world, &place, 1024));
        world.accept(&other);
        world.accept(&at);
        if status != DealStatus::Accepted {
            world.fund(&at, 1000);
        }
        if status == DealStatus::BreachedConsumer {
            world.use_up(&at, 3072, 0);
            world.settle(&at);
        }
        world.market.decommission_units(&place.0, &place.1, &list(&world, &[3]));
        assert_eq!(units_count(&world, &place.0), 4, "{name}: it leaves when the deal ends");
        assert!(end(&world, &at), "{name}");
        use UnitStatus::*;
        assert_eq!(shown(&world, &place), [(Reserved, 1), (Free, 0), (Decommissioned, 0), (Free, 0)], "{name}");
        assert_eq!(units_count(&world, &place.0), 3, "{name}");
    }
}

#[test]
fn a_pending_deal_reserves_nothing_and_its_end_frees_nothing() {
    let world = World::new();
    let place = bucket_of(&world, 3);
    world.accept(&deal_over(&world, &place, 512));
    let before = shown(&world, &place);
    let at = deal_over(&world, &place, 512);
    assert!(world.market.set_deal_rejected(&at.provider, &at.consumer, &at.id));
    let at = deal_over(&world, &place, 512);
    assert!(world.market.withdraw_deal(&at.consumer, &at.provider, &at.id));
    assert_eq!(shown(&world, &place), before);
}

#[test]
fn maintenance_and_decommissioning_never_take_a_unit_from_its_deal() {
    use UnitStatus::*;
    let world = World::new();
    let place = bucket_of(&world, 4);
    let at = deal_over(&world, &place, 1024);
    world.accept(&at);
    let market = &world.market;
    let maintain = |units: &[u32], on| market.try_set_units_maintenance(&place.0, &place.1, &list(&world, units), &on);
    assert_eq!(refusal(maintain(&[3, 2], true)), Some(Error::UnitNotIdle));
    assert_eq!(counts(&world, &place).free, 2, "all or none");
    assert_eq!(refusal(maintain(&[3, 3], true)), Some(Error::UnitNotIdle), "named twice");
    assert!(maintain(&[3, 4], true).is_ok());
    let later = deal_over(&world, &place, 1);
    let refused = market.try_set_deal_accepted(&later.provider, &later.consumer, &later.id);
    assert_eq!(refusal(refused), Some(Error::UnitsNotEnough));
    assert!(maintain(&[4], false).is_ok());
    market.decommission_units(&place.0, &place.1, &list(&world, &[1, 3, 4]));
    assert_eq!(shown(&world, &place), [(Decommissioning, 1), (Reserved, 1), (Decommissioned, 0), (Decommissioned, 0)]);
    world.fund(&at, 1000);
    assert_eq!(shown(&world, &place)[..2], [(Decommissioning, 1), (InUse, 1)]);
    world.complete(&at);
    assert_eq!(shown(&world, &place)[..2], [(Decommissioned, 0), (Free, 0)]);
    assert_eq!(units_count(&world, &place.0), 1);
}

#[test]
fn units_are_committed_up_to_1024_in_one_size_and_numbered_on() {
    let world = World::new();
    let place = bucket_of(&world, 1000);
    let commit = |count: u32, size: u64| world.market.try_commit_units(&place.0, &place.1, &count, &size);
    assert_eq!(commit(20, 512), Ok(Ok(1001)));
    assert_eq!(refusal(commit(5, 512)), Some(Error::UnitsOutOfRange));
    assert_eq!(refusal(commit(u32::MAX, 512)), Some(Error::UnitsOutOfRange));
    assert_eq!(refusal(commit(1, 511)), Some(Error::UnitSizeInvalid));
    assert_eq!(commit(4, 512), Ok(Ok(1021)));
    assert_eq!((counts(&world, &place).free, counts(&world, &place).unit_mb), (1024, 512));
    assert_eq!(units_count(&world, &place.0), 1024);
    let last = units_of(&world, &place).pop().unwrap();
    assert_eq!(last, Unit { deal_id: 0, status: UnitStatus::Free, unit_id: 1024 });
}

#[test]
fn a_bucket_that_a_deal_holds_takes_no_units_and_without_them_serves_one_deal() {
    let world = World::new();
    let at = world.deal();
    let second = world.deal_on(&world.consumer(), &at.provider, at.bucket);
    world.accept(&at);
    let commit = || world.market.try_commit_units(&at.provider, &at.bucket, &4, &512);
    assert_eq!(refusal(commit()), Some(Error::BucketHeld));
    let refused = world.market.try_set_deal_accepted(&second.provider, &second.consumer, &second.id);
    assert_eq!(refusal(refused), Some(Error::BucketHeld));
    world.market.withdraw_deal(&at.consumer, &at.provider, &at.id);
    assert!(commit().is_ok());
    world.accept(&second);
    assert_eq!(counts(&world, &(at.provider, at.bucket)).reserved, 2, "a deal made before there were units");
}

#[test]
fn a_bucket_with_units_goes_only_when_they_are_gone() {
    let world = World::new();
    let place = bucket_of(&world, 2);
    let delete = || world.market.try_delete_bucket(&place.0, &place.1);
    assert_eq!(refusal(delete()), Some(Error::BucketHasUnits));
    world.market.decommission_units(&place.0, &place.1, &list(&world, &[1, 2]));
    assert!(delete().is_ok());
    assert_eq!(units_count(&world, &place.0), 0);
}

#[test]
fn while_paused_no_units_are_committed_but_others_are_still_freed() {
    let world = World::new();
    let place = bucket_of(&world, 2);
    let at = deal_over(&world, &place, 1024);
    world.accept(&at);
    world.fund(&at, 1000);
    world.market.set_paused(&true);
    let commit = world.market.try_commit_units(&place.0, &place.1, &1, &512);
    assert_eq!(refusal(commit), Some(Error::MarketPaused));
    world.complete(&at);
    assert_eq!(counts(&world, &place).free, 2);
}

/// What a transaction may publish on the public network, in bytes.
const MAX_EVENTS: usize = 16_384;

fn published_bytes(world: &World) -> usize {
    let all = world.env.events().all();
    all.events().iter().map(|event| event.to_xdr(Limits::none()).unwrap().len()).sum()
}

#[test]
fn a_deal_over_1024_units_fits_a_transaction_from_acceptance_to_its_end() {
    let world = World::new();
    let place = bucket_of(&world, 1024);
    let fits = |name: &str| {
        let (bytes, used) = (published_bytes(&world), world.env.cost_estimate().resources());
        std::println!(
            "{name}: {bytes} bytes of events, {} instructions, {} written",
            used.instructions,
            used.write_bytes
        );
        assert!(bytes <= MAX_EVENTS, "{name} publishes {bytes} bytes");
        assert!(used.instructions < 100_000_000 && used.mem_bytes < 41_943_040, "{name}");
    };
    let at = deal_over(&world, &place, 1024 * 512);
    world.accept(&at);
    fits("accept");
    world.market.set_deal_funded(&at.consumer, &at.provider, &at.id, &1000, &world.long(128));
    fits("fund");
    for first in [1, 257] {
        let units: Vec<u32> = (first..first + 256).collect();
        world.market.decommission_units(&place.0, &place.1, &list(&world, &units));
        fits("decommission");
    }
    world.use_up(&at, 512, 0);
    world.complete(&at);
    fits("complete");
    assert_eq!((counts(&world, &place).free, counts(&world, &place).decommissioned), (512, 512));
}

#[test]
fn a_call_that_would_publish_too_much_is_refused_by_name() {
    let world = World::new();
    let place = bucket_of(&world, 20);
    for _ in 0..18 {
        world.accept(&deal_over(&world, &place, 512));
    }
    let market = &world.market;
    let retire = |units: std::ops::RangeInclusive<u32>| {
        let units: Vec<u32> = units.collect();
        market.try_decommission_units(&place.0, &place.1, &list(&world, &units))
    };
    assert_eq!(refusal(retire(1..=18)), Some(Error::UnitsListInvalid));
    assert!(retire(4..=20).is_ok());
    assert!(published_bytes(&world) <= MAX_EVENTS);
}

/// A call that was simulated before another was applied must not need other entries, or more room, than it declared.
#[test]
fn a_second_acceptance_needs_what_it_needed_before_the_first() {
    let needs = |accept_another_first: bool| {
        let world = World::new();
        let place = bucket_of(&world, 300);
        let (one, two) = (deal_over(&world, &place, 100 * 512), deal_over(&world, &place, 100 * 512));
        if accept_another_first {
            world.accept(&one);
        }
        world.accept(&two);
        let used = world.env.cost_estimate().resources();
        (used.memory_read_entries, used.write_entries, used.write_bytes)
    };
    assert_eq!(needs(true), needs(false));
}

#[test]
fn the_end_of_a_deal_takes_the_same_room_whatever_its_units_are_doing() {
    let needs = |accepted: bool, decommissioned: bool| {
        let world = World::new();
        let place = bucket_of(&world, 4);
        let at = deal_over(&world, &place, 1024);
        if accepted {
            world.accept(&at);
        }
        if decommissioned {
            world.market.decommission_units(&place.0, &place.1, &list(&world, &[1]));
        }
        world.market.withdraw_deal(&at.consumer, &at.provider, &at.id);
        let used = world.env.cost_estimate().resources();
        (used.memory_read_entries, used.write_entries, used.write_bytes)
    };
    assert_eq!(needs(false, false), needs(true, false));
    assert_eq!(needs(true, false), needs(true, true));
}
