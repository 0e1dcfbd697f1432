//! What a settlement pays, to the unit.
extern crate std;

use super::support::*;
use crate::settlement::{self, Outcome, Settlement};
use crate::{DealState, DealStatus, DealTerms};

fn deal_at(world: &World, prices: (u128, u128), balance: u128) -> At {
    let provider = world.provider();
    let bucket = world.bucket_at(&provider, prices);
    let at = world.deal_on(&world.consumer(), &provider, bucket);
    world.accept(&at);
    world.fund(&at, balance);
    at
}

#[test]
fn usage_is_paid_in_full_and_split_into_fee_and_net() {
    let world = World::new();
    let at = deal_at(&world, (1000, 500), 10_000);
    world.use_up(&at, 3072, 2048);
    assert!(world.settle(&at));
    let state = world.state(&at);
    assert_eq!((state.balance, state.paid_out, state.fees), (6000, 3900, 100));
    assert_eq!((state.paid_storage_mb, state.paid_egress_mb), (3072, 2048));
    assert_eq!((state.unpaid_storage_mb, state.unpaid_egress_mb), (0, 0));
    assert_eq!((world.token.balance(&at.provider), world.token.balance(&world.owner)), (3900, 100));
    let deal = world.market.get_deal(&at.consumer, &at.provider, &at.id).unwrap();
    assert_eq!((deal.balance_consumer, deal.balance_provider), (6000, 3900));
}

#[test]
fn each_kind_of_usage_is_rounded_down_by_itself() {
    let world = World::new();
    world.market.set_platform_fee(&0);
    let at = deal_at(&world, (7, 9), 100);
    world.use_up(&at, 1023, 1023);
    assert!(world.settle(&at));
    assert_eq!(world.state(&at).paid_out, 6 + 8);
}

#[test]
fn a_balance_too_small_pays_its_share_and_the_rest_stays_owed() {
    let world = World::new();
    let at = deal_at(&world, (1000, 500), 1000);
    world.use_up(&at, 3072, 2048);
    assert!(world.settle(&at));
    let state = world.state(&at);
    assert_eq!((state.balance, state.paid_out, state.fees), (0, 975, 25));
    assert_eq!((state.paid_storage_mb, state.paid_egress_mb), (768, 512));
    assert_eq!((state.unpaid_storage_mb, state.unpaid_egress_mb), (2304, 1536));
    assert_eq!(state.status, DealStatus::BreachedConsumer);
}

#[test]
fn a_broken_sla_slashes_the_usage_and_pays_nobody() {
    for (latency, uptime, broken) in
        [(100, 99_900_000, false), (101, 99_900_000, true), (100, 99_899_999, true), (0, 100_000_000, false)]
    {
        let world = World::new();
        let at = deal_at(&world, (1000, 500), 10_000);
        world.sla(&at, latency, uptime);
        world.use_up(&at, 3072, 2048);
        assert_eq!(world.settle(&at), !broken);
        let state = world.state(&at);
        if broken {
            assert_eq!((state.balance, state.slashed, state.status), (10_000, 4000, DealStatus::BreachedProvider));
            assert_eq!((state.slash_storage_mb, state.slash_egress_mb, state.unpaid_storage_mb), (3072, 2048, 0));
            world.sla(&at, 1, 100_000_000);
            world.use_up(&at, 1024, 0);
            assert!(world.settle(&at), "a later clean settlement mends it");
            assert_eq!(world.state(&at).status, DealStatus::Funded);
        } else {
            assert_eq!(state.paid_out, 3900);
        }
    }
}

#[test]
fn a_deal_nobody_measured_keeps_its_promise_even_of_a_hundred_percent() {
    let world = World::new();
    let provider = world.provider();
    let bucket = world.bucket(&provider);
    let perfect = Some(100_000_000);
    world.market.update_bucket_conditions(&provider, &bucket, &None, &None, &None, &None, &Some(0), &perfect);
    let at = world.deal_on(&world.consumer(), &provider, bucket);
    world.accept(&at);
    world.fund(&at, 5000);
    world.use_up(&at, 1024, 0);
    assert!(world.settle(&at));
}

#[test]
fn nothing_owed_settles_nothing() {
    let world = World::new();
    let at = deal_at(&world, (7, 9), 100);
    let before = world.state(&at);
    assert!(world.settle(&at));
    assert_eq!(world.state(&at), before);
    world.use_up(&at, 100, 100);
    assert!(world.settle(&at), "less than one unit is not owed yet");
    assert_eq!(world.state(&at).unpaid_storage_mb, 100);
}

#[test]
fn completion_settles_first_and_refunds_the_rest() {
    let world = World::new();
    let at = deal_at(&world, (1000, 500), 10_000);
    world.use_up(&at, 3072, 2048);
    world.complete(&at);
    let state = world.state(&at);
    assert_eq!((state.balance, state.paid_out, state.fees, state.refunded), (0, 3900, 100, 6000));
    assert_eq!(world.token.balance(&at.consumer), 996_000);
    assert_eq!((world.held_by_contract(), world.market.get_held(&world.token.address)), (0, 0));
}

#[test]
fn completion_under_a_broken_sla_refunds_everything() {
    let world = World::new();
    let at = deal_at(&world, (1000, 500), 10_000);
    world.sla(&at, 5000, 1);
    world.use_up(&at, 3072, 2048);
    world.complete(&at);
    let state = world.state(&at);
    assert_eq!((state.refunded, state.slashed, state.status), (10_000, 4000, DealStatus::Completed));
}

#[test]
fn cancelling_a_breached_deal_takes_what_was_deposited_since() {
    let world = World::new();
    let at = world.deal_in(DealStatus::BreachedConsumer);
    world.deposit(&at, 1500);
    world.market.set_deal_cancelled(&at.provider, &at.consumer, &at.id);
    let state = world.state(&at);
    assert_eq!((state.paid_in, state.paid_out + state.fees, state.refunded), (2500, 2500, 0));
    assert_eq!(state.unpaid_storage_mb, 1152, "the rest stays on record as owed");
}

#[test]
fn the_largest_numbers_settle_without_overflow() {
    let world = World::new();
    let most = i128::MAX as u128;
    let provider = world.provider();
    let bucket = world.bucket_at(&provider, (1_000_000_000_000_000_000, 1_000_000_000_000_000_000));
    let at = world.deal_on(&world.consumer(), &provider, bucket);
    world.mint.mint(&at.consumer, &(i128::MAX - 1_000_000));
    world.accept(&at);
    world.fund(&at, most / 2);
    world.use_up(&at, u64::MAX, u64::MAX);
    assert!(world.settle(&at));
    assert_conserved(&world.state(&at));
    world.complete(&at);
    assert_conserved(&world.state(&at));
    assert_eq!(world.market.get_held(&world.token.address), 0);
}

/// The formula of the specification.
fn expected_rest(unpaid: u64, short: u128, owed: u128) -> u64 {
    (u128::from(unpaid) * short / owed) as u64
}

#[test]
fn a_partial_settlement_never_leaves_more_owed_than_was_short() {
    let world = World::new();
    for (prices, usage, balance) in
        [((3, 7), (1025, 999), 1), ((999_983, 31), (77_777, 3), 50_000_001), ((1, 1), (4096, 5000), 7)]
    {
        let (terms, mut state) = terms_and_state(&world, prices, usage, balance);
        let owed = settlement::owed(&terms, &state).unwrap();
        let settled = settlement::settle(&world.env, &terms, &mut state, 1).unwrap().unwrap();
        let short = owed - settled.gross;
        assert_eq!(settled, Settlement { outcome: Outcome::Partial, ..settled.clone() });
        assert_eq!(state.unpaid_storage_mb, expected_rest(usage.0, short, owed));
        assert_eq!(state.unpaid_egress_mb, expected_rest(usage.1, short, owed));
        assert!(settlement::owed(&terms, &state).unwrap() <= short);
        assert_eq!(settled.gross, settled.fee + settled.net);
    }
}

fn terms_and_state(world: &World, prices: (u128, u128), usage: (u64, u64), balance: u128) -> (DealTerms, DealState) {
    let at = deal_at(world, prices, 1);
    let terms = world.market.get_deal_terms(&at.consumer, &at.provider, &at.id).unwrap();
    let state = world.state(&at);
    let state = DealState { balance, unpaid_storage_mb: usage.0, unpaid_egress_mb: usage.1, ..state };
    (terms, state)
}
