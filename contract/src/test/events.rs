//! Events: complete, with the state that is stored, and small enough for the network.
extern crate std;

use std::collections::BTreeMap;
use std::string::String as Text;
use std::vec::Vec;

use super::support::*;
use crate::{Bucket, DealState, DealStatus};
use soroban_sdk::testutils::Events as _;
use soroban_sdk::xdr::{ContractEventBody, Limits, ScVal, WriteXdr};
use soroban_sdk::{TryFromVal, Val};

/// What a transaction may publish on the public network, in bytes.
pub const MAX_EVENTS: usize = 16_384;

pub struct Event {
    pub name: Text,
    pub topics: usize,
    pub data: BTreeMap<Text, ScVal>,
    pub bytes: usize,
}

/// The market's events of the last call.
pub fn published(world: &World) -> Vec<Event> {
    let all = world.env.events().all().filter_by_contract(&world.market.address);
    all.events()
        .iter()
        .map(|event| {
            let ContractEventBody::V0(body) = &event.body;
            let ScVal::Map(Some(entries)) = &body.data else { panic!("data is a map") };
            Event {
                name: symbol(&body.topics[0]),
                topics: body.topics.len(),
                data: entries.iter().map(|entry| (symbol(&entry.key), entry.val.clone())).collect(),
                bytes: event.to_xdr(Limits::none()).unwrap().len(),
            }
        })
        .collect()
}

pub fn symbol(value: &ScVal) -> Text {
    match value {
        ScVal::Symbol(symbol) => symbol.to_utf8_string_lossy(),
        other => panic!("{other:?} is no symbol"),
    }
}

pub fn names(events: &[Event]) -> Vec<&str> {
    events.iter().map(|event| event.name.as_str()).collect()
}

pub fn read<T: TryFromVal<soroban_sdk::Env, Val>>(world: &World, value: &ScVal) -> T {
    let value = Val::try_from_val(&world.env, value).unwrap();
    T::try_from_val(&world.env, &value).ok().expect("the value has the type")
}

/// Plays `call` on a deal in `status` and checks what it published.
fn check(status: DealStatus, expected: &[&str], call: fn(&World, &At)) {
    let world = World::new();
    let at = world.deal_in(status);
    call(&world, &at);
    let events = published(&world);
    assert_eq!(names(&events), expected, "{status:?}");
    assert!(events.iter().map(|event| event.bytes).sum::<usize>() < MAX_EVENTS);
    let stored = world.market.get_deal_state(&at.consumer, &at.provider, &at.id);
    let last = events.iter().rev().find_map(|event| event.data.get("state"));
    if let (Some(stored), Some(last)) = (stored, last) {
        assert_eq!(read::<DealState>(&world, last), stored, "{expected:?}");
    }
    for event in &events {
        let topics =
            if event.name.starts_with("deal_") && event.name != "deal_status_event" { 4 } else { event.topics };
        assert_eq!(event.topics, topics);
    }
    check_statuses(&world, status, &events);
    check_buckets(&world, &at, &events);
}

/// The status events tell every change of status, in order, and nothing else.
fn check_statuses(world: &World, before: DealStatus, events: &[Event]) {
    let mut status = before;
    for event in events {
        if let Some(state) = event.data.get("state") {
            status = read::<DealState>(world, state).status;
        }
        if event.name == "deal_status_event" {
            assert_eq!(read::<DealStatus>(world, &event.data["status"]), status);
        }
    }
    let told = events.iter().filter(|event| event.name == "deal_status_event").count();
    let mut seen = std::vec![before];
    for state in events.iter().filter_map(|event| event.data.get("state")) {
        let status = read::<DealState>(world, state).status;
        if seen.last() != Some(&status) {
            seen.push(status);
        }
    }
    assert_eq!(told, seen.len() - 1);
}

fn check_buckets(world: &World, at: &At, events: &[Event]) {
    for event in events.iter().filter(|event| event.data.contains_key("bucket")) {
        let bucket: Bucket = read(world, &event.data["bucket"]);
        assert_eq!(Some(bucket), world.market.get_bucket(&at.provider, &at.bucket));
    }
}

pub const STATUS: &str = "deal_status_event";

#[test]
fn every_step_of_a_deal_is_told_with_the_state_it_left() {
    use DealStatus::*;
    check(Pending, &["deal_accepted", STATUS, "bucket_locked"], |w, a| w.accept(a));
    check(Pending, &["deal_rejected", STATUS], |w, a| {
        w.market.set_deal_rejected(&a.provider, &a.consumer, &a.id);
    });
    check(Pending, &["deal_withdrawn", STATUS], |w, a| {
        w.market.withdraw_deal(&a.consumer, &a.provider, &a.id);
    });
    check(Accepted, &["deal_timed_out", STATUS, "bucket_unlocked"], |w, a| {
        w.wait(7 * DAY);
        w.market.time_out_deal(&a.consumer, &a.provider, &a.id);
    });
    check(Accepted, &["deal_funded", STATUS], |w, a| w.fund(a, 10));
    check(Accepted, &["deal_cancelled", STATUS, "bucket_unlocked"], |w, a| {
        w.market.set_deal_cancelled(&a.provider, &a.consumer, &a.id);
    });
    check(Funded, &["deal_deposited"], |w, a| w.deposit(a, 10));
    check(BreachedConsumer, &["deal_deposited"], |w, a| w.deposit(a, 10));
    check(BreachedConsumer, &["deal_deposited", STATUS], |w, a| w.deposit(a, 3000));
    check(Funded, &["deal_usage_reported"], |w, a| w.use_up(a, 1, 1));
    check(Funded, &["deal_sla_reported"], |w, a| w.sla(a, 1, 1));
    check(Completed, &["deal_deleted"], |w, a| {
        w.market.delete_deal(&a.consumer, &a.provider, &a.id);
    });
}

#[test]
fn a_settlement_is_told_with_its_outcome_and_who_rose_or_fell() {
    use DealStatus::*;
    const STEP: &str = "reputation_changed";
    check(Funded, &["deal_settled", STEP, STEP], |w, a| {
        w.use_up(a, 512, 0);
        w.settle(a);
    });
    check(Funded, &["deal_settled", STEP, STEP, STATUS], |w, a| {
        w.use_up(a, 5000, 0);
        w.settle(a);
    });
    check(Funded, &["deal_settled", STEP, STATUS], |w, a| {
        w.sla(a, 999, 1);
        w.use_up(a, 512, 0);
        w.settle(a);
    });
    check(Funded, &[], |w, a| {
        w.settle(a);
    });
    check(Funded, &["deal_completed", STEP, STEP, STATUS, "bucket_unlocked"], |w, a| w.complete(a));
    check(Funded, &["deal_settled", STEP, STEP, STATUS, "deal_completed", STATUS, "bucket_unlocked"], |w, a| {
        w.use_up(a, 5000, 0);
        w.complete(a);
    });
    check(BreachedConsumer, &["deal_settled", STEP, STEP, "deal_cancelled", STATUS, "bucket_unlocked"], |w, a| {
        w.deposit(a, 10);
        w.market.set_deal_cancelled(&a.provider, &a.consumer, &a.id);
    });
}

#[test]
fn a_settlements_numbers_are_those_of_its_transfers() {
    let world = World::new();
    let at = world.funded(10_000);
    world.use_up(&at, 3072, 2048);
    world.settle(&at);
    let events = published(&world);
    let settled = events.iter().find(|event| event.name == "deal_settled").unwrap();
    let number = |name: &str| read::<u128>(&world, &settled.data[name]);
    assert_eq!((number("gross"), number("fee"), number("net")), (4000, 100, 3900));
    assert_eq!(symbol(&settled.data["outcome"]), "paid");
    assert_eq!(read::<u64>(&world, &settled.data["storage_mb"]), 3072);
    let recipient: soroban_sdk::Address = read(&world, &settled.data["fee_recipient"]);
    assert_eq!(recipient, world.owner);
}

#[test]
fn a_new_deal_is_told_with_its_terms() {
    let world = World::new();
    let at = world.deal();
    let events = published(&world);
    assert_eq!(names(&events), ["deal_created", STATUS]);
    let terms = world.market.get_deal_terms(&at.consumer, &at.provider, &at.id).unwrap();
    assert_eq!(read::<crate::DealTerms>(&world, &events[0].data["terms"]), terms);
    assert_eq!(read::<DealState>(&world, &events[0].data["state"]), world.state(&at));
}

#[test]
fn parties_buckets_and_configuration_are_told() {
    let world = World::new();
    let told = |expected: &[&str]| {
        let events = published(&world);
        assert_eq!(names(&events), expected);
    };
    told(&["stable_asset_changed", "asset_changed"]);
    let user = world.address();
    let text = world.text("text");
    world.market.register_full_user(&user, &text);
    told(&["consumer_registered", "provider_registered"]);
    world.market.update_consumer(&user, &text);
    told(&["consumer_updated"]);
    world.market.update_provider(&user, &text);
    told(&["provider_updated"]);
    let bucket = world.bucket(&user);
    told(&["bucket_created"]);
    world.market.update_bucket_basic(&user, &bucket, &Some(text), &None, &None);
    told(&["bucket_updated"]);
    world.market.lock_bucket(&user, &bucket);
    told(&["bucket_locked"]);
    world.market.unlock_bucket(&user, &bucket);
    told(&["bucket_unlocked"]);
    world.market.delete_bucket(&user, &bucket);
    told(&["bucket_deleted"]);
    world.market.delete_consumer(&user);
    told(&["consumer_deleted"]);
    world.market.delete_provider(&user);
    told(&["provider_deleted"]);
    world.market.set_platform_fee(&1);
    told(&["platform_fee_changed"]);
    world.market.update_owner(&user);
    told(&["owner_changed"]);
    world.mint.mint(&world.market.address, &5);
    world.market.sweep_surplus(&world.token.address, &user);
    told(&["surplus_swept"]);
}

#[test]
fn the_fullest_bucket_fits_the_limits_of_the_network() {
    let world = World::new();
    let provider = world.address();
    world.market.register_provider(&provider, &world.long(1024));
    let id = world.bucket(&provider);
    let (label, name) = (world.long(64), world.long(128));
    let mut bucket = world.market.get_bucket(&provider, &id).unwrap();
    (bucket.region, bucket.country, bucket.access_scope) = (label.clone(), label.clone(), label.clone());
    (bucket.name, bucket.fb_bucket_id, bucket.api_compatibility) = (name.clone(), name.clone(), name);
    bucket.tags = soroban_sdk::Vec::from_array(&world.env, [(); 16].map(|_| label.clone()));
    world.market.create_from_bucket(&bucket);
    let events = published(&world);
    assert!(events[0].bytes < MAX_EVENTS / 4, "{} bytes", events[0].bytes);
}
