//! Every named error is provoked by a call. The match is exhaustive, the list comes from the interface: an error nobody
//! can meet fails here.
extern crate std;

use super::stream_errors::{provoke_dispute, provoke_stream};
use super::support::*;
use crate::bucket::Bucket;
use crate::{CertifiedRole, DealStatus, Error, Market, MarketClient};
use soroban_sdk::{Address, String, Symbol, Vec};

#[test]
fn every_named_error_can_be_provoked() {
    for (name, code) in all_errors() {
        let error = Error::try_from(soroban_sdk::InvokeError::Contract(code)).unwrap();
        assert_eq!(provoke(error), Some(error), "{name}");
    }
}

#[test]
fn the_codes_keep_to_their_ranges_and_leave_generation_2s_alone() {
    for (name, code) in all_errors() {
        assert!((1..800).contains(&code) && code != 2, "{name} = {code}");
    }
}

fn provoke(error: Error) -> Option<Error> {
    let world = World::new();
    match error as u32 {
        1..=99 => provoke_general(&world, error),
        100..=199 => provoke_party(&world, error),
        200..=299 => provoke_bucket(&world, error),
        500..=599 => provoke_unit(&world, error),
        600..=699 => provoke_register(&world, error),
        400..=499 => provoke_stream(&world, error),
        700..=799 => provoke_dispute(&world, error),
        _ => provoke_deal(&world, error),
    }
}

fn provoke_general(world: &World, error: Error) -> Option<Error> {
    let market = &world.market;
    let deposit = |amount: u128| {
        let at = world.deal_in(DealStatus::Funded);
        refusal(market.try_deposit_to_deal(&at.consumer, &at.provider, &at.id, &amount))
    };
    match error {
        Error::Overflow => {
            let at = world.deal_in(DealStatus::Funded);
            world.use_up(&at, u64::MAX, 0);
            refusal(market.try_update_deal_consumption(&at.provider, &at.consumer, &at.id, &1, &0))
        }
        Error::FeeTooHigh => refusal(market.try_set_platform_fee(&10_001)),
        Error::AssetNotSet => {
            let bare = World::without_asset();
            let provider = bare.provider();
            let bucket = bare.bucket(&provider);
            propose(&bare, &bare.consumer(), &provider, bucket, "", 1, 1, 1)
        }
        Error::AssetNotToken => refusal(market.try_set_stable_asset_address(&world.address())),
        Error::NothingToSweep => refusal(market.try_sweep_surplus(&world.token.address, &world.owner)),
        Error::AmountZero => deposit(0),
        Error::AmountTooLarge => deposit(u128::MAX),
        Error::MarketPaused => {
            market.set_paused(&true);
            refusal(market.try_register_consumer(&world.address(), &world.text("")))
        }
        Error::OwnerNotProposed => refusal(market.try_accept_ownership(&world.address())),
        Error::AssetNotAccepted => refusal(market.try_set_asset_accepted(&world.address(), &false)),
        Error::AssetAlreadyAccepted => {
            market.set_asset_accepted(&world.token.address, &true);
            refusal(market.try_set_asset_accepted(&world.token.address, &true))
        }
        Error::AssetsTooMany => {
            let asset = || world.env.register_stellar_asset_contract_v2(world.address()).address();
            (0..16).for_each(|_| assert!(market.set_asset_accepted(&asset(), &true)));
            refusal(market.try_set_asset_accepted(&asset(), &true))
        }
        Error::CreditEmpty => refusal(market.try_claim_credit(&world.owner, &world.token.address, &world.owner)),
        other => panic!("{other:?} is not general"),
    }
}

fn provoke_party(world: &World, error: Error) -> Option<Error> {
    let (market, text) = (&world.market, world.text("again"));
    match error {
        Error::ProviderNotFound => refusal(market.try_update_provider(&world.address(), &text)),
        Error::ConsumerNotFound => refusal(market.try_update_consumer(&world.address(), &text)),
        Error::ProviderAlreadyRegistered => refusal(market.try_register_provider(&world.provider(), &text)),
        Error::ConsumerAlreadyRegistered => refusal(market.try_register_full_user(&world.consumer(), &text)),
        Error::DescriptionTooLong => refusal(market.try_register_consumer(&world.address(), &world.long(1025))),
        Error::ProviderHasOpenDeals => refusal(market.try_delete_provider(&world.deal().provider)),
        Error::ConsumerHasOpenDeals => refusal(market.try_delete_consumer(&world.deal().consumer)),
        other => panic!("{other:?} is not a party's"),
    }
}

fn provoke_bucket(world: &World, error: Error) -> Option<Error> {
    let market = &world.market;
    let provider = world.provider();
    let bucket = world.bucket(&provider);
    let create = |change: &dyn Fn(&mut Bucket)| {
        let mut draft = market.get_bucket(&provider, &bucket).unwrap();
        change(&mut draft);
        refusal(market.try_create_from_bucket(&draft))
    };
    match error {
        Error::BucketNotFound => refusal(market.try_lock_bucket(&provider, &99)),
        Error::BucketLocked => {
            market.lock_bucket(&provider, &bucket);
            refusal(market.try_lock_bucket(&provider, &bucket))
        }
        Error::BucketNotLocked => refusal(market.try_unlock_bucket(&provider, &bucket)),
        Error::BucketHeld => {
            let at = world.deal_in(DealStatus::Accepted);
            refusal(market.try_unlock_bucket(&at.provider, &at.bucket))
        }
        Error::BucketHasOpenDeals => {
            let at = world.deal();
            refusal(market.try_delete_bucket(&at.provider, &at.bucket))
        }
        Error::BucketHasUnits => {
            market.commit_units(&provider, &bucket, &1, &1);
            refusal(market.try_delete_bucket(&provider, &bucket))
        }
        Error::BucketNameInvalid => create(&|draft| draft.name = world.text("")),
        Error::BucketTextTooLong => create(&|draft| draft.region = world.long(65)),
        Error::BucketTagsTooLong => create(&|draft| {
            draft.tags = Vec::from_array(&world.env, [(); 17].map(|_| world.text("tag")));
        }),
        Error::PriceTooHigh => create(&|draft| draft.price_per_gb_egress = 10u128.pow(18) + 1),
        Error::UptimeOutOfRange => create(&|draft| draft.sla_avg_uptime_pct = 100_000_001),
        other => panic!("{other:?} is not a bucket's"),
    }
}

fn provoke_deal(world: &World, error: Error) -> Option<Error> {
    use DealStatus::*;
    let market = &world.market;
    let provider = world.provider();
    let (consumer, bucket) = (world.consumer(), world.bucket(&provider));
    let propose = |repo: &str, duration: u64, storage: u64| {
        propose(world, &consumer, &provider, bucket, repo, duration, storage, 0)
    };
    let complete = |at: At| refusal(market.try_set_deal_completed(&at.consumer, &at.provider, &at.id));
    match error {
        Error::DealNotFound => complete(At { id: 99, ..world.deal() }),
        Error::DealWithSelf => {
            market.register_consumer(&provider, &world.text("both"));
            self::propose(world, &provider, &provider, bucket, "", 1, 1, 1)
        }
        Error::DurationOutOfRange => propose("", 0, 1),
        Error::QuantityZero => propose("", 1, 0),
        Error::DealTextTooLong => propose(&"x".repeat(129), 1, 1),
        Error::DealNotPending => {
            let at = world.deal_in(Accepted);
            refusal(market.try_set_deal_rejected(&at.provider, &at.consumer, &at.id))
        }
        Error::DealNotAccepted => {
            let at = world.deal_in(Pending);
            refusal(market.try_set_deal_funded(&at.consumer, &at.provider, &at.id, &1, &world.text("")))
        }
        Error::DealAlreadyFunded => {
            let at = world.deal_in(Funded);
            refusal(market.try_withdraw_deal(&at.consumer, &at.provider, &at.id))
        }
        Error::DealNotFunded => complete(world.deal_in(Accepted)),
        Error::DealNotCancellable => {
            let at = world.deal_in(Funded);
            refusal(market.try_set_deal_cancelled(&at.provider, &at.consumer, &at.id))
        }
        Error::DealEnded => complete(world.deal_in(Completed)),
        Error::DealNotEnded => {
            let at = world.deal_in(Funded);
            refusal(market.try_delete_deal(&at.consumer, &at.provider, &at.id))
        }
        Error::DealNotTimedOut => {
            let at = world.deal();
            refusal(market.try_time_out_deal(&at.consumer, &at.provider, &at.id))
        }
        Error::DealBalanceEmpty => {
            let at = world.deal_in(BreachedConsumer);
            refusal(market.try_pay_pending_consumption(&at.provider, &at.consumer, &at.id))
        }
        Error::PeriodInvalid | Error::PeriodOverlaps => {
            let at = world.deal_in(Funded);
            let start = if error == Error::PeriodInvalid { START } else { START - 1 };
            refusal(market.try_report_usage(&at.provider, &at.consumer, &at.id, &start, &START, &1, &1, &1, &1))
        }
        Error::DealNotExpired => {
            let at = world.deal_in(Funded);
            refusal(market.try_expire_deal(&at.consumer, &at.provider, &at.id))
        }
        Error::DealDisputed => {
            let at = world.deal_in(Funded);
            world.dispute_deal(&at);
            complete(at)
        }
        other => panic!("{other:?} is not a deal's"),
    }
}

fn provoke_unit(world: &World, error: Error) -> Option<Error> {
    let market = &world.market;
    let at = world.deal();
    let (p, b) = (&at.provider, &at.bucket);
    let commit = |count: u32, unit_mb: u64| refusal(market.try_commit_units(p, b, &count, &unit_mb));
    let listed = |units: &[u32]| Vec::from_slice(&world.env, units);
    match error {
        Error::UnitsNotEnough => {
            commit(1, 512);
            refusal(market.try_set_deal_accepted(p, &at.consumer, &at.id))
        }
        Error::UnitsOutOfRange => commit(0, 512),
        Error::UnitSizeInvalid => commit(1, 0),
        Error::UnitNotFound => {
            commit(1, 512);
            refusal(market.try_decommission_units(p, b, &listed(&[2])))
        }
        Error::UnitsListInvalid => refusal(market.try_decommission_units(p, b, &listed(&[]))),
        Error::UnitNotIdle => {
            commit(1, 512);
            refusal(market.try_set_units_maintenance(p, b, &listed(&[1]), &false))
        }
        Error::UnitDecommissioned => {
            commit(1, 512);
            refusal(market.try_decommission_units(p, b, &listed(&[1, 1])))
        }
        other => panic!("{other:?} is not a unit's"),
    }
}

fn provoke_register(world: &World, error: Error) -> Option<Error> {
    let (market, text) = (&world.market, world.text("text"));
    let (subject, role, kind) = (world.provider(), CertifiedRole::Provider, Symbol::new(&world.env, "iso27001"));
    let certify = |level: u32, until: u64| refusal(market.try_certify(&subject, &role, &kind, &level, &until));
    let register =
        |category: &str| refusal(market.try_register_service_provider(&subject, &world.text(category), &text));
    match error {
        Error::ServiceProviderNotFound => refusal(market.try_delete_service_provider(&subject)),
        Error::ServiceProviderAlreadyRegistered => {
            register("audit");
            register("audit")
        }
        Error::CategoryInvalid => register(""),
        Error::CertificationNotFound => refusal(market.try_revoke_certification(&subject, &role, &kind)),
        Error::CertificationRevoked => {
            certify(1, START + 1);
            market.revoke_certification(&subject, &role, &kind);
            refusal(market.try_revoke_certification(&subject, &role, &kind))
        }
        Error::LevelOutOfRange => certify(0, START + 1),
        Error::ValidityInvalid => certify(1, START),
        other => panic!("{other:?} is not a register's"),
    }
}

#[allow(clippy::too_many_arguments)]
fn propose(
    world: &World,
    consumer: &Address,
    provider: &Address,
    bucket: u32,
    repo: &str,
    duration: u64,
    storage: u64,
    egress: u64,
) -> Option<Error> {
    let api: String = world.text("s3");
    refusal(world.market.try_create_deal(
        consumer,
        provider,
        &bucket,
        &world.text(repo),
        &duration,
        &storage,
        &egress,
        &api,
    ))
}

#[test]
#[should_panic(expected = "Error(Contract, #3)")]
fn a_market_cannot_be_created_with_a_fee_above_a_hundred_percent() {
    let env = env();
    let owner = <Address as soroban_sdk::testutils::Address>::generate(&env);
    let _ = MarketClient::new(&env, &env.register(Market, (owner, 10_001u128)));
}
