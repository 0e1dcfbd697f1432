//! Reputation: its steps, its bounds, and that it cannot be shaken off.
extern crate std;

use super::support::*;
use crate::DealStatus;

#[test]
fn everybody_starts_in_the_middle() {
    let world = World::new();
    assert_eq!(world.reputations(&world.deal()), (50, 50));
}

#[test]
fn each_outcome_moves_its_documented_step() {
    let step = |play: fn(&World, &At)| {
        let world = World::new();
        let at = world.funded(1000);
        play(&world, &at);
        world.reputations(&at)
    };
    let paid = step(|w, a| {
        w.use_up(a, 512, 0);
        w.settle(a);
    });
    let partial = step(|w, a| {
        w.use_up(a, 2048, 0);
        w.settle(a);
    });
    let breach = step(|w, a| {
        w.sla(a, 999, 1);
        w.use_up(a, 512, 0);
        w.settle(a);
    });
    let nothing_owed = step(|w, a| {
        w.settle(a);
    });
    assert_eq!((paid, partial, breach, nothing_owed), ((51, 51), (51, 49), (49, 50), (50, 50)));
}

#[test]
fn a_clean_completion_lifts_both_and_an_owing_one_neither() {
    let world = World::new();
    let clean = world.funded(1000);
    world.complete(&clean);
    assert_eq!(world.reputations(&clean), (51, 51));
    let settled = world.funded(1000);
    world.use_up(&settled, 512, 0);
    world.complete(&settled);
    assert_eq!(world.reputations(&settled), (52, 52), "the settlement, then the completion");
    let owing = world.deal_in(DealStatus::BreachedConsumer);
    world.complete(&owing);
    assert_eq!(world.reputations(&owing), (51, 49), "the debt was counted when it was found, and once");
}

#[test]
fn leaving_new_debts_unpaid_counts_even_with_nothing_left_to_pay_from() {
    let world = World::new();
    let at = world.funded(1000);
    world.use_up(&at, 1024, 0);
    world.settle(&at);
    world.use_up(&at, 1024, 0);
    world.complete(&at);
    assert_eq!(world.reputations(&at).1, 50, "up with the payment, down with the debt");
    assert_eq!(world.state(&at).unpaid_storage_mb, 1024);
}

#[test]
fn it_never_leaves_zero_to_a_hundred() {
    let world = World::new();
    let good = world.funded(100_000);
    let bad = world.funded(100_000);
    world.sla(&bad, 999, 1);
    for _ in 0..60 {
        for at in [&good, &bad] {
            world.use_up(at, 1024, 0);
            world.settle(at);
        }
    }
    assert_eq!(world.reputations(&good), (100, 100));
    assert_eq!(world.reputations(&bad).0, 0);
}

#[test]
fn it_survives_registering_again() {
    let world = World::new();
    let at = world.funded(1000);
    world.complete(&at);
    world.market.delete_provider(&at.provider);
    world.market.delete_consumer(&at.consumer);
    assert!(world.market.get_provider(&at.provider).is_none());
    world.wait(DAY);
    world.market.register_provider(&at.provider, &world.text("new name"));
    world.market.register_consumer(&at.consumer, &world.text("new name"));
    assert_eq!(world.reputations(&at), (51, 51));
    assert_eq!(world.market.get_provider(&at.provider).unwrap().registered_ts, START + DAY);
}
