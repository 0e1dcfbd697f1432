//! What every function costs, measured with the deployed Wasm on the real host and written to contract/RESOURCES.md:
//! `cargo test --manifest-path contract/Cargo.toml resources -- --ignored`.
extern crate std;

use std::fmt::Write as _;
use std::format;
use std::string::{String as Text, ToString};
use std::vec::Vec;

use soroban_sdk::testutils::IssuerFlags;
use soroban_sdk::{Address, Symbol};

use super::ledger::{carry_address, Ledger};
use super::support::*;
use crate::{CertifiedRole, Role};

const FEW: u32 = 10;
const MANY: u32 = 10_000;
/// Deals in one host; more is slower.
const AT_ONCE: u32 = 100;
const STROOPS: f64 = 10_000_000.0;

/// One call's resources, and its fee without the inclusion fee, in stroops.
struct Cost {
    name: Text,
    instructions: i64,
    read: (u32, u32),
    written: (u32, u32),
    events: u32,
    fee: i64,
}

/// Runs calls and notes what each of them cost.
struct Meter<'a> {
    world: &'a World,
    costs: Vec<Cost>,
}

impl Meter<'_> {
    fn run<T>(&mut self, name: &str, call: impl FnOnce() -> T) -> T {
        let answer = call();
        let (used, fee) = (self.world.env.cost_estimate().resources(), self.world.env.cost_estimate().fee());
        self.costs.push(Cost {
            name: name.to_string(),
            instructions: used.instructions,
            read: (used.disk_read_entries + used.memory_read_entries, used.disk_read_bytes),
            written: (used.write_entries, used.write_bytes),
            events: used.contract_events_size_bytes,
            // A nonce's rent follows from how long a signature is valid; the test's are valid for ever.
            fee: fee.total - fee.temporary_entry_rent,
        });
        answer
    }
}

/// Every function once, between two parties of the market.
fn measure(world: &World, consumer: &Address, provider: &Address) -> Vec<Cost> {
    let mut meter = Meter { world, costs: Vec::new() };
    measure_market(&mut meter);
    measure_parties(&mut meter);
    measure_buckets(&mut meter, provider);
    measure_deals(&mut meter, consumer, provider);
    measure_streams(&mut meter, consumer, provider);
    measure_disputes(&mut meter, consumer, provider);
    measure_lists(&mut meter, consumer, provider);
    let mut costs = meter.costs;
    costs.sort_by(|a, b| a.name.cmp(&b.name));
    costs
}

fn measure_market(meter: &mut Meter) {
    let (world, market) = (meter.world, &meter.world.market);
    let asset = world.env.register_stellar_asset_contract_v2(world.address()).address();
    let (stable, owner) = (&world.token.address, &world.owner);
    meter.run("set_platform_fee", || market.set_platform_fee(&FEE));
    meter.run("set_stable_asset_address", || market.set_stable_asset_address(stable));
    meter.run("set_asset_accepted", || market.set_asset_accepted(&asset, &true));
    meter.run("set_role", || market.set_role(&Role::Oracle, &None));
    meter.run("set_paused", || market.set_paused(&false));
    meter.run("propose_owner", || market.propose_owner(&Some(owner.clone())));
    meter.run("accept_ownership", || market.accept_ownership(owner));
    meter.run("update_owner", || market.update_owner(owner));
    world.mint.mint(&market.address, &5);
    meter.run("sweep_surplus", || market.sweep_surplus(stable, owner));
    meter.run("extend_market_ttl", || market.extend_market_ttl());
    meter.run("get_market_config", || market.get_market_config());
    meter.run("get_assets", || market.get_assets());
    meter.run("get_held", || market.get_held(stable));
}

fn measure_parties(meter: &mut Meter) {
    let (world, market, text) = (meter.world, &meter.world.market, meter.world.text("what I do"));
    let [user, provider, consumer, service] = [(); 4].map(|_| world.address());
    meter.run("register_full_user", || market.register_full_user(&user, &text));
    meter.run("register_provider", || market.register_provider(&provider, &text));
    meter.run("register_consumer", || market.register_consumer(&consumer, &text));
    meter.run("update_provider", || market.update_provider(&provider, &text));
    meter.run("update_consumer", || market.update_consumer(&consumer, &text));
    meter.run("delete_provider", || market.delete_provider(&provider));
    meter.run("delete_consumer", || market.delete_consumer(&consumer));
    meter.run("extend_provider_ttl", || market.extend_provider_ttl(&user));
    meter.run("extend_consumer_ttl", || market.extend_consumer_ttl(&user));
    meter.run("register_service_provider", || market.register_service_provider(&service, &text, &text));
    meter.run("update_service_provider", || market.update_service_provider(&service, &None, &Some(text.clone())));
    meter.run("get_service_provider", || market.get_service_provider(&service));
    meter.run("delete_service_provider", || market.delete_service_provider(&service));
    let (kind, role, until) = (Symbol::new(&world.env, "iso27001"), CertifiedRole::Provider, world.now() + DAY);
    meter.run("certify", || market.certify(&user, &role, &kind, &3, &until));
    meter.run("revoke_certification", || market.revoke_certification(&user, &role, &kind));
    meter.run("get_certification", || market.get_certification(&user, &role, &kind));
}

fn measure_buckets(meter: &mut Meter, provider: &Address) {
    let (world, market) = (meter.world, &meter.world.market);
    let id = meter.run("create_bucket", || world.bucket(provider));
    let draft = market.get_bucket(provider, &id).unwrap();
    meter.run("create_from_bucket", || market.create_from_bucket(&draft));
    meter.run("update_bucket_basic", || market.update_bucket_basic(provider, &id, &None, &None, &None));
    meter.run("update_bucket_conditions", || {
        market.update_bucket_conditions(provider, &id, &None, &None, &Some(1), &None, &None, &None)
    });
    meter.run("lock_bucket", || market.lock_bucket(provider, &id));
    meter.run("unlock_bucket", || market.unlock_bucket(provider, &id));
    meter.run("extend_bucket_ttl", || market.extend_bucket_ttl(provider, &id));
    meter.run("delete_bucket", || market.delete_bucket(provider, &id));
    let id = world.bucket(provider);
    meter.run("commit_units, 256 of them", || market.commit_units(provider, &id, &256, &512));
    let all = soroban_sdk::Vec::from_iter(&world.env, 1..=256u32);
    meter.run("set_units_maintenance, 256 of them", || market.set_units_maintenance(provider, &id, &all, &true));
    meter.run("decommission_units, 256 of them", || market.decommission_units(provider, &id, &all));
    meter.run("get_unit_counts", || market.get_unit_counts(provider, &id));
}

fn measure_deals(meter: &mut Meter, consumer: &Address, provider: &Address) {
    let (world, market) = (meter.world, &meter.world.market);
    let (bucket, text) = (world.bucket(provider), world.text("repo"));
    let deal = || world.deal_on(consumer, provider, bucket);
    let at = meter.run("create_deal", deal);
    meter.run("set_deal_accepted", || world.accept(&at));
    meter.run("set_deal_funded", || world.fund(&at, 50_000));
    meter.run("deposit_to_deal", || world.deposit(&at, 5000));
    meter.run("update_deal_consumption", || world.use_up(&at, 1024, 1024));
    meter.run("update_deal_sla", || world.sla(&at, 90, 99_950_000));
    meter.run("pay_pending_consumption", || world.settle(&at));
    let now = world.now();
    world.wait(DAY);
    let (p, c) = (provider, consumer);
    meter.run("report_usage", || market.report_usage(p, c, &at.id, &now, &(now + DAY), &1024, &0, &90, &99_950_000));
    meter.run("set_deal_completed", || world.complete(&at));
    meter.run("extend_deal_ttl", || market.extend_deal_ttl(c, p, &at.id));
    meter.run("get_deal", || market.get_deal(c, p, &at.id));
    meter.run("delete_deal", || market.delete_deal(c, p, &at.id));
    let at = meter.run("create_deal_with_asset", || {
        let id = market.create_deal_with_asset(c, p, &bucket, &text, &DAY, &1, &1, &text, &world.token.address);
        At { consumer: c.clone(), provider: p.clone(), bucket, id }
    });
    meter.run("set_deal_rejected", || market.set_deal_rejected(p, c, &at.id));
    let at = deal();
    meter.run("withdraw_deal", || market.withdraw_deal(c, p, &at.id));
    let at = deal();
    world.accept(&at);
    meter.run("set_deal_cancelled", || market.set_deal_cancelled(p, c, &at.id));
    let (late, unfunded) = (deal(), deal());
    world.accept(&late);
    world.fund(&late, 5000);
    world.use_up(&late, 1024, 0);
    world.wait(31 * DAY);
    meter.run("expire_deal", || market.expire_deal(c, p, &late.id));
    meter.run("time_out_deal", || market.time_out_deal(c, p, &unfunded.id));
    measure_credit(meter);
}

fn measure_credit(meter: &mut Meter) {
    let (world, market) = (meter.world, &meter.world.market);
    let contract = world.env.register_stellar_asset_contract_v2(world.address());
    contract.issuer().set_flag(IssuerFlags::RevocableFlag);
    let (asset, text) = (contract.address(), world.text("repo"));
    market.set_asset_accepted(&asset, &true);
    let issuer = soroban_sdk::token::StellarAssetClient::new(&world.env, &asset);
    let (consumer, provider) = (world.consumer(), world.provider());
    issuer.mint(&consumer, &5000);
    let bucket = world.bucket(&provider);
    let id = market.create_deal_with_asset(&consumer, &provider, &bucket, &text, &DAY, &1, &1, &text, &asset);
    let at = At { consumer, provider, bucket, id };
    world.accept(&at);
    world.fund(&at, 5000);
    issuer.set_authorized(&at.consumer, &false);
    meter.run("set_deal_completed, refund refused by the token", || world.complete(&at));
    issuer.set_authorized(&at.consumer, &true);
    meter.run("claim_credit", || market.claim_credit(&at.consumer, &asset, &at.consumer));
}

fn measure_streams(meter: &mut Meter, consumer: &Address, provider: &Address) {
    let (world, market) = (meter.world, &meter.world.market);
    let bucket = world.bucket(provider);
    let mut offer = world.offer();
    offer.chunks = 33;
    let open = |offer: &_| super::stream_support::Running {
        consumer: consumer.clone(),
        provider: provider.clone(),
        bucket,
        id: market.open_stream(consumer, provider, &bucket, offer),
    };
    let at = meter.run("open_stream", || open(&offer));
    meter.run("accept_stream", || market.accept_stream(provider, &at.id));
    let relayer = Some(world.owner.clone());
    let one = world.proofs(&at, &[32]);
    meter.run("release_chunks, 1 of them", || market.release_chunks(&at.id, &one, &relayer));
    let rest = world.proofs(&at, &(0..32).collect::<Vec<u32>>());
    meter.run("release_chunks, 32 of them", || market.release_chunks(&at.id, &rest, &relayer));
    meter.run("finish_stream", || market.finish_stream(&at.id));
    meter.run("extend_stream_ttl", || market.extend_stream_ttl(&at.id, &0));
    meter.run("get_stream", || market.get_stream(&at.id));
    meter.run("get_released_chunks", || market.get_released_chunks(&at.id, &0));
    let open_one = open(&world.offer());
    meter.run("withdraw_stream", || market.withdraw_stream(consumer, &open_one.id));
    let late = open(&world.offer());
    market.accept_stream(provider, &late.id);
    world.wait(11 * DAY);
    meter.run("slash_stream", || market.slash_stream(&late.id));
}

fn measure_disputes(meter: &mut Meter, consumer: &Address, provider: &Address) {
    let (world, market) = (meter.world, &meter.world.market);
    let at = world.deal_on(consumer, provider, world.bucket(provider));
    world.accept(&at);
    world.fund(&at, 1000);
    let dispute = || world.dispute_deal(&at);
    let id = meter.run("open_deal_dispute", dispute);
    meter.run("add_evidence", || market.add_evidence(consumer, &id, &world.hash(2)));
    meter.run("extend_dispute_ttl", || market.extend_dispute_ttl(&id));
    meter.run("get_dispute", || market.get_dispute(&id));
    meter.run("withdraw_dispute", || market.withdraw_dispute(consumer, &id));
    let id = dispute();
    world.wait(31 * DAY);
    meter.run("lapse_dispute", || market.lapse_dispute(&id));
    let id = dispute();
    meter.run("resolve_dispute", || market.resolve_dispute(&id, &400, &600));
    let at = world.active();
    meter.run("open_stream_dispute", || world.dispute_stream(&at));
}

fn measure_lists(meter: &mut Meter, consumer: &Address, provider: &Address) {
    let market = &meter.world.market;
    meter.run("get_deals, 25 of them", || market.get_deals(&0, &25));
    meter.run("get_active_deals, 25 of them", || market.get_active_deals(&0, &25));
    meter.run("get_buckets, 25 of them", || market.get_buckets(&0, &25));
    meter.run("get_providers, 25 of them", || market.get_providers(&0, &25));
    meter.run("get_consumers, 25 of them", || market.get_consumers(&0, &25));
    meter.run("get_streams, 25 of them", || market.get_streams(&0, &25));
    meter.run("get_provider", || market.get_provider(provider));
    meter.run("get_consumer", || market.get_consumer(consumer));
    meter.run("get_deals_by_provider", || market.get_deals_by_provider(provider));
    meter.run("get_deals_by_consumer", || market.get_deals_by_consumer(consumer));
    meter.run("get_buckets_by_provider", || market.get_buckets_by_provider(provider));
}

/// A market with so many deals between one pair, on a fresh host with the deployed module.
fn measure_at(deals: u32) -> Vec<Cost> {
    let (mut world, mut ledger) = (World::new(), Ledger::default());
    let (mut consumer, mut provider) = (world.consumer(), world.provider());
    let bucket = world.bucket(&provider);
    while world.market.get_deal_count() < deals {
        for _ in 0..AT_ONCE.min(deals) {
            world.deal_on(&consumer, &provider, bucket);
        }
        world = ledger.carry(world);
        (consumer, provider) = (carry_address(&world.env, &consumer), carry_address(&world.env, &provider));
    }
    let wasm = std::fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/interface/flashindex_market.wasm")).unwrap();
    let world = ledger.carry_to(world, Some(&wasm));
    let (consumer, provider) = (carry_address(&world.env, &consumer), carry_address(&world.env, &provider));
    // A fresh host gives out its addresses from the start again.
    (0..64).for_each(|_| drop(world.address()));
    world.mint.mint(&consumer, &10_000_000);
    world.mint.mint(&provider, &10_000_000);
    measure(&world, &consumer, &provider)
}

const HEADER: &str = "# What every function costs

Measured with the deployed Wasm on the real host of the SDK, by
`cargo test --manifest-path contract/Cargo.toml resources -- --ignored`, in a market where one pair has made 10 deals, and
10,000 deals. Figures of 10,000 stand after an arrow where they differ.

Fees are the SDK's estimate at the public network's prices, in XLM, without the inclusion fee; most of a large one is rent for
new entries (90 days) or longer ones (180 days, for the code above all). What only reads is simulated and costs nothing. Disk
bytes are those of accounts, trustlines and archived entries; the tests' parties have none. Limits of a transaction on the
public network: 400,000,000 instructions, 200 entries read, 50 written (132,096 bytes), 16,384 bytes of events.

| function | instructions | entries read | disk bytes read | entries written | bytes written | bytes of events | fee |
|---|---|---|---|---|---|---|---|
";

#[test]
#[ignore = "writes contract/RESOURCES.md; run it by name"]
fn resources_of_every_function_are_written_down() {
    let (few, many) = (measure_at(FEW), measure_at(MANY));
    let mut text = Text::from(HEADER);
    for (few, many) in few.iter().zip(&many) {
        assert_eq!(few.name, many.name);
        writeln!(text, "{}", row(few, many)).unwrap();
    }
    std::fs::write(concat!(env!("CARGO_MANIFEST_DIR"), "/RESOURCES.md"), text).unwrap();
}

fn row(few: &Cost, many: &Cost) -> Text {
    let both = |few: Text, many: Text| if few == many { few } else { format!("{few} → {many}") };
    let number = |of: fn(&Cost) -> i64| both(grouped(of(few)), grouped(of(many)));
    let free = few.name.starts_with("get_");
    let fee = |cost: &Cost| if free { "–".to_string() } else { format!("{:.4}", cost.fee as f64 / STROOPS) };
    let cells = [
        number(|cost| cost.instructions),
        number(|cost| cost.read.0.into()),
        number(|cost| cost.read.1.into()),
        number(|cost| cost.written.0.into()),
        number(|cost| cost.written.1.into()),
        number(|cost| cost.events.into()),
        both(fee(few), fee(many)),
    ];
    format!("| {} | {} |", few.name, cells.join(" | "))
}

/// With a comma between groups of three digits.
fn grouped(number: i64) -> Text {
    let digits = number.to_string();
    let groups = digits.as_bytes().rchunks(3).rev().map(|group| std::str::from_utf8(group).unwrap());
    groups.collect::<Vec<_>>().join(",")
}
