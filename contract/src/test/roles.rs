//! Owner, roles and pause: who holds what, how it changes hands, and what a pause stops.
extern crate std;

use super::support::*;
use crate::{DealStatus, Error, Role};

#[test]
fn a_market_changes_hands_in_two_steps() {
    let world = World::new();
    let (market, next) = (&world.market, world.address());
    assert_eq!(refusal(market.try_accept_ownership(&next)), Some(Error::OwnerNotProposed));
    market.propose_owner(&Some(next.clone()));
    assert_eq!(market.get_market_config().pending_owner, Some(next.clone()));
    assert_eq!(market.get_owner_address(), world.owner, "nothing changed hands yet");
    assert_eq!(refusal(market.try_accept_ownership(&world.address())), Some(Error::OwnerNotProposed));
    market.accept_ownership(&next);
    assert_eq!((market.get_owner_address(), market.get_market_config().pending_owner), (next, None));
}

#[test]
fn a_proposal_ends_when_it_is_taken_back_or_the_market_changes_hands_otherwise() {
    let world = World::new();
    let (market, next) = (&world.market, world.address());
    market.propose_owner(&Some(next.clone()));
    market.propose_owner(&None);
    assert_eq!(refusal(market.try_accept_ownership(&next)), Some(Error::OwnerNotProposed));
    market.propose_owner(&Some(next.clone()));
    market.update_owner(&world.address());
    assert_eq!(refusal(market.try_accept_ownership(&next)), Some(Error::OwnerNotProposed));
}

#[test]
fn every_role_is_the_owners_until_somebody_is_named_and_then_follows_nobody() {
    let world = World::new();
    let market = &world.market;
    let holders = || {
        let config = market.get_market_config();
        [config.oracle, config.certifier, config.arbiter]
    };
    assert_eq!(holders(), [(); 3].map(|_| world.owner.clone()));
    let named = [(); 3].map(|_| world.address());
    for (role, holder) in Role::ALL.iter().zip(&named) {
        market.set_role(role, &Some(holder.clone()));
    }
    let owner = world.address();
    market.update_owner(&owner);
    assert_eq!(holders(), named);
    market.set_role(&Role::Certifier, &None);
    assert_eq!(holders(), [named[0].clone(), owner, named[2].clone()]);
}

#[test]
fn a_pause_stops_what_begins_or_pays_in() {
    let world = World::new();
    let (market, text) = (&world.market, world.text("text"));
    let [pending, accepted, funded] =
        [DealStatus::Pending, DealStatus::Accepted, DealStatus::Funded].map(|status| world.deal_in(status));
    market.set_paused(&true);
    assert!(market.get_market_config().paused);
    let stopped = [
        refusal(market.try_register_consumer(&world.address(), &text)),
        refusal(market.try_register_provider(&world.address(), &text)),
        refusal(market.try_register_full_user(&world.address(), &text)),
        refusal(market.try_register_service_provider(&world.address(), &text, &text)),
        refusal(market.try_create_deal(&funded.consumer, &pending.provider, &pending.bucket, &text, &1, &1, &1, &text)),
        refusal(market.try_set_deal_accepted(&pending.provider, &pending.consumer, &pending.id)),
        refusal(market.try_set_deal_funded(&accepted.consumer, &accepted.provider, &accepted.id, &1, &text)),
        refusal(market.try_deposit_to_deal(&funded.consumer, &funded.provider, &funded.id, &1)),
        refusal(market.try_commit_units(&pending.provider, &pending.bucket, &1, &1)),
        refusal(market.try_open_stream(&funded.consumer, &pending.provider, &pending.bucket, &world.offer())),
    ];
    assert_eq!(stopped, [Some(Error::MarketPaused); 10]);
    market.set_paused(&false);
    world.deposit(&funded, 1);
}

#[test]
fn a_pause_never_stops_what_settles_refunds_or_ends() {
    let world = World::new();
    let market = &world.market;
    let [pending, accepted] = [DealStatus::Pending, DealStatus::Accepted].map(|status| world.deal_in(status));
    let [settled, completed, expired] = [(); 3].map(|_| world.funded(1000));
    market.set_paused(&true);
    world.use_up(&settled, 512, 0);
    assert!(world.settle(&settled));
    world.complete(&completed);
    assert_eq!(world.token.balance(&completed.consumer), 1_000_000);
    market.set_deal_rejected(&pending.provider, &pending.consumer, &pending.id);
    market.set_deal_cancelled(&accepted.provider, &accepted.consumer, &accepted.id);
    world.wait(30 * DAY);
    market.expire_deal(&expired.consumer, &expired.provider, &expired.id);
    assert_eq!(world.token.balance(&expired.consumer), 1_000_000);
}
