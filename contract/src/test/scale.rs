//! A busy market costs a call no more than a quiet one: same footprint, same sizes.
extern crate std;

use super::ledger::{carry_address, Ledger};
use super::support::*;
use soroban_sdk::Address;

const DEALS: u32 = 10_000;
/// Enough to fill the rings of the newest 25 and the first page.
const QUIET: u32 = 60;
/// Deals in one host; more is slower.
const AT_ONCE: u32 = 100;

#[derive(Debug)]
struct Cost {
    entries_read: u32,
    entries_written: u32,
    bytes_written: u32,
}

/// What each step of a deal costs, the whole way from its creation to its end, and two reads.
fn costs(world: &World, consumer: &Address, provider: &Address) -> std::vec::Vec<(&'static str, Cost)> {
    let bucket = world.bucket(provider);
    let mut found = std::vec::Vec::new();
    let mut note = |name| {
        let used = world.env.cost_estimate().resources();
        let entries_read = used.memory_read_entries + used.disk_read_entries;
        let cost = Cost { entries_read, entries_written: used.write_entries, bytes_written: used.write_bytes };
        found.push((name, cost));
    };
    let at = world.deal_on(consumer, provider, bucket);
    note("create");
    world.accept(&at);
    note("accept");
    world.fund(&at, 5000);
    note("fund");
    world.use_up(&at, 1024, 1024);
    note("report");
    world.settle(&at);
    note("settle");
    world.complete(&at);
    note("complete");
    world.market.get_deals(&0, &25);
    note("list");
    world.market.get_deals_by_provider(provider);
    note("list of a provider");
    found
}

#[test]
fn ten_thousand_deals_leave_footprint_and_entry_sizes_as_they_were() {
    let (mut world, mut ledger) = (World::new(), Ledger::default());
    let (mut consumer, mut provider) = (world.consumer(), world.provider());
    let bucket = world.bucket(&provider);
    let mut quiet = None;
    while world.market.get_deal_count() < DEALS {
        if quiet.is_none() && world.market.get_deal_count() > QUIET {
            costs(&world, &consumer, &provider);
            quiet = Some(costs(&world, &consumer, &provider));
        }
        for _ in 0..AT_ONCE {
            world.deal_on(&consumer, &provider, bucket);
        }
        world = ledger.carry(world);
        (consumer, provider) = (carry_address(&world.env, &consumer), carry_address(&world.env, &provider));
    }
    let busy = costs(&world, &consumer, &provider);
    for ((name, quiet), (_, busy)) in quiet.unwrap().iter().zip(&busy) {
        std::println!("{name}: {quiet:?} -> {busy:?}");
        assert!(busy.entries_read <= quiet.entries_read, "{name} reads more entries");
        assert!(busy.entries_written <= quiet.entries_written, "{name} writes more entries");
        assert!(busy.bytes_written <= quiet.bytes_written, "{name} writes more bytes");
    }
}

/// What others write must not grow between a simulation and its application: every entry has its full size at once.
#[test]
fn the_second_call_of_a_kind_writes_no_more_than_the_first() {
    let world = World::new();
    let (one, two) = (world.address(), world.address());
    let text = world.text("same length");
    let written = || world.env.cost_estimate().resources().write_bytes;
    let twice = |name: &str, first: &dyn Fn(), second: &dyn Fn()| {
        first();
        let before = written();
        second();
        assert!(written() <= before, "{name}: {} after {before} bytes", written());
    };
    let (market, deal) = (&world.market, |consumer: &Address| {
        market_deal(&world, consumer, &one);
    });
    twice("register_provider", &|| market.register_provider(&one, &text), &|| market.register_provider(&two, &text));
    twice("register_consumer", &|| market.register_consumer(&one, &text), &|| market.register_consumer(&two, &text));
    let bucket = |provider: &Address| {
        world.bucket(provider);
    };
    twice("create_bucket", &|| bucket(&one), &|| bucket(&one));
    let (three, four) = (world.consumer(), world.consumer());
    twice("create_deal", &|| deal(&three), &|| deal(&four));
}

fn market_deal(world: &World, consumer: &Address, provider: &Address) {
    world.deal_on(consumer, provider, 1);
}

/// A deposit simulated while the deal is Funded is applied after a settlement made it BreachedProvider.
#[test]
fn a_deal_takes_the_same_room_in_every_status() {
    use crate::DealStatus::*;
    let sizes = [Funded, BreachedConsumer, BreachedProvider].map(|status| {
        let world = World::new();
        let at = world.deal_in(status);
        world.use_up(&at, 1, 1);
        world.env.cost_estimate().resources().write_bytes
    });
    assert_eq!(sizes[0], sizes[1]);
    assert_eq!(sizes[0], sizes[2]);
}
