//! Streams under random calls: the money of both sides is conserved, terminal statuses stay, the clock only runs forward.
extern crate std;

use std::sync::atomic::{AtomicU32, Ordering};

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

use super::stream_support::*;
use super::support::*;
use crate::StreamStatus::{self, *};
use crate::{StreamOffer, StreamState};

const CASES: u32 = 40;
const CALLS_PER_CASE: usize = 80;

#[derive(Clone, Debug)]
struct Step {
    function: u8,
    target: usize,
    number: u32,
}

fn step() -> impl Strategy<Value = Step> {
    (0..16u8, any::<usize>(), any::<u32>()).prop_map(|(function, target, number)| Step { function, target, number })
}

struct Play {
    world: World,
    streams: std::vec::Vec<Running>,
}

impl Play {
    /// True when the contract took the call.
    fn call(&mut self, step: &Step) -> bool {
        let Step { function, target, number } = *step;
        if function < 2 || self.streams.is_empty() {
            return self.open(number);
        }
        let at = self.streams[target % self.streams.len()].clone();
        let (world, m, amount) = (&self.world, &self.world.market, u128::from(number % 6_000));
        let dispute = world.stream_state(&at).dispute_id;
        match function {
            2 | 3 => m.try_accept_stream(&at.provider, &at.id).is_ok(),
            4 => m.try_withdraw_stream(&at.consumer, &at.id).is_ok(),
            5..=8 => {
                let chunks = [number % 5, number / 5 % 5, number / 25 % 5];
                let proofs = world.proofs(&at, &chunks[..number as usize % 3 + 1]);
                let relayer = (number % 2 == 0).then(|| world.owner.clone());
                m.try_release_chunks(&at.id, &proofs, &relayer).is_ok()
            }
            9 => {
                world.wait(u64::from(number) % (6 * DAY));
                m.try_slash_stream(&at.id).is_ok()
            }
            10 | 11 => m.try_finish_stream(&at.id).is_ok(),
            12 => m.try_open_stream_dispute(&at.provider, &at.id, &world.hash(1), &world.text("")).is_ok(),
            13 => m.try_withdraw_dispute(&at.provider, &dispute).is_ok(),
            14 => m.try_lapse_dispute(&dispute).is_ok(),
            _ => {
                let state = world.stream_state(&at);
                let held = state.balance + state.collateral;
                m.try_resolve_dispute(&dispute, &held.saturating_sub(amount), &amount).is_ok()
            }
        }
    }

    fn open(&mut self, number: u32) -> bool {
        let offer = StreamOffer {
            chunk_amount: u128::from(number % 1_000) + 1,
            chunk_tip: u128::from(number % 7),
            collateral: u128::from(number % 500),
            ..self.world.offer()
        };
        self.streams.push(self.world.stream(&offer));
        true
    }

    fn states(&self) -> std::vec::Vec<StreamState> {
        self.streams.iter().map(|at| self.world.stream_state(at)).collect()
    }

    fn check(&self, states: &[StreamState]) {
        states.iter().for_each(assert_stream_conserved);
        let held: u128 = states.iter().map(|state| state.balance + state.collateral).sum();
        assert_eq!(held, self.world.market.get_held(&self.world.token.address));
        assert_eq!(held, self.world.held_by_contract());
    }
}

fn allowed(before: StreamStatus, after: StreamStatus) -> bool {
    before == after
        || match before {
            Open => matches!(after, Active | Withdrawn),
            Active => matches!(after, Finished | Slashed | Resolved),
            _ => false,
        }
}

#[test]
fn a_streams_money_is_conserved_over_random_calls() {
    let (calls, taken) = (AtomicU32::new(0), AtomicU32::new(0));
    let config = Config { cases: CASES, failure_persistence: None, ..Config::default() };
    let steps = proptest::collection::vec(step(), CALLS_PER_CASE);
    TestRunner::new(config)
        .run(&steps, |steps| {
            let mut play = Play { world: World::new(), streams: std::vec::Vec::new() };
            let mut before = std::vec::Vec::new();
            for step in &steps {
                let went_through = play.call(step);
                let after = play.states();
                calls.fetch_add(1, Ordering::Relaxed);
                taken.fetch_add(went_through.into(), Ordering::Relaxed);
                for (before, after) in before.iter().zip(&after) {
                    let (before, after): (&StreamState, &StreamState) = (before, after);
                    prop_assert!(allowed(before.status, after.status), "{:?} -> {:?}", before, after);
                    prop_assert!(went_through || before == after, "a refused call changed {:?}", after);
                    prop_assert!(after.deadline_ts >= before.deadline_ts && after.released >= before.released);
                }
                play.check(&after);
                before = after;
            }
            Ok(())
        })
        .unwrap();
    let (calls, taken) = (calls.into_inner(), taken.into_inner());
    std::println!("{calls} calls, {taken} of them went through");
    assert!(taken >= calls / 5, "{taken} of {calls} calls went through");
}
