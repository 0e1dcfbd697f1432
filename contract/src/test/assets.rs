//! Accepted assets, and credits where a token refuses to move what is due.
extern crate std;

use super::support::*;
use crate::{DealStatus, Error};
use soroban_sdk::testutils::IssuerFlags;
use soroban_sdk::token::{StellarAssetClient, TokenClient};
use soroban_sdk::Address;

/// A token whose issuer can freeze balances.
struct Freezing<'a> {
    token: TokenClient<'a>,
    issuer: StellarAssetClient<'a>,
}

impl Freezing<'_> {
    fn new(world: &World) -> Freezing<'static> {
        let contract = world.env.register_stellar_asset_contract_v2(world.address());
        contract.issuer().set_flag(IssuerFlags::RevocableFlag);
        let address = contract.address();
        world.market.set_asset_accepted(&address, &true);
        Freezing {
            token: TokenClient::new(&world.env, &address),
            issuer: StellarAssetClient::new(&world.env, &address),
        }
    }

    /// A running deal in this token that holds 1000 and owes 1000.
    fn deal(&self, world: &World) -> At {
        let (consumer, provider, text) = (world.consumer(), world.provider(), world.text("text"));
        self.issuer.mint(&consumer, &5000);
        let bucket = world.bucket(&provider);
        let (market, asset) = (&world.market, &self.token.address);
        let id =
            market.create_deal_with_asset(&consumer, &provider, &bucket, &text, &(30 * DAY), &1024, &512, &text, asset);
        let at = At { consumer, provider, bucket, id };
        world.accept(&at);
        world.fund(&at, 3000);
        world.use_up(&at, 1024, 0);
        at
    }
}

fn propose_in(world: &World, asset: &Address) -> Option<Error> {
    let (consumer, provider, text) = (world.consumer(), world.provider(), world.text("text"));
    let bucket = world.bucket(&provider);
    let market = &world.market;
    refusal(market.try_create_deal_with_asset(&consumer, &provider, &bucket, &text, &1, &1, &1, &text, asset))
}

#[test]
fn a_deal_names_the_stable_asset_or_one_of_the_list() {
    let world = World::new();
    let (market, stable) = (&world.market, world.token.address.clone());
    let other = world.env.register_stellar_asset_contract_v2(world.address()).address();
    assert_eq!(propose_in(&world, &stable), None);
    assert_eq!(propose_in(&world, &other), Some(Error::AssetNotAccepted));
    market.set_asset_accepted(&other, &true);
    assert_eq!(propose_in(&world, &other), None);
    let listed: std::vec::Vec<Address> = market.get_assets().iter().map(|asset| asset.asset).collect();
    assert_eq!(listed, [stable, other.clone()]);
    market.set_asset_accepted(&other, &false);
    assert_eq!(propose_in(&world, &other), Some(Error::AssetNotAccepted));
}

#[test]
fn the_stable_asset_is_always_accepted_and_the_one_before_it_no_longer() {
    let world = World::new();
    let (market, first) = (&world.market, world.token.address.clone());
    market.set_asset_accepted(&first, &true);
    market.set_asset_accepted(&first, &false);
    assert_eq!(propose_in(&world, &first), None);
    assert_eq!(market.get_assets().len(), 1);
    let next = world.env.register_stellar_asset_contract_v2(world.address()).address();
    market.set_stable_asset_address(&next);
    assert_eq!((propose_in(&world, &next), propose_in(&world, &first)), (None, Some(Error::AssetNotAccepted)));
}

#[test]
fn each_assets_money_is_counted_by_itself() {
    let world = World::new();
    let freezing = Freezing::new(&world);
    let (one, other) = (world.funded(700), freezing.deal(&world));
    let held = |asset| world.market.get_held(asset);
    assert_eq!((held(&world.token.address), held(&freezing.token.address)), (700, 3000));
    world.complete(&other);
    assert_eq!((held(&world.token.address), held(&freezing.token.address)), (700, 0));
    world.complete(&one);
    assert_eq!(held(&world.token.address), 0);
}

#[test]
fn what_a_token_refuses_to_move_is_credited_and_stops_nobody_else() {
    let world = World::new();
    let freezing = Freezing::new(&world);
    let at = freezing.deal(&world);
    freezing.issuer.set_authorized(&at.provider, &false);
    freezing.issuer.set_authorized(&at.consumer, &false);
    world.complete(&at);
    let (market, asset) = (&world.market, &freezing.token.address);
    let credits = || (market.get_credit(&at.provider, asset), market.get_credit(&at.consumer, asset));
    assert_eq!(world.state(&at).status, DealStatus::Completed);
    assert_eq!(credits(), (975, 2000));
    assert_eq!(freezing.token.balance(&world.owner), 25, "the fee went through");
    assert_eq!((market.get_held(asset), market.get_surplus(asset)), (2975, 0));
    assert_eq!(refusal(market.try_sweep_surplus(asset, &world.owner)), Some(Error::NothingToSweep));

    assert!(market.try_claim_credit(&at.provider, asset, &at.provider).is_err(), "still frozen");
    assert_eq!(credits(), (975, 2000));
    let elsewhere = world.address();
    assert_eq!(market.claim_credit(&at.provider, asset, &elsewhere), 975);
    freezing.issuer.set_authorized(&at.consumer, &true);
    assert_eq!(market.claim_credit(&at.consumer, asset, &at.consumer), 2000);
    assert_eq!((freezing.token.balance(&elsewhere), freezing.token.balance(&at.consumer)), (975, 4000));
    assert_eq!((credits(), market.get_held(asset)), ((0, 0), 0));
    assert_eq!(refusal(market.try_claim_credit(&at.consumer, asset, &at.consumer)), Some(Error::CreditEmpty));
}

#[test]
fn credits_of_several_calls_add_up() {
    let world = World::new();
    let freezing = Freezing::new(&world);
    let at = freezing.deal(&world);
    freezing.issuer.set_authorized(&at.provider, &false);
    world.settle(&at);
    world.use_up(&at, 1024, 0);
    world.settle(&at);
    assert_eq!(world.market.get_credit(&at.provider, &freezing.token.address), 2 * 975);
    assert_eq!(world.state(&at).paid_out, 2 * 975);
}
