//! Events of streams and disputes: complete, in order, with the state that is stored.
extern crate std;

use soroban_sdk::Vec;

use super::events::{names, published, read, Event, MAX_EVENTS, STATUS};
use super::stream_support::*;
use super::support::*;
use crate::StreamStatus::{self, *};
use crate::{ChunkRelease, DealState, DealStatus, DisputeState, StreamOffer, StreamState, StreamTerms};

const STEP: &str = "reputation_changed";

/// Plays `call` on a stream in `status` and checks what it published.
fn check(status: StreamStatus, expected: &[&str], call: fn(&World, &Running)) {
    let world = World::new();
    let at = world.stream_in(status);
    call(&world, &at);
    let events = published(&world);
    assert_eq!(names(&events), expected, "{status:?}");
    let last = events.iter().rev().find(|event| event.name.starts_with("stream_") || event.name == "chunks_released");
    assert_eq!(read::<StreamState>(&world, &last.unwrap().data["state"]), world.stream_state(&at), "{expected:?}");
    check_topics(&events);
}

/// Name, consumer, provider and number.
fn check_topics(events: &[Event]) {
    for event in events.iter().filter(|event| event.data.contains_key("state")) {
        assert_eq!(event.topics, 4, "{}", event.name);
    }
}

#[test]
fn every_step_of_a_stream_is_told_with_the_state_it_left() {
    check(Open, &["stream_accepted"], |w, a| assert!(w.market.accept_stream(&a.provider, &a.id)));
    check(Open, &["stream_withdrawn"], |w, a| assert!(w.market.withdraw_stream(&a.consumer, &a.id)));
    check(Active, &["chunks_released"], |w, a| assert_eq!(w.release(a, &[1, 2]), 2));
    check(Active, &["stream_slashed", STEP], |w, a| {
        w.wait(10 * DAY + 1);
        w.market.slash_stream(&a.id);
    });
    check(Active, &["stream_finished", STEP], |w, a| {
        w.release(a, &[1, 2, 3]);
        w.market.finish_stream(&a.id);
    });
    check(Active, &["dispute_opened", "stream_dispute_changed"], |w, a| {
        w.dispute_stream(a);
    });
    check(Active, &["dispute_withdrawn", "stream_dispute_changed"], |w, a| {
        w.dispute_stream(a);
        w.market.withdraw_dispute(&a.consumer, &1);
    });
    check(Active, &["dispute_lapsed", "stream_dispute_changed"], |w, a| {
        w.dispute_stream(a);
        w.wait(15 * DAY);
        w.market.lapse_dispute(&1);
    });
    check(Active, &["dispute_resolved", "stream_resolved"], |w, a| {
        w.dispute_stream(a);
        w.market.resolve_dispute(&1, &3000, &540);
    });
}

#[test]
fn a_new_stream_is_told_with_its_terms() {
    let world = World::new();
    let at = world.stream(&world.offer());
    let events = published(&world);
    assert_eq!(names(&events), ["stream_opened"]);
    let terms = world.market.get_stream(&at.id).unwrap().terms;
    assert_eq!(read::<StreamTerms>(&world, &events[0].data["terms"]), terms);
    assert_eq!(read::<u32>(&world, &events[0].data["bucket_id"]), at.bucket);
    check_topics(&events);
}

#[test]
fn a_releases_numbers_are_those_of_its_transfers() {
    let world = World::new();
    let at = world.active();
    let relayer = world.address();
    world.market.release_chunks(&at.id, &world.proofs(&at, &[0, 2]), &Some(relayer.clone()));
    let events = published(&world);
    let number = |name: &str| read::<u128>(&world, &events[0].data[name]);
    assert_eq!((number("gross"), number("fee"), number("net"), number("tip")), (2000, 50, 1950, 20));
    assert_eq!(read::<soroban_sdk::Address>(&world, &events[0].data["relayer"]), relayer);
    assert_eq!(read::<soroban_sdk::Address>(&world, &events[0].data["fee_recipient"]), world.owner);
    let chunks: Vec<ChunkRelease> = read(&world, &events[0].data["chunks"]);
    let told: std::vec::Vec<u32> = chunks.iter().map(|release| release.chunk).collect();
    assert_eq!((told, chunks.get(1).unwrap().root), (std::vec![0, 2], world.hash(2)));
}

#[test]
fn thirty_two_chunks_fit_the_events_of_a_transaction() {
    let world = World::new();
    let at = world.stream(&StreamOffer { chunks: 32, ..world.offer() });
    world.market.accept_stream(&at.provider, &at.id);
    let chunks: std::vec::Vec<u32> = (0..32).collect();
    world.release(&at, &chunks);
    let bytes: usize = published(&world).iter().map(|event| event.bytes).sum();
    assert!(bytes < MAX_EVENTS / 2, "{bytes} bytes");
}

#[test]
fn a_deals_dispute_is_told_from_its_opening_to_the_split() {
    let world = World::new();
    let at = world.funded(100);
    let told = |expected: &[&str]| {
        let events = published(&world);
        assert_eq!(names(&events), expected);
        check_topics(&events);
        let dispute = events.iter().find(|event| event.name.starts_with("dispute_")).unwrap();
        let stored = world.market.get_dispute(&1).unwrap().state;
        assert_eq!(read::<DisputeState>(&world, &dispute.data["state"]), stored);
        if let Some(deal) = events.iter().find(|event| event.name.starts_with("deal_") && event.name != STATUS) {
            assert_eq!(read::<DealState>(&world, &deal.data["state"]), world.state(&at));
            assert_eq!(read::<u32>(&world, &deal.data["dispute_id"]), 1);
        }
    };
    world.dispute_deal(&at);
    told(&["dispute_opened", "deal_dispute_changed"]);
    world.market.add_evidence(&at.provider, &1, &world.hash(9));
    told(&["dispute_evidence_added"]);
    world.market.resolve_dispute(&1, &60, &40);
    told(&["dispute_resolved", "deal_resolved", STATUS, "bucket_unlocked"]);
    assert_eq!(world.state(&at).status, DealStatus::Completed);
}
