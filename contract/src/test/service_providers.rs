//! Service providers: registering, describing, deleting and finding them.
extern crate std;

use std::vec::Vec;

use super::support::*;
use crate::{Error, ServiceProvider};
use soroban_sdk::Address;

fn register(world: &World, category: &str) -> Address {
    let address = world.address();
    world.market.register_service_provider(&address, &world.text(category), &world.text("we help"));
    address
}

#[test]
fn a_service_provider_is_what_it_says_and_can_say_something_else() {
    let world = World::new();
    let address = register(&world, "audit");
    let expected = ServiceProvider {
        category: world.text("audit"),
        description: world.text("we help"),
        last_update_ts: START,
        registered_ts: START,
        service_provider_id: address.clone(),
    };
    assert_eq!(world.market.get_service_provider(&address), Some(expected.clone()));
    world.wait(5);
    world.market.update_service_provider(&address, &Some(world.text("gateway")), &None);
    let expected = ServiceProvider { category: world.text("gateway"), last_update_ts: START + 5, ..expected };
    assert_eq!(world.market.get_service_provider(&address), Some(expected));
}

#[test]
fn deleting_ends_it_and_registering_again_keeps_its_place() {
    let world = World::new();
    let (one, two) = (register(&world, "one"), register(&world, "two"));
    let listed = || -> Vec<Address> {
        world.market.get_service_providers(&0, &25).iter().map(|found| found.service_provider_id).collect()
    };
    world.market.delete_service_provider(&one);
    assert_eq!(world.market.get_service_provider(&one), None);
    assert_eq!(listed(), [two.clone()]);
    let update = world.market.try_update_service_provider(&one, &None, &Some(world.text("still here")));
    assert_eq!(refusal(update), Some(Error::ServiceProviderNotFound));
    world.wait(9);
    world.market.register_service_provider(&one, &world.text("again"), &world.text(""));
    assert_eq!(listed(), [one.clone(), two]);
    assert_eq!(world.market.get_service_provider(&one).unwrap().registered_ts, START + 9);
    assert_eq!(world.market.get_list_lengths().service_providers, 2);
}

#[test]
fn the_list_is_walked_in_pages() {
    let world = World::new();
    let registered: Vec<Address> = (0..60).map(|_| register(&world, "many")).collect();
    let mut found = Vec::new();
    for skip in (0..world.market.get_list_lengths().service_providers).step_by(25) {
        found.extend(world.market.get_service_providers(&skip, &25).iter().map(|one| one.service_provider_id));
    }
    assert_eq!(found, registered);
    assert!(world.market.get_service_providers(&60, &25).is_empty());
}

#[test]
fn its_texts_are_bounded() {
    let world = World::new();
    let address = world.address();
    let register = |category: usize, description: usize| {
        let (category, description) = (world.long(category), world.long(description));
        refusal(world.market.try_register_service_provider(&address, &category, &description))
    };
    assert_eq!(register(0, 0), Some(Error::CategoryInvalid));
    assert_eq!(register(65, 0), Some(Error::CategoryInvalid));
    assert_eq!(register(64, 1025), Some(Error::DescriptionTooLong));
    assert_eq!(register(64, 1024), None);
    let update = world.market.try_update_service_provider(&address, &Some(world.text("")), &None);
    assert_eq!(refusal(update), Some(Error::CategoryInvalid));
    assert_eq!(world.market.get_service_provider(&address).unwrap().category, world.long(64));
}

#[test]
fn nobody_registers_while_the_market_is_paused() {
    let world = World::new();
    let address = register(&world, "audit");
    world.market.set_paused(&true);
    let text = world.text("new");
    let refused = world.market.try_register_service_provider(&world.address(), &text, &text);
    assert_eq!(refusal(refused), Some(Error::MarketPaused));
    assert!(world.market.update_service_provider(&address, &None, &Some(text)));
    assert!(world.market.delete_service_provider(&address));
}
