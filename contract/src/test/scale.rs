//! A busy market costs a call no more than a quiet one: same footprint, same sizes.
extern crate std;

use super::support::*;
use crate::proposal::{self, Proposal};
use soroban_sdk::Address;

const DEALS: u32 = 10_000;
/// Enough to fill the newest-25 maps, and to end inside a page.
const QUIET: u32 = 60;

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

/// Makes deals up to this number, as calls would, but in one frame of the host: it keeps all a test ever did, and a frame
/// for each of 10,000 calls takes it ten minutes.
fn fill(world: &World, consumer: &Address, provider: &Address, bucket: u32, upto: u32) {
    let made = world.market.get_deal_count();
    world.env.as_contract(&world.market.address, || {
        for _ in made..upto {
            let proposal = Proposal {
                bucket_id: bucket,
                fb_repo_id: world.text("repo"),
                duration_secs: 30 * DAY,
                agreed_storage_mb: 1024,
                agreed_egress_mb: 512,
                api_compatibility: world.text("s3"),
            };
            proposal::create(&world.env, consumer, provider, proposal).unwrap();
        }
    });
}

#[test]
fn ten_thousand_deals_leave_footprint_and_entry_sizes_as_they_were() {
    let world = World::new();
    let deals: u32 = std::env::var("DEALS").map_or(DEALS, |n| n.parse().unwrap());
    let (consumer, provider) = (world.consumer(), world.provider());
    for _ in 0..25 {
        world.bucket(&provider);
    }
    let bucket = world.bucket(&provider);
    fill(&world, &consumer, &provider, bucket, QUIET - 1);
    costs(&world, &consumer, &provider);
    let quiet = costs(&world, &consumer, &provider);
    fill(&world, &consumer, &provider, bucket, deals + QUIET % 32 - deals % 32);
    let busy = costs(&world, &consumer, &provider);
    assert!(world.market.get_deal_count() > deals);
    for ((name, quiet), (_, busy)) in quiet.iter().zip(&busy) {
        std::println!("{name}: {quiet:?} -> {busy:?}");
        assert!(busy.entries_read <= quiet.entries_read, "{name} reads more entries");
        assert!(busy.entries_written <= quiet.entries_written, "{name} writes more entries");
        assert!(busy.bytes_written <= quiet.bytes_written, "{name} writes more bytes");
    }
}
