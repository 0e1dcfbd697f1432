//! Whatever anybody calls in whatever order: no token of any asset is lost, made or mixed up, nothing leaves its way, what
//! is refused changes nothing, and every event is as the interface describes it.
//!
//! MARKET_CALLS says how many calls are played in all; 20,000 unless it is set. With 100,000 every function, status and
//! event has to occur.
extern crate std;

use std::collections::{BTreeMap, BTreeSet};
use std::string::String as Text;
use std::sync::Mutex;
use std::vec::Vec;

use super::calls::CALLS;
use super::described::{check_events, described_events};
use super::machine::{Machine, Snapshot};
use super::stream_support::assert_stream_conserved;
use super::support::*;
use crate::{DealStatus, StreamStatus};

const CALLS_PER_CASE: u64 = 250;
const THREADS: u64 = 2;

/// What was seen over all cases.
#[derive(Default)]
struct Seen {
    calls: u64,
    taken: BTreeMap<&'static str, u64>,
    events: BTreeSet<Text>,
    deals: BTreeSet<DealStatus>,
    streams: BTreeSet<StreamStatus>,
    credits: u64,
}

/// What one call may do to a deal's status; a completion may pass through a breach on its way.
fn deal_may(before: DealStatus, after: DealStatus) -> bool {
    use DealStatus::*;
    before == after
        || match before {
            Pending => matches!(after, Accepted | Cancelled),
            Accepted => matches!(after, Funded | Cancelled),
            Funded => matches!(after, Completed | BreachedConsumer | BreachedProvider),
            BreachedConsumer => matches!(after, Funded | BreachedProvider | Cancelled | Completed),
            BreachedProvider => matches!(after, Funded | BreachedConsumer | Completed),
            Completed | Cancelled => false,
        }
}

fn stream_may(before: StreamStatus, after: StreamStatus) -> bool {
    use StreamStatus::*;
    before == after
        || match before {
            Open => matches!(after, Active | Withdrawn),
            Active => matches!(after, Finished | Slashed | Resolved),
            Finished | Withdrawn | Slashed | Resolved => false,
        }
}

fn check_step(before: &Snapshot, after: &Snapshot, name: &str) {
    for (before, after) in before.deals.iter().zip(&after.deals) {
        assert!(deal_may(before.status, after.status), "{name}: {before:?} -> {after:?}");
        assert!(before == after || !before.status.is_ended(), "{name} changed an ended deal: {after:?}");
    }
    for (before, after) in before.streams.iter().zip(&after.streams) {
        assert!(stream_may(before.status, after.status), "{name}: {before:?} -> {after:?}");
        let ended = !matches!(before.status, StreamStatus::Open | StreamStatus::Active);
        assert!(before == after || !ended, "{name} changed an ended stream: {after:?}");
    }
}

fn check_now(machine: &Machine, now: &Snapshot) {
    now.deals.iter().for_each(assert_conserved);
    now.streams.iter().for_each(assert_stream_conserved);
    assert!(now.deals.iter().all(|deal| deal.balance == 0 || deal.status.is_running()));
    machine.check_sums(now);
}

/// Plays one case; the numbers of its functions, in order, follow from the seed.
fn play(seed: u64, seen: &Mutex<Seen>) {
    let mut machine = Machine::new(seed);
    let functions: Vec<usize> = (0..CALLS.len()).flat_map(|n| std::vec![n; CALLS[n].1 as usize]).collect();
    let described = described_events();
    let mut before = machine.snapshot();
    for _ in 0..CALLS_PER_CASE {
        let (name, _, call) = CALLS[machine.random.of(&functions).unwrap()];
        let taken = call(&mut machine);
        let events = if taken && !name.is_empty() { check_events(&machine.world, &described) } else { Vec::new() };
        let after = machine.snapshot();
        if after.deals.len() >= before.deals.len() {
            check_step(&before, &after, name);
        }
        assert!(taken || before == after, "seed {seed}: {name} was refused and changed something");
        check_now(&machine, &after);
        note(&mut seen.lock().unwrap(), name, taken, events, &after);
        before = after;
    }
    machine.check_totals();
}

fn note(seen: &mut Seen, name: &'static str, taken: bool, events: Vec<Text>, now: &Snapshot) {
    seen.calls += 1;
    *seen.taken.entry(name).or_default() += u64::from(taken);
    seen.events.extend(events);
    seen.deals.extend(now.deals.iter().map(|deal| deal.status));
    seen.streams.extend(now.streams.iter().map(|stream| stream.status));
    seen.credits += u64::from(now.credits.iter().any(|credit| *credit > 0));
}

#[test]
fn money_of_every_asset_is_conserved_over_random_calls_of_all_functions() {
    let wanted: u64 = std::env::var("MARKET_CALLS").ok().map_or(20_000, |calls| calls.parse().unwrap());
    let cases = wanted.div_ceil(CALLS_PER_CASE);
    let seen = Mutex::new(Seen::default());
    std::thread::scope(|scope| {
        for thread in 0..THREADS {
            let seen = &seen;
            scope.spawn(move || (thread..cases).step_by(THREADS as usize).for_each(|seed| play(seed, seen)));
        }
    });
    let seen = seen.into_inner().unwrap();
    std::println!("{} calls, taken: {:?}", seen.calls, seen.taken);
    assert!(seen.calls >= wanted);
    if wanted >= 100_000 {
        check_variety(&seen);
    }
}

/// The calls would show little if most of them were refused or nothing ever ended.
fn check_variety(seen: &Seen) {
    let never: Vec<_> = seen.taken.iter().filter(|(_, taken)| **taken == 0).collect();
    assert!(never.is_empty(), "never taken: {never:?}");
    assert_eq!(seen.deals.len(), DealStatus::ALL.len());
    assert_eq!(seen.streams.len(), StreamStatus::ALL.len());
    assert!(seen.credits > 0, "no transfer ever failed");
    let elsewhere = ["contract_upgraded", "market_created"];
    let untold: Vec<Text> = described_events().into_keys().filter(|name| !seen.events.contains(name)).collect();
    assert_eq!(untold, elsewhere, "events nobody saw");
}
