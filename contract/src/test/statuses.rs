//! Every status with every call: what the call does, or which error refuses it.
extern crate std;

use super::support::*;
use crate::DealStatus::{self, *};
use crate::Error::{self, *};

const STATUSES: [DealStatus; 7] = [Pending, Accepted, Funded, BreachedConsumer, BreachedProvider, Completed, Cancelled];

type Cell = Result<DealStatus, Error>;
type Call = fn(&World, &At) -> Option<Error>;

/// Statuses in the order of `STATUSES`; Ok names the status afterwards.
const TABLE: [(&str, Call, [Cell; 7]); 13] = [
    (
        "accept",
        |w, a| refusal(w.market.try_set_deal_accepted(&a.provider, &a.consumer, &a.id)),
        [
            Ok(Accepted),
            Err(DealNotPending),
            Err(DealNotPending),
            Err(DealNotPending),
            Err(DealNotPending),
            ENDED,
            ENDED,
        ],
    ),
    (
        "reject",
        |w, a| refusal(w.market.try_set_deal_rejected(&a.provider, &a.consumer, &a.id)),
        [
            Ok(Cancelled),
            Err(DealNotPending),
            Err(DealNotPending),
            Err(DealNotPending),
            Err(DealNotPending),
            ENDED,
            ENDED,
        ],
    ),
    (
        "withdraw",
        |w, a| refusal(w.market.try_withdraw_deal(&a.consumer, &a.provider, &a.id)),
        [Ok(Cancelled), Ok(Cancelled), PAID, PAID, PAID, ENDED, ENDED],
    ),
    (
        "time out too early",
        |w, a| {
            w.wait(7 * DAY - 1);
            refusal(w.market.try_time_out_deal(&a.consumer, &a.provider, &a.id))
        },
        [Err(DealNotTimedOut), Err(DealNotTimedOut), PAID, PAID, PAID, ENDED, ENDED],
    ),
    (
        "time out",
        |w, a| {
            w.wait(7 * DAY);
            refusal(w.market.try_time_out_deal(&a.consumer, &a.provider, &a.id))
        },
        [Ok(Cancelled), Ok(Cancelled), PAID, PAID, PAID, ENDED, ENDED],
    ),
    (
        "fund",
        |w, a| refusal(w.market.try_set_deal_funded(&a.consumer, &a.provider, &a.id, &10, &w.text("repo"))),
        [
            Err(DealNotAccepted),
            Ok(Funded),
            Err(DealNotAccepted),
            Err(DealNotAccepted),
            Err(DealNotAccepted),
            ENDED,
            ENDED,
        ],
    ),
    (
        "deposit too little",
        |w, a| refusal(w.market.try_deposit_to_deal(&a.consumer, &a.provider, &a.id, &2999)),
        [EMPTY, EMPTY, Ok(Funded), Ok(BreachedConsumer), Ok(BreachedProvider), ENDED, ENDED],
    ),
    (
        "deposit enough",
        |w, a| refusal(w.market.try_deposit_to_deal(&a.consumer, &a.provider, &a.id, &3000)),
        [EMPTY, EMPTY, Ok(Funded), Ok(Funded), Ok(BreachedProvider), ENDED, ENDED],
    ),
    (
        "report usage",
        |w, a| refusal(w.market.try_update_deal_consumption(&a.provider, &a.consumer, &a.id, &1, &1)),
        [EMPTY, EMPTY, Ok(Funded), Ok(BreachedConsumer), Ok(BreachedProvider), ENDED, ENDED],
    ),
    (
        "report quality",
        |w, a| refusal(w.market.try_update_deal_sla(&a.provider, &a.consumer, &a.id, &1, &1)),
        [EMPTY, EMPTY, Ok(Funded), Ok(BreachedConsumer), Ok(BreachedProvider), ENDED, ENDED],
    ),
    (
        "settle",
        |w, a| refusal(w.market.try_pay_pending_consumption(&a.provider, &a.consumer, &a.id)),
        [EMPTY, EMPTY, Ok(Funded), Err(DealBalanceEmpty), Ok(BreachedProvider), ENDED, ENDED],
    ),
    (
        "complete",
        |w, a| refusal(w.market.try_set_deal_completed(&a.consumer, &a.provider, &a.id)),
        [EMPTY, EMPTY, Ok(Completed), Ok(Completed), Ok(Completed), ENDED, ENDED],
    ),
    (
        "cancel",
        |w, a| refusal(w.market.try_set_deal_cancelled(&a.provider, &a.consumer, &a.id)),
        [
            Err(DealNotCancellable),
            Ok(Cancelled),
            Err(DealNotCancellable),
            Ok(Cancelled),
            Err(DealNotCancellable),
            ENDED,
            ENDED,
        ],
    ),
];

const ENDED: Cell = Err(DealEnded);
const PAID: Cell = Err(DealAlreadyFunded);
const EMPTY: Cell = Err(DealNotFunded);

#[test]
fn every_call_in_every_status_does_what_the_table_says() {
    for (name, call, row) in TABLE {
        for (status, expected) in STATUSES.into_iter().zip(row) {
            let world = World::new();
            let at = world.deal_in(status);
            let (before, held) = (world.state(&at), world.held_by_contract());
            let refused = call(&world, &at);
            let after = world.state(&at);
            assert_eq!(refused.map_or(Ok(after.status), Err), expected, "{name} on {status:?}");
            assert_conserved(&after);
            assert_eq!(world.held_by_contract(), world.market.get_held(&world.token.address));
            if refused.is_some() {
                assert_eq!((after, world.held_by_contract()), (before, held), "{name} on {status:?} changed something");
            }
        }
    }
}

#[test]
fn only_an_ended_deal_can_be_deleted_and_then_it_is_gone() {
    for status in STATUSES {
        let world = World::new();
        let at = world.deal_in(status);
        let refused = refusal(world.market.try_delete_deal(&at.consumer, &at.provider, &at.id));
        let gone = world.market.get_deal(&at.consumer, &at.provider, &at.id).is_none();
        if matches!(status, Completed | Cancelled) {
            assert_eq!((refused, gone), (None, true));
            assert_eq!(world.market.get_deals(&0, &10).len(), 0);
            assert_eq!(world.market.get_deals_by_consumer(&at.consumer).len(), 0);
            assert_eq!(world.market.get_deal_count(), 1, "its id is never used again");
        } else {
            assert_eq!((refused, gone), (Some(DealNotEnded), false));
        }
    }
}

#[test]
fn a_settlement_moves_between_the_running_statuses_by_its_outcome_alone() {
    for status in [Funded, BreachedConsumer, BreachedProvider] {
        for (deposit, latency, expected) in
            [(1_000, 101, BreachedProvider), (100_000, 100, Funded), (1, 100, BreachedConsumer)]
        {
            let world = World::new();
            let at = world.deal_in(status);
            world.deposit(&at, deposit);
            world.sla(&at, latency, 99_900_000);
            world.use_up(&at, 10_240, 0);
            world.settle(&at);
            assert_eq!(world.state(&at).status, expected, "from {status:?}");
        }
    }
}

#[test]
fn acceptance_holds_the_bucket_and_every_end_frees_it() {
    let world = World::new();
    let at = world.deal();
    let free = || !world.market.get_bucket(&at.provider, &at.bucket).unwrap().locked;
    assert!(free(), "a pending deal reserves nothing");
    let rival = world.deal_on(&world.consumer(), &at.provider, at.bucket);
    world.accept(&at);
    assert!(!free());
    let second = world.market.try_set_deal_accepted(&rival.provider, &rival.consumer, &rival.id);
    assert_eq!(refusal(second), Some(BucketHeld));
    world.fund(&at, 10);
    world.complete(&at);
    assert!(free());
    world.accept(&rival);
    assert!(!free());
    world.market.set_deal_cancelled(&rival.provider, &rival.consumer, &rival.id);
    assert!(free());
}

#[test]
fn ending_a_deal_that_holds_nothing_leaves_anothers_hold_alone() {
    let world = World::new();
    let held = world.deal();
    let rival = world.deal_on(&world.consumer(), &held.provider, held.bucket);
    world.accept(&held);
    world.market.set_deal_rejected(&rival.provider, &rival.consumer, &rival.id);
    assert!(world.market.get_bucket(&held.provider, &held.bucket).unwrap().locked);
}

#[test]
fn the_seven_days_of_an_accepted_deal_count_from_its_acceptance() {
    let world = World::new();
    let at = world.deal();
    world.wait(6 * DAY);
    world.accept(&at);
    world.wait(6 * DAY);
    let early = world.market.try_time_out_deal(&at.consumer, &at.provider, &at.id);
    assert_eq!(refusal(early), Some(DealNotTimedOut));
    world.wait(DAY);
    assert!(world.market.time_out_deal(&at.consumer, &at.provider, &at.id));
    assert_eq!(world.state(&at).status, Cancelled);
}

#[test]
fn terms_stay_as_they_were_when_bucket_fee_and_asset_change() {
    let world = World::new();
    let at = world.deal();
    let terms = world.market.get_deal_terms(&at.consumer, &at.provider, &at.id);
    let other = world.env.register_stellar_asset_contract_v2(world.address()).address();
    world.market.update_bucket_conditions(
        &at.provider,
        &at.bucket,
        &None,
        &None,
        &Some(1),
        &Some(1),
        &Some(1),
        &Some(1),
    );
    world.market.set_platform_fee(&10_000);
    world.market.set_stable_asset_address(&other);
    assert_eq!(world.market.get_deal_terms(&at.consumer, &at.provider, &at.id), terms);
    world.accept(&at);
    world.fund(&at, 4000);
    world.use_up(&at, 3072, 2048);
    assert!(world.settle(&at));
    assert_eq!(world.token.balance(&at.provider), 3900);
    assert_eq!(world.market.get_held(&other), 0);
}
