//! Attacks that no single noun answers for: SECURITY.md names them and the tests that cover them.
extern crate std;

use super::support::*;
use soroban_sdk::{contract, contractimpl, vec, Address, Env, IntoVal, InvokeError, String, Symbol, Val, Vec};

/// A token that, whenever it is told to move something, first calls the market back to end the same deal again.
#[contract]
struct Evil;

#[contractimpl]
impl Evil {
    pub fn symbol(env: Env) -> String {
        String::from_str(&env, "EVIL")
    }

    pub fn decimals(_env: Env) -> u32 {
        7
    }

    pub fn balance(_env: Env, _id: Address) -> i128 {
        i128::MAX
    }

    pub fn aim(env: Env, market: Address, call: Vec<Val>) {
        env.storage().instance().set(&0, &(market, call));
    }

    /// How often it was told to move something, and how often the market let it in meanwhile.
    pub fn told(env: Env) -> (u32, u32) {
        env.storage().instance().get(&1).unwrap_or((0, 0))
    }

    pub fn transfer(env: Env, _from: Address, _to: Address, _amount: i128) {
        let (mut told, mut let_in) = Self::told(env.clone());
        if let Some((market, call)) = env.storage().instance().get::<_, (Address, Vec<Val>)>(&0) {
            let answer = env.try_invoke_contract::<bool, InvokeError>(&market, &Symbol::new(&env, "expire_deal"), call);
            let_in += u32::from(answer.is_ok());
        }
        told += 1;
        env.storage().instance().set(&1, &(told, let_in));
    }
}

/// A pending deal over a day, in this asset.
fn deal_in(world: &World, asset: &Address) -> At {
    world.market.set_asset_accepted(asset, &true);
    let (provider, consumer, text) = (world.provider(), world.consumer(), world.text("repo"));
    let (bucket, market) = (world.bucket(&provider), &world.market);
    let id = market.create_deal_with_asset(&consumer, &provider, &bucket, &text, &DAY, &1024, &512, &text, asset);
    At { consumer, provider, bucket, id }
}

#[test]
fn a_token_that_calls_back_is_not_let_in_and_gains_nothing() {
    let world = World::new();
    let evil = EvilClient::new(&world.env, &world.env.register(Evil, ()));
    let (market, at) = (&world.market, deal_in(&world, &evil.address));
    evil.aim(
        &market.address,
        &vec![&world.env, at.consumer.to_val(), at.provider.to_val(), at.id.into_val(&world.env)],
    );
    world.accept(&at);
    world.fund(&at, 5000);
    world.use_up(&at, 1024, 0);
    world.wait(DAY);
    assert!(market.expire_deal(&at.consumer, &at.provider, &at.id));
    assert_eq!(evil.told(), (4, 0), "funding, net, fee, refund; never let in");
    let state = world.state(&at);
    assert_eq!((state.paid_out, state.fees, state.refunded, state.balance), (975, 25, 4000, 0));
    assert_conserved(&state);
    assert_eq!(market.get_held(&evil.address), 0);
}

/// Proposals cost their maker, bind nobody, and a provider drowned in them can still work and clear them.
#[test]
fn proposals_in_numbers_hold_nothing() {
    let world = World::new();
    let provider = world.provider();
    let bucket = world.bucket(&provider);
    let spammer = world.consumer();
    let spam: std::vec::Vec<At> = (0..60).map(|_| world.deal_on(&spammer, &provider, bucket)).collect();
    let honest = world.deal_on(&world.consumer(), &provider, bucket);
    world.accept(&honest);
    world.fund(&honest, 1000);
    world.wait(7 * DAY);
    for at in &spam {
        assert!(world.market.time_out_deal(&at.consumer, &at.provider, &at.id));
    }
    world.complete(&honest);
    assert!(world.market.delete_bucket(&provider, &bucket));
    assert!(world.market.delete_provider(&provider));
}

/// A provider that raises its price in the block of a proposal changes the terms, but nothing is paid before they are seen.
#[test]
fn a_price_raised_just_before_a_proposal_can_be_walked_away_from() {
    let world = World::new();
    let provider = world.provider();
    let bucket = world.bucket(&provider);
    world.market.update_bucket_conditions(&provider, &bucket, &None, &None, &Some(10u128.pow(18)), &None, &None, &None);
    let at = world.deal_on(&world.consumer(), &provider, bucket);
    world.accept(&at);
    let terms = world.market.get_deal_terms(&at.consumer, &at.provider, &at.id).unwrap();
    assert_eq!(terms.price_per_gb_storage, 10u128.pow(18));
    assert!(world.market.withdraw_deal(&at.consumer, &at.provider, &at.id));
    assert_eq!(world.token.balance(&at.consumer), 1_000_000);
}
