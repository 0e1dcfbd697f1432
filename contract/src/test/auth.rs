//! Who signs what: exactly those, and without them nothing happens.
extern crate std;

use std::collections::BTreeSet;
use std::vec::Vec;

use super::support::*;
use crate::DealStatus;
use soroban_sdk::{Address, BytesN};

type Call = fn(&World, &At) -> bool;

/// Name, who signs, the status the deal is in, and the call; true when it went through.
const CALLS: [(&str, &str, DealStatus, Call); 28] = {
    use DealStatus::*;
    [
        ("set_stable_asset_address", "owner", Pending, |w, _| {
            ok(w.market.try_set_stable_asset_address(&w.token.address))
        }),
        ("set_platform_fee", "owner", Pending, |w, _| ok(w.market.try_set_platform_fee(&1))),
        ("update_owner", "owner provider", Pending, |w, a| ok(w.market.try_update_owner(&a.provider))),
        ("sweep_surplus", "owner", Pending, |w, _| ok(w.market.try_sweep_surplus(&w.token.address, &w.owner))),
        ("delete_consumer", "owner", Cancelled, |w, a| ok(w.market.try_delete_consumer(&a.consumer))),
        ("delete_provider", "owner", Cancelled, |w, a| ok(w.market.try_delete_provider(&a.provider))),
        ("register_consumer", "provider", Pending, |w, a| ok(w.market.try_register_consumer(&a.provider, &w.text("")))),
        ("register_provider", "consumer", Pending, |w, a| ok(w.market.try_register_provider(&a.consumer, &w.text("")))),
        ("update_consumer", "consumer", Pending, |w, a| ok(w.market.try_update_consumer(&a.consumer, &w.text("")))),
        ("update_provider", "provider", Pending, |w, a| ok(w.market.try_update_provider(&a.provider, &w.text("")))),
        ("create_bucket", "provider", Pending, |w, a| {
            let text = w.text("s3");
            ok(w.market.try_create_bucket(&a.provider, &text, &text, &text, &text, &1, &1, &1, &1))
        }),
        ("create_from_bucket", "provider", Pending, |w, a| {
            let draft = w.market.get_bucket(&a.provider, &a.bucket).unwrap();
            ok(w.market.try_create_from_bucket(&draft))
        }),
        ("update_bucket_basic", "provider", Pending, |w, a| {
            ok(w.market.try_update_bucket_basic(&a.provider, &a.bucket, &None, &None, &None))
        }),
        ("update_bucket_conditions", "provider", Pending, |w, a| {
            let (p, b) = (&a.provider, &a.bucket);
            ok(w.market.try_update_bucket_conditions(p, b, &None, &None, &Some(1), &None, &None, &None))
        }),
        ("lock_bucket", "provider", Pending, |w, a| ok(w.market.try_lock_bucket(&a.provider, &a.bucket))),
        ("delete_bucket", "provider", Cancelled, |w, a| ok(w.market.try_delete_bucket(&a.provider, &a.bucket))),
        ("create_deal", "consumer", Pending, |w, a| {
            let text = w.text("repo");
            ok(w.market.try_create_deal(&a.consumer, &a.provider, &a.bucket, &text, &1, &1, &1, &text))
        }),
        ("set_deal_accepted", "provider", Pending, |w, a| {
            ok(w.market.try_set_deal_accepted(&a.provider, &a.consumer, &a.id))
        }),
        ("set_deal_rejected", "provider", Pending, |w, a| {
            ok(w.market.try_set_deal_rejected(&a.provider, &a.consumer, &a.id))
        }),
        ("withdraw_deal", "consumer", Pending, |w, a| ok(w.market.try_withdraw_deal(&a.consumer, &a.provider, &a.id))),
        ("set_deal_funded", "consumer", Accepted, |w, a| {
            ok(w.market.try_set_deal_funded(&a.consumer, &a.provider, &a.id, &1, &w.text("")))
        }),
        ("deposit_to_deal", "consumer", Funded, |w, a| {
            ok(w.market.try_deposit_to_deal(&a.consumer, &a.provider, &a.id, &1))
        }),
        ("update_deal_consumption", "owner", Funded, |w, a| {
            ok(w.market.try_update_deal_consumption(&a.provider, &a.consumer, &a.id, &1, &1))
        }),
        ("update_deal_sla", "owner", Funded, |w, a| {
            ok(w.market.try_update_deal_sla(&a.provider, &a.consumer, &a.id, &1, &1))
        }),
        ("pay_pending_consumption", "owner", Funded, |w, a| {
            ok(w.market.try_pay_pending_consumption(&a.provider, &a.consumer, &a.id))
        }),
        ("set_deal_completed", "consumer", Funded, |w, a| {
            ok(w.market.try_set_deal_completed(&a.consumer, &a.provider, &a.id))
        }),
        ("set_deal_cancelled", "provider", Accepted, |w, a| {
            ok(w.market.try_set_deal_cancelled(&a.provider, &a.consumer, &a.id))
        }),
        ("delete_deal", "owner", Completed, |w, a| ok(w.market.try_delete_deal(&a.consumer, &a.provider, &a.id))),
    ]
};

fn ok<T, C, E>(answer: Result<Result<T, C>, E>) -> bool {
    matches!(answer, Ok(Ok(_)))
}

fn ready(status: DealStatus) -> (World, At) {
    let world = World::new();
    let at = world.deal_in(status);
    world.mint.mint(&world.market.address, &5);
    (world, at)
}

fn named(world: &World, at: &At, names: &str) -> BTreeSet<Address> {
    let address = |name| match name {
        "owner" => world.owner.clone(),
        "consumer" => at.consumer.clone(),
        _ => at.provider.clone(),
    };
    names.split(' ').map(address).collect()
}

#[test]
fn every_call_is_signed_by_exactly_those_it_says() {
    for (name, signers, status, call) in CALLS {
        let (world, at) = ready(status);
        let expected = named(&world, &at, signers);
        assert!(call(&world, &at), "{name} goes through");
        let found: BTreeSet<Address> = world.env.auths().into_iter().map(|(address, _)| address).collect();
        assert_eq!(found, expected, "{name}");
    }
}

#[test]
fn nothing_goes_through_unsigned() {
    for (name, _, status, call) in CALLS {
        let (world, at) = ready(status);
        let before = world.market.get_deal_state(&at.consumer, &at.provider, &at.id);
        world.env.set_auths(&[]);
        assert!(!call(&world, &at), "{name} must be refused");
        assert_eq!(world.market.get_deal_state(&at.consumer, &at.provider, &at.id), before);
    }
}

#[test]
fn an_upgrade_is_the_owners() {
    let (world, _) = ready(DealStatus::Pending);
    let hash = BytesN::from_array(&world.env, &[7; 32]);
    world.env.set_auths(&[]);
    assert!(!ok(world.market.try_upgrade(&hash)));
}

#[test]
fn a_deposit_signs_the_token_transfer_too() {
    let (world, at) = ready(DealStatus::Funded);
    world.deposit(&at, 9);
    let auths = world.env.auths();
    let calls: Vec<_> = auths.iter().flat_map(|(_, invocation)| invocation.sub_invocations.iter()).collect();
    assert_eq!(calls.len(), 1);
    assert!(std::format!("{:?}", calls[0].function).contains("transfer"));
}

#[test]
fn anyone_can_time_out_a_deal_and_keep_entries_alive() {
    let (world, at) = ready(DealStatus::Pending);
    world.wait(7 * DAY);
    world.env.set_auths(&[]);
    world.market.extend_market_ttl();
    world.market.extend_consumer_ttl(&at.consumer);
    world.market.extend_provider_ttl(&at.provider);
    world.market.extend_bucket_ttl(&at.provider, &at.bucket);
    world.market.extend_deal_ttl(&at.consumer, &at.provider, &at.id);
    assert!(world.market.time_out_deal(&at.consumer, &at.provider, &at.id));
}
