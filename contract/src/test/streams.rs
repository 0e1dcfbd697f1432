//! Streams: every call in every status, the money of both sides, deadlines, and 100,000 chunks.
extern crate std;

use soroban_sdk::testutils::Events as _;
use soroban_sdk::Address;

use super::stream_support::*;
use super::support::*;
use crate::Error::{self, *};
use crate::StreamOffer;
use crate::StreamStatus::{self, *};

const STATUSES: [StreamStatus; 6] = [Open, Active, Finished, Withdrawn, Slashed, Resolved];
/// What a consumer locks for a stream.
const LOCKED: u128 = CHUNKS as u128 * (AMOUNT + TIP);

type Cell = Result<StreamStatus, Error>;
type Call = fn(&World, &Running) -> Option<Error>;

const NO: Cell = Err(StreamNotActive);
const GONE: Cell = Err(StreamNotOpen);

/// Statuses in the order of `STATUSES`; Ok names the status afterwards.
const TABLE: [(&str, Call, [Cell; 6]); 8] = [
    (
        "accept",
        |w, a| refusal(w.market.try_accept_stream(&a.provider, &a.id)),
        [Ok(Active), GONE, GONE, GONE, GONE, GONE],
    ),
    (
        "withdraw",
        |w, a| refusal(w.market.try_withdraw_stream(&a.consumer, &a.id)),
        [Ok(Withdrawn), GONE, GONE, GONE, GONE, GONE],
    ),
    ("release", |w, a| w.release_one(a, w.proof(a, 2)), [NO, Ok(Active), NO, NO, NO, NO]),
    (
        "slash on the deadline",
        |w, a| {
            w.wait(w.stream_state(a).deadline_ts.saturating_sub(w.env.ledger().timestamp()));
            refusal(w.market.try_slash_stream(&a.id))
        },
        [NO, Err(StreamDeadlineNotPassed), NO, NO, NO, NO],
    ),
    (
        "slash after the deadline",
        |w, a| {
            w.wait(10 * DAY + 1);
            refusal(w.market.try_slash_stream(&a.id))
        },
        [NO, Ok(Slashed), NO, NO, NO, NO],
    ),
    (
        "finish with chunks left",
        |w, a| refusal(w.market.try_finish_stream(&a.id)),
        [NO, Err(StreamIncomplete), NO, NO, NO, NO],
    ),
    (
        "release the rest and finish",
        |w, a| {
            refusal(w.market.try_release_chunks(&a.id, &w.proofs(a, &[1, 2, 3]), &None))
                .or_else(|| refusal(w.market.try_finish_stream(&a.id)))
        },
        [NO, Ok(Finished), NO, NO, NO, NO],
    ),
    (
        "dispute",
        |w, a| refusal(w.market.try_open_stream_dispute(&a.provider, &a.id, &w.hash(1), &w.text(""))),
        [NO, Ok(Active), NO, NO, NO, NO],
    ),
];

#[test]
fn every_call_in_every_status_does_what_the_table_says() {
    for (name, call, row) in TABLE {
        for (status, expected) in STATUSES.into_iter().zip(row) {
            let world = World::new();
            let at = world.stream_in(status);
            let (before, held) = (world.stream_state(&at), world.held_by_contract());
            let refused = call(&world, &at);
            let after = world.stream_state(&at);
            assert_eq!(refused.map_or(Ok(after.status), Err), expected, "{name} on {status:?}");
            assert_stream_conserved(&after);
            assert_eq!(world.held_by_contract(), world.market.get_held(&world.token.address));
            assert_eq!(world.held_by_contract(), after.balance + after.collateral);
            if refused.is_some() {
                assert_eq!((after, world.held_by_contract()), (before, held), "{name} on {status:?} changed something");
            }
        }
    }
}

#[test]
fn opening_locks_everything_the_stream_can_cost_and_freezes_its_terms() {
    let world = World::new();
    let at = world.stream(&world.offer());
    world.market.set_platform_fee(&10_000);
    let stream = world.market.get_stream(&at.id).unwrap();
    assert_eq!((stream.state.balance, stream.state.paid_in, stream.state.collateral), (LOCKED, LOCKED, 0));
    assert_eq!((stream.terms.fee_bps, stream.terms.created_ts), (FEE as u32, START));
    assert_eq!(stream.terms.asset, world.token.address);
    assert_eq!(world.token.balance(&at.consumer), 1_000_000 - LOCKED as i128);
    assert_eq!(world.market.get_streams(&0, &25).len(), 1);
    assert_eq!(world.market.get_list_lengths().streams, 1);
    assert!(world.market.get_stream(&0).is_none() && world.market.get_stream(&2).is_none());
}

#[test]
fn an_offer_outside_its_bounds_is_refused_by_name() {
    let world = World::new();
    let provider = world.provider();
    let (consumer, bucket) = (world.consumer(), world.bucket(&provider));
    let opened = |offer: StreamOffer| refusal(world.market.try_open_stream(&consumer, &provider, &bucket, &offer));
    let offer = || StreamOffer { chunk_amount: 1, chunk_tip: 0, ..world.offer() };
    assert_eq!(opened(StreamOffer { chunks: 0, ..offer() }), Some(ChunksOutOfRange));
    assert_eq!(opened(StreamOffer { chunks: 100_001, ..offer() }), Some(ChunksOutOfRange));
    assert_eq!(opened(StreamOffer { deadline_ts: START, ..offer() }), Some(DeadlineInvalid));
    assert_eq!(opened(StreamOffer { deadline_ts: u64::MAX, ..offer() }), Some(DeadlineInvalid));
    assert_eq!(opened(StreamOffer { chunk_amount: 0, ..offer() }), Some(ChunkAmountZero));
    assert_eq!(opened(StreamOffer { chunk_amount: i128::MAX as u128, ..offer() }), Some(AmountTooLarge));
    assert_eq!(opened(StreamOffer { chunk_tip: u128::MAX, ..offer() }), Some(AmountTooLarge));
    assert_eq!(opened(StreamOffer { collateral: u128::MAX, ..offer() }), Some(AmountTooLarge));
    let mut key = offer().attestor;
    key.set(0, 3);
    assert_eq!(opened(StreamOffer { attestor: key, ..offer() }), Some(AttestorInvalid));
    assert_eq!(opened(StreamOffer { chunks: 100_000, ..offer() }), None);
    world.market.lock_bucket(&provider, &bucket);
    assert_eq!(opened(offer()), Some(BucketLocked));
    let self_dealt = world.market.try_open_stream(&provider, &provider, &bucket, &offer());
    assert_eq!(refusal(self_dealt), Some(StreamWithSelf));
}

#[test]
fn only_its_own_parties_accept_and_withdraw_a_stream() {
    let world = World::new();
    let at = world.stream(&world.offer());
    let stranger = world.provider();
    assert_eq!(refusal(world.market.try_accept_stream(&stranger, &at.id)), Some(StreamNotFound));
    assert_eq!(refusal(world.market.try_withdraw_stream(&stranger, &at.id)), Some(StreamNotFound));
    world.wait(10 * DAY + 1);
    assert_eq!(refusal(world.market.try_accept_stream(&at.provider, &at.id)), Some(StreamDeadlinePassed));
    assert!(world.market.withdraw_stream(&at.consumer, &at.id));
    assert_eq!(world.token.balance(&at.consumer), 1_000_000);
}

#[test]
fn a_chunk_pays_provider_owner_and_relayer() {
    let world = World::new();
    let at = world.active();
    let relayer = world.address();
    let proofs = world.proofs(&at, &[0, 3]);
    assert_eq!(world.market.release_chunks(&at.id, &proofs, &Some(relayer.clone())), 2);
    let balance = |address: &Address| world.token.balance(address);
    assert_eq!((balance(&relayer), balance(&world.owner)), (20, 50));
    assert_eq!(balance(&at.provider), 1_000_000 - 500 + 1950);
    let state = world.stream_state(&at);
    assert_eq!((state.released, state.paid_out, state.fees, state.tips), (2, 1950, 50, 20));
    assert_eq!(state.balance, LOCKED - 2020);
    assert_eq!(world.market.get_released_chunks(&at.id, &0).get(0), Some(0b1001));
}

#[test]
fn the_fee_does_not_depend_on_how_many_chunks_come_at_once() {
    let sums = [std::vec![&[0u32, 1, 2, 3][..]], std::vec![&[0][..], &[1][..], &[2][..], &[3][..]]].map(|calls| {
        let world = World::new();
        let at = world.stream(&StreamOffer { chunk_amount: 39, ..world.offer() });
        world.market.accept_stream(&at.provider, &at.id);
        for chunks in calls {
            world.release(&at, chunks);
        }
        let state = world.stream_state(&at);
        (state.fees, state.paid_out)
    });
    assert_eq!(sums, [(0, 156), (0, 156)]);
}

#[test]
fn a_finished_stream_returns_the_collateral_and_the_tips_nobody_claimed() {
    let world = World::new();
    let at = world.active();
    world.release(&at, &[0, 1, 2]);
    world.market.release_chunks(&at.id, &world.proofs(&at, &[3]), &Some(world.address()));
    world.wait(20 * DAY);
    assert_eq!(refusal(world.market.try_slash_stream(&at.id)), Some(StreamComplete));
    world.env.set_auths(&[]);
    assert!(world.market.finish_stream(&at.id), "anyone, even after the deadline");
    assert_eq!(world.token.balance(&at.provider), 1_000_000 + 4 * 975);
    assert_eq!(world.token.balance(&at.consumer), 1_000_000 - 4000 - 10);
    assert_eq!(world.market.get_provider(&at.provider).unwrap().reputation, 51);
}

#[test]
fn a_slashed_stream_gives_the_consumer_what_was_not_released_and_the_collateral() {
    let world = World::new();
    let at = world.active();
    world.release(&at, &[1]);
    world.wait(10 * DAY);
    assert_eq!(world.release(&at, &[2]), 1, "on the deadline a chunk is still paid");
    world.wait(1);
    assert_eq!(world.release_one(&at, world.proof(&at, 3)), Some(StreamDeadlinePassed));
    world.env.set_auths(&[]);
    assert!(world.market.slash_stream(&at.id));
    assert_eq!(world.token.balance(&at.consumer), 1_000_000 - 2 * 1000 + 500);
    assert_eq!(world.token.balance(&at.provider), 1_000_000 - 500 + 2 * 975);
    assert_eq!(world.market.get_provider(&at.provider).unwrap().reputation, 49);
    let state = world.stream_state(&at);
    assert_eq!((state.collateral_slashed, state.collateral_returned), (500, 0));
}

#[test]
fn a_stream_without_collateral_takes_nothing_from_the_provider() {
    let world = World::new();
    let at = world.stream(&StreamOffer { collateral: 0, chunk_tip: 0, ..world.offer() });
    world.market.accept_stream(&at.provider, &at.id);
    assert_eq!(world.token.balance(&at.provider), 1_000_000);
    world.release(&at, &[0, 1, 2, 3]);
    assert!(world.market.finish_stream(&at.id));
    assert_eq!(world.held_by_contract(), 0);
}

#[test]
fn parties_and_bucket_of_a_stream_that_has_not_ended_cannot_be_deleted() {
    for status in STATUSES {
        let world = World::new();
        let at = world.stream_in(status);
        let bucket = refusal(world.market.try_delete_bucket(&at.provider, &at.bucket));
        let consumer = refusal(world.market.try_delete_consumer(&at.consumer));
        let provider = refusal(world.market.try_delete_provider(&at.provider));
        let expected = if matches!(status, Open | Active) {
            (Some(BucketHasOpenDeals), Some(ConsumerHasOpenDeals), Some(ProviderHasOpenDeals))
        } else {
            (None, None, None)
        };
        assert_eq!((bucket, consumer, provider), expected, "{status:?}");
    }
}

#[test]
fn proofs_come_1_to_32_at_a_time_and_for_chunks_of_the_stream() {
    let world = World::new();
    let at = world.stream(&StreamOffer { chunks: 40, ..world.offer() });
    world.market.accept_stream(&at.provider, &at.id);
    let chunks: std::vec::Vec<u32> = (0..33).collect();
    let release = |chunks: &[u32]| refusal(world.market.try_release_chunks(&at.id, &world.proofs(&at, chunks), &None));
    assert_eq!(release(&[]), Some(ProofsOutOfRange));
    assert_eq!(release(&chunks), Some(ProofsOutOfRange));
    assert_eq!(release(&[40]), Some(ChunkOutOfRange));
    assert_eq!(release(&chunks[..32]), None);
}

/// The dearest call there is, within what the network gives a transaction.
#[test]
fn thirty_two_proofs_on_as_many_pages_fit_a_transaction() {
    let world = World::new();
    let at = world.stream(&StreamOffer { chunks: 100_000, chunk_amount: 1, chunk_tip: 0, ..world.offer() });
    world.market.accept_stream(&at.provider, &at.id);
    let chunks: std::vec::Vec<u32> = (0..32).map(|page| page * 3_125).collect();
    world.market.release_chunks(&at.id, &world.proofs(&at, &chunks), &None);
    let used = world.env.cost_estimate().resources();
    let events: usize = world.env.events().all().filter_by_contract(&world.market.address).events().len();
    std::println!("{used:?}, {events} events");
    assert!(used.instructions < 100_000_000 && used.write_entries <= 50, "{used:?}");
}

#[test]
fn chunk_99_999_costs_what_chunk_0_costs() {
    let world = World::new();
    let at = world.stream(&StreamOffer { chunks: 100_000, chunk_amount: 1, chunk_tip: 0, ..world.offer() });
    world.market.accept_stream(&at.provider, &at.id);
    let cost = |chunk: u32| {
        assert_eq!(world.release(&at, &[chunk]), 1);
        let used = world.env.cost_estimate().resources();
        (used.memory_read_entries + used.disk_read_entries, used.write_entries, used.write_bytes)
    };
    assert_eq!(cost(0), cost(99_999));
    assert_eq!(cost(1), cost(99_998));
    let flags = world.market.get_released_chunks(&at.id, &97).to_array();
    assert_eq!(99_999, 97 * 1024 + 671);
    assert_eq!((flags[671 / 8], flags[670 / 8]), (0b1100_0000, 0b1100_0000));
    assert_eq!(world.market.get_released_chunks(&at.id, &98).to_array(), [0; 128]);
}

/// What is simulated in one status and applied in another must not write more than it declared.
#[test]
fn a_stream_takes_the_same_room_in_every_status() {
    let sizes = STATUSES.map(|status| {
        let world = World::new();
        let at = world.stream_in(status);
        let env = &world.env;
        env.as_contract(&world.market.address, || {
            let record = crate::stream::find(env, at.id).unwrap();
            let key = crate::storage::Key::Stream(at.consumer.clone(), record.number);
            let stored: soroban_sdk::Val = env.storage().persistent().get(&key.pack(env)).unwrap();
            soroban_sdk::xdr::ToXdr::to_xdr(stored, env).len()
        })
    });
    assert_eq!(sizes, [sizes[0]; 6]);
}
