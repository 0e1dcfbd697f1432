//! Whatever anybody calls in whatever order: no token is lost, made or mixed up, and no deal leaves its way.
extern crate std;

use std::sync::atomic::{AtomicU32, Ordering};
use std::vec::Vec;

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use soroban_sdk::Address;

use super::support::*;
use crate::deal;
use crate::DealState;
use crate::DealStatus::{self, *};

const CASES: u32 = 72;
const CALLS_PER_CASE: usize = 150;
const PARTIES: usize = 3;

/// One call: which function, on which deal or parties, with which numbers.
#[derive(Clone, Debug)]
struct Step {
    function: u8,
    target: usize,
    amount: u128,
    quantity: u64,
}

fn step() -> impl Strategy<Value = Step> {
    let amount = prop_oneof![0..5_000u128, 0..200_000u128, Just(u128::MAX), Just(i128::MAX as u128)];
    let quantity = prop_oneof![8 => 0..8_000u64, 1 => Just(u64::MAX)];
    (0..20u8, any::<usize>(), amount, quantity).prop_map(|(function, target, amount, quantity)| Step {
        function,
        target,
        amount,
        quantity,
    })
}

struct Play {
    world: World,
    consumers: Vec<Address>,
    buckets: Vec<(Address, u32)>,
    deals: Vec<At>,
    minted: i128,
}

impl Play {
    fn new() -> Play {
        let world = World::new();
        let providers: Vec<Address> = (0..PARTIES).map(|_| world.provider()).collect();
        let consumers = (0..PARTIES).map(|_| world.consumer()).collect();
        let prices = [(1000, 500), (7, 9), (0, 0), (1_000_003, 1)];
        let buckets = (0..6).map(|n| {
            let provider = providers[n % PARTIES].clone();
            let id = world.bucket_at(&provider, prices[n % prices.len()]);
            (provider, id)
        });
        let buckets = buckets.collect();
        Play { world, consumers, buckets, deals: Vec::new(), minted: 1_000_000 * PARTIES as i128 }
    }

    /// True when the contract took the call.
    fn call(&mut self, step: &Step) -> bool {
        let Step { function, target, amount, quantity } = step.clone();
        if function < 3 || self.deals.is_empty() {
            return self.propose(target, quantity);
        }
        let at = self.deals[target % self.deals.len()].clone();
        let (market, text) = (&self.world.market, self.world.text("repo"));
        let (c, p, id) = (&at.consumer, &at.provider, &at.id);
        match function {
            3 | 4 => market.try_set_deal_accepted(p, c, id).is_ok(),
            5 => market.try_set_deal_rejected(p, c, id).is_ok(),
            6 => market.try_withdraw_deal(c, p, id).is_ok(),
            7 => {
                self.world.wait(quantity % (2 * DAY));
                market.try_time_out_deal(c, p, id).is_ok()
            }
            8 | 9 => market.try_set_deal_funded(c, p, id, &amount, &text).is_ok(),
            10 => market.try_deposit_to_deal(c, p, id, &amount).is_ok(),
            11 | 12 => market.try_update_deal_consumption(p, c, id, &quantity, &(quantity / 2)).is_ok(),
            13 => market.try_update_deal_sla(p, c, id, &((quantity % 150) as u32), &99_950_000).is_ok(),
            14 | 15 => market.try_pay_pending_consumption(p, c, id).is_ok(),
            16 => market.try_set_deal_completed(c, p, id).is_ok(),
            17 => market.try_set_deal_cancelled(p, c, id).is_ok(),
            18 => market.try_set_platform_fee(&(amount % 10_001)).is_ok(),
            _ => {
                let gift = (amount % 100) as i128;
                self.world.mint.mint(&market.address, &gift);
                self.minted += gift;
                market.try_sweep_surplus(&self.world.token.address, &self.world.owner).is_ok()
            }
        }
    }

    fn propose(&mut self, target: usize, quantity: u64) -> bool {
        let consumer = self.consumers[target % PARTIES].clone();
        let (provider, bucket) = self.buckets[target % self.buckets.len()].clone();
        let text = self.world.text("repo");
        let made = self.world.market.try_create_deal(
            &consumer,
            &provider,
            &bucket,
            &text,
            &(DAY + quantity % DAY),
            &quantity,
            &1,
            &text,
        );
        if let Ok(Ok(id)) = made {
            self.deals.push(At { consumer, provider, bucket, id });
        }
        made.is_ok()
    }

    /// Every deal's state, read in one frame of the host.
    fn states(&self) -> Vec<DealState> {
        let env = &self.world.env;
        env.as_contract(&self.world.market.address, || {
            let find = |at: &At| deal::find(env, &at.consumer, &at.provider, at.id).unwrap().state;
            self.deals.iter().map(find).collect()
        })
    }

    fn check(&self, states: &[DealState]) {
        for state in states {
            assert_conserved(state);
            assert!(state.balance == 0 || state.status.is_running());
        }
        let asset = &self.world.token.address;
        let balances: u128 = states.iter().map(|state| state.balance).sum();
        assert_eq!(balances, self.world.market.get_held(asset));
        assert_eq!(balances + self.world.market.get_surplus(asset), self.world.held_by_contract());
    }

    fn check_total(&self) {
        let mut everybody: Vec<&Address> = self.consumers.iter().collect();
        everybody.extend(self.buckets[..PARTIES].iter().map(|(provider, _)| provider));
        everybody.extend([&self.world.owner, &self.world.market.address]);
        let total: i128 = everybody.into_iter().map(|address| self.world.token.balance(address)).sum();
        assert_eq!(total, self.minted);
    }
}

/// What one call may do to a status; a completion may pass through a breach on its way.
fn allowed(before: DealStatus, after: DealStatus) -> bool {
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

#[test]
fn money_is_conserved_over_random_calls() {
    let (calls, taken) = (AtomicU32::new(0), AtomicU32::new(0));
    let config = Config { cases: CASES, failure_persistence: None, ..Config::default() };
    let steps = proptest::collection::vec(step(), CALLS_PER_CASE);
    TestRunner::new(config)
        .run(&steps, |steps| {
            let mut play = Play::new();
            let mut before = Vec::new();
            for step in &steps {
                let went_through = play.call(step);
                let after = play.states();
                calls.fetch_add(1, Ordering::Relaxed);
                taken.fetch_add(went_through.into(), Ordering::Relaxed);
                for (before, after) in before.iter().zip(&after) {
                    let (before, after): (&DealState, &DealState) = (before, after);
                    prop_assert!(allowed(before.status, after.status), "{:?} -> {:?}", before, after);
                    prop_assert!(went_through || before == after, "a refused call changed {:?}", after);
                }
                play.check(&after);
                before = after;
            }
            play.check_total();
            Ok(())
        })
        .unwrap();
    let (calls, taken) = (calls.into_inner(), taken.into_inner());
    std::println!("{calls} calls, {taken} of them went through");
    assert!(calls >= 10_000 && taken >= calls / 5, "{taken} of {calls} calls went through");
}
