//! The market itself: configuration, surplus, lifetimes.
extern crate std;

use super::support::*;
use crate::Error;
use soroban_sdk::testutils::storage::Persistent as _;
use soroban_sdk::testutils::Ledger as _;

#[test]
fn configuration_reads_as_it_was_set() {
    let world = World::without_asset();
    assert_eq!(world.market.version(), 300);
    assert_eq!(world.market.get_ledger_sequence(), 1000);
    assert_eq!((world.market.get_owner_address(), world.market.get_platform_fee()), (world.owner.clone(), FEE));
    assert_eq!(refusal(world.market.try_get_stable_asset_address()), Some(Error::AssetNotSet));
    world.market.set_stable_asset_address(&world.token.address);
    assert_eq!(world.market.get_stable_asset_address(), world.token.address);
    assert_eq!(world.market.get_stable_asset_name(), world.token.name());
    let next = world.address();
    world.market.update_owner(&next);
    assert_eq!(world.market.get_owner_address(), next);
}

#[test]
fn only_what_no_deal_accounts_for_can_be_swept() {
    let world = World::new();
    let asset = &world.token.address;
    let at = world.funded(1000);
    assert_eq!((world.market.get_held(asset), world.market.get_surplus(asset)), (1000, 0));
    world.mint.mint(&world.market.address, &77);
    assert_eq!(world.market.get_surplus(asset), 77);
    let to = world.address();
    assert_eq!(world.market.sweep_surplus(asset, &to), 77);
    assert_eq!((world.token.balance(&to), world.held_by_contract()), (77, 1000));
    assert_eq!(refusal(world.market.try_sweep_surplus(asset, &to)), Some(Error::NothingToSweep));
    world.complete(&at);
    assert_eq!(world.token.balance(&at.consumer), 1_000_000);
}

#[test]
fn an_address_that_is_no_token_is_refused_and_changes_nothing() {
    let world = World::new();
    for address in [world.market.address.clone(), world.owner.clone()] {
        let refused = refusal(world.market.try_set_stable_asset_address(&address));
        assert_eq!(refused, Some(Error::AssetNotToken));
    }
    assert_eq!(world.market.get_stable_asset_address(), world.token.address);
}

#[test]
fn a_token_that_refuses_a_transfer_undoes_the_call() {
    let world = World::new();
    let at = world.deal();
    world.accept(&at);
    let too_much = world.market.try_set_deal_funded(&at.consumer, &at.provider, &at.id, &1_000_001, &world.text(""));
    assert!(too_much.is_err());
    assert_eq!(world.state(&at).status, crate::DealStatus::Accepted);
    assert_eq!(world.market.get_held(&world.token.address), 0);
}

#[test]
fn writing_extends_a_lifetime_and_anyone_can_extend_it_further() {
    let world = World::new();
    world.env.ledger().set_max_entry_ttl(3_110_400);
    let at = world.deal();
    let key = crate::storage::Key::Deal(at.consumer.clone(), 1);
    let left = || {
        world.env.as_contract(&world.market.address, || world.env.storage().persistent().get_ttl(&key.pack(&world.env)))
    };
    assert_eq!(left(), 90 * 17_280);
    world.env.ledger().set_sequence_number(1000 + 40 * 17_280);
    world.accept(&at);
    assert_eq!(left(), 90 * 17_280);
    world.market.extend_deal_ttl(&at.consumer, &at.provider, &at.id);
    assert_eq!(left(), 180 * 17_280);
}
