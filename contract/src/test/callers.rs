//! Who can call what: every function that writes, with everybody's signature in turn. What one needs is in the table, and
//! a function of the interface that is not in it fails here.
extern crate std;

use std::collections::BTreeSet;
use std::string::String as Text;
use std::vec::Vec as List;

use soroban_sdk::testutils::{MockAuth, MockAuthInvoke};
use soroban_sdk::{Address, BytesN, Env, IntoVal, InvokeError, String, Symbol, Val, Vec};

use super::scene::{Scene, ROLES};
use super::stream_support::{AMOUNT, CHUNKS, COLLATERAL, TIP};
use super::support::*;
use crate::CertifiedRole::Provider;
use crate::Role;

macro_rules! args {
    ($scene:ident; $($value:expr),* $(,)?) => {
        Vec::<Val>::from_slice(&$scene.world.env, &[$($value.into_val(&$scene.world.env)),*])
    };
}

/// Function, who signs (together), what has to be there before, and the arguments.
struct Row(&'static str, &'static str, &'static [fn(&mut Scene)], fn(&Scene) -> Vec<Val>);

/// Arguments of most functions on a deal, in the two orders there are.
fn consumer_first(s: &Scene) -> Vec<Val> {
    args!(s; s.deal.consumer, s.deal.provider, s.deal.id)
}

fn provider_first(s: &Scene) -> Vec<Val> {
    args!(s; s.deal.provider, s.deal.consumer, s.deal.id)
}

fn bucket(s: &Scene) -> Vec<Val> {
    args!(s; s.deal.provider, s.deal.bucket)
}

fn stream(s: &Scene) -> Vec<Val> {
    args!(s; s.stream.id)
}

fn proposal(s: &Scene) -> Vec<Val> {
    let (text, at) = (s.text(), &s.deal);
    args!(s; at.consumer, at.provider, at.bucket, text, DAY, 1u64, 1u64, text)
}

const ROWS: [Row; 68] = [
    Row("accept_ownership", "stranger", &[Scene::proposed], |s| args!(s; s.who("stranger"))),
    Row("accept_stream", "provider", &[], |s| args!(s; s.stream.provider, s.stream.id)),
    Row("add_evidence", "consumer", &[Scene::disputed], |s| args!(s; s.deal.consumer, s.dispute, s.world.hash(2))),
    Row("certify", "certifier", &[], |s| args!(s; s.who("provider"), Provider, s.kind(), 1u32, s.until())),
    Row(
        "claim_credit",
        "provider",
        &[Scene::credited],
        |s| args!(s; s.who("provider"), s.world.token.address, s.who("provider")),
    ),
    Row("commit_units", "provider", &[], |s| args!(s; s.deal.provider, s.deal.bucket, 1u32, 1u64)),
    Row(
        "create_bucket",
        "provider",
        &[],
        |s| args!(s; s.deal.provider, s.text(), s.text(), s.text(), s.text(), 1u128, 1u128, 1u32, 1u32),
    ),
    Row("create_deal", "consumer", &[], proposal),
    Row("create_deal_with_asset", "consumer", &[], |s| {
        let mut args = proposal(s);
        args.push_back(s.world.token.address.to_val());
        args
    }),
    Row(
        "create_from_bucket",
        "provider",
        &[],
        |s| args!(s; s.world.market.get_bucket(&s.deal.provider, &s.deal.bucket).unwrap()),
    ),
    Row(
        "decommission_units",
        "provider",
        &[Scene::units],
        |s| args!(s; s.deal.provider, s.deal.bucket, Vec::from_array(&s.world.env, [1u32])),
    ),
    Row("delete_bucket", "provider", &[Scene::ended], bucket),
    Row("delete_consumer", "owner", &[Scene::ended], |s| args!(s; s.deal.consumer)),
    Row("delete_deal", "owner", &[Scene::ended], consumer_first),
    Row("delete_provider", "owner", &[Scene::ended], |s| args!(s; s.deal.provider)),
    Row("delete_service_provider", "owner", &[Scene::helper], |s| args!(s; s.deal.provider)),
    Row(
        "deposit_to_deal",
        "consumer",
        &[Scene::funded],
        |s| args!(s; s.deal.consumer, s.deal.provider, s.deal.id, PAID as u128),
    ),
    Row("expire_deal", "", &[Scene::funded, Scene::late], consumer_first),
    Row("extend_bucket_ttl", "", &[], bucket),
    Row("extend_consumer_ttl", "", &[], |s| args!(s; s.deal.consumer)),
    Row("extend_deal_ttl", "", &[], consumer_first),
    Row("extend_dispute_ttl", "", &[Scene::disputed], |s| args!(s; s.dispute)),
    Row("extend_market_ttl", "", &[], |s| args!(s;)),
    Row("extend_provider_ttl", "", &[], |s| args!(s; s.deal.provider)),
    Row("extend_stream_ttl", "", &[], |s| args!(s; s.stream.id, 0u32)),
    Row("finish_stream", "", &[Scene::released], stream),
    Row("lapse_dispute", "", &[Scene::disputed, Scene::late], |s| args!(s; s.dispute)),
    Row("lock_bucket", "provider", &[], bucket),
    Row("open_deal_dispute", "provider", &[Scene::funded], |s| {
        let at = &s.deal;
        args!(s; at.provider, at.consumer, at.provider, at.id, s.world.hash(1), s.text())
    }),
    Row(
        "open_stream",
        "consumer",
        &[],
        |s| args!(s; s.deal.consumer, s.deal.provider, s.stream.bucket, s.world.offer()),
    ),
    Row(
        "open_stream_dispute",
        "consumer",
        &[Scene::active],
        |s| args!(s; s.stream.consumer, s.stream.id, s.world.hash(1), s.text()),
    ),
    Row("pay_pending_consumption", "oracle", &[Scene::funded], provider_first),
    Row("propose_owner", "owner", &[], |s| args!(s; Some(s.who("stranger")))),
    Row("register_consumer", "stranger", &[], |s| args!(s; s.who("stranger"), s.text())),
    Row("register_full_user", "stranger", &[], |s| args!(s; s.who("stranger"), s.text())),
    Row("register_provider", "stranger", &[], |s| args!(s; s.who("stranger"), s.text())),
    Row("register_service_provider", "stranger", &[], |s| args!(s; s.who("stranger"), s.text(), s.text())),
    Row(
        "release_chunks",
        "",
        &[Scene::active],
        |s| args!(s; s.stream.id, s.world.proofs(&s.stream, &[0]), Some(s.who("relayer"))),
    ),
    Row(
        "report_usage",
        "oracle",
        &[Scene::funded, |s| s.world.wait(9)],
        |s| args!(s; s.deal.provider, s.deal.consumer, s.deal.id, START, START + 9, 1u64, 1u64, 1u32, 1u32),
    ),
    Row("resolve_dispute", "arbiter", &[Scene::disputed], |s| args!(s; s.dispute, 400u128, 600u128)),
    Row("revoke_certification", "certifier", &[Scene::certified], |s| args!(s; s.who("provider"), Provider, s.kind())),
    Row("set_asset_accepted", "owner", &[], |s| args!(s; s.world.token.address, true)),
    Row("set_deal_accepted", "provider", &[], provider_first),
    Row("set_deal_cancelled", "provider", &[Scene::accepted], provider_first),
    Row("set_deal_completed", "consumer", &[Scene::funded], consumer_first),
    Row(
        "set_deal_funded",
        "consumer",
        &[Scene::accepted],
        |s| args!(s; s.deal.consumer, s.deal.provider, s.deal.id, PAID as u128, s.text()),
    ),
    Row("set_deal_rejected", "provider", &[], provider_first),
    Row("set_paused", "owner", &[], |s| args!(s; true)),
    Row("set_platform_fee", "owner", &[], |s| args!(s; 1u128)),
    Row("set_role", "owner", &[], |s| args!(s; Role::Oracle, Some(s.who("stranger")))),
    Row("set_stable_asset_address", "owner", &[], |s| args!(s; s.world.token.address)),
    Row(
        "set_units_maintenance",
        "provider",
        &[Scene::units],
        |s| args!(s; s.deal.provider, s.deal.bucket, Vec::from_array(&s.world.env, [1u32]), true),
    ),
    Row("slash_stream", "", &[Scene::active, Scene::late], stream),
    Row("sweep_surplus", "owner", &[Scene::gift], |s| args!(s; s.world.token.address, s.who("owner"))),
    Row("time_out_deal", "", &[Scene::late], consumer_first),
    Row("unlock_bucket", "provider", &[Scene::locked], bucket),
    Row("update_bucket_basic", "provider", &[], |s| {
        let none = None::<String>;
        args!(s; s.deal.provider, s.deal.bucket, none, none, none)
    }),
    Row("update_bucket_conditions", "provider", &[], |s| {
        let (text, price, level) = (None::<String>, None::<u128>, None::<u32>);
        args!(s; s.deal.provider, s.deal.bucket, text, text, price, price, level, level)
    }),
    Row("update_consumer", "consumer", &[], |s| args!(s; s.deal.consumer, s.text())),
    Row(
        "update_deal_consumption",
        "oracle",
        &[Scene::funded],
        |s| args!(s; s.deal.provider, s.deal.consumer, s.deal.id, 1u64, 1u64),
    ),
    Row(
        "update_deal_sla",
        "oracle",
        &[Scene::funded],
        |s| args!(s; s.deal.provider, s.deal.consumer, s.deal.id, 1u32, 1u32),
    ),
    Row("update_owner", "owner stranger", &[], |s| args!(s; s.who("stranger"))),
    Row("update_provider", "provider", &[], |s| args!(s; s.deal.provider, s.text())),
    Row(
        "update_service_provider",
        "provider",
        &[Scene::helper],
        |s| args!(s; s.deal.provider, None::<String>, Some(s.text())),
    ),
    Row("upgrade", "owner", &[], |s| {
        let wasm = include_bytes!("../../interface/flashindex_market.wasm").as_slice();
        let hash: BytesN<32> = s.world.env.deployer().upload_contract_wasm(wasm);
        args!(s; hash)
    }),
    Row("withdraw_deal", "consumer", &[], consumer_first),
    Row("withdraw_dispute", "consumer", &[Scene::disputed], |s| args!(s; s.deal.consumer, s.dispute)),
    Row("withdraw_stream", "consumer", &[], |s| args!(s; s.stream.consumer, s.stream.id)),
];

const PAID: i128 = 100;

/// What a function moves from the account that signs it.
fn moves(function: &str) -> Option<i128> {
    match function {
        "deposit_to_deal" | "set_deal_funded" => Some(PAID),
        "open_stream" => Some(CHUNKS as i128 * (AMOUNT + TIP) as i128),
        "accept_stream" => Some(COLLATERAL as i128),
        _ => None,
    }
}

/// Plays a row in a new scene with the signatures of these alone. True when it went through.
fn goes_through(row: &Row, signers: &[&str]) -> bool {
    let Row(function, _, before, args) = row;
    let mut scene = Scene::new();
    before.iter().for_each(|step| step(&mut scene));
    let (args, market, token) = (args(&scene), scene.world.market.address.clone(), scene.world.token.address.clone());
    let env = &scene.world.env;
    let people: List<Address> = signers.iter().map(|role| scene.who(role)).collect();
    let transfers: List<MockAuthInvoke> = (people.iter().zip(moves(function)))
        .map(|(from, amount)| MockAuthInvoke {
            contract: &token,
            fn_name: "transfer",
            args: (from.clone(), market.clone(), amount).into_val(env),
            sub_invokes: &[],
        })
        .collect();
    let invoke = MockAuthInvoke { contract: &market, fn_name: function, args: args.clone(), sub_invokes: &transfers };
    let signed: List<MockAuth> = people.iter().map(|address| MockAuth { address, invoke: &invoke }).collect();
    env.mock_auths(&signed);
    call(env, &market, function, args)
}

fn call(env: &Env, market: &Address, function: &str, args: Vec<Val>) -> bool {
    env.try_invoke_contract::<Val, InvokeError>(market, &Symbol::new(env, function), args).is_ok()
}

#[test]
fn nobody_but_those_listed_can_call_anything() {
    for row in &ROWS {
        let listed: List<&str> = row.1.split_whitespace().collect();
        assert!(goes_through(row, &listed), "{} goes through with {listed:?}", row.0);
        assert_eq!(goes_through(row, &[]), listed.is_empty(), "{} unsigned", row.0);
        for role in ROLES {
            let enough = listed.iter().all(|needed| *needed == role);
            assert_eq!(goes_through(row, &[role]), enough, "{} signed by {role} alone", row.0);
        }
    }
}

#[test]
fn the_table_has_every_function_of_the_interface_that_writes() {
    let spec = include_str!("../../interface/spec.json");
    let functions = &spec[spec.find("\"functions\"").unwrap()..spec.find("\"structs\"").unwrap()];
    // A function stands two levels deep, an argument four.
    let names = functions.lines().filter_map(|line| line.strip_prefix("      \"name\": \"")?.split('"').next());
    let writes = |name: &&str| !name.starts_with("get_") && *name != "version" && *name != "__constructor";
    let expected: BTreeSet<Text> = names.filter(writes).map(Text::from).collect();
    assert!(expected.len() > 60, "read from the interface");
    assert_eq!(ROWS.iter().map(|row| Text::from(row.0)).collect::<BTreeSet<Text>>(), expected);
}
