//! Nothing brings a deal or stream out of a terminal status: every function is called on every one of them, several times
//! and with whatever arguments.
extern crate std;

use super::calls::CALLS;
use super::machine::Machine;
use crate::{DealStatus, StreamStatus};

const ROUNDS: u64 = 6;

#[test]
fn no_function_moves_a_deal_or_stream_out_of_a_terminal_status() {
    let deals = [DealStatus::Completed, DealStatus::Cancelled];
    let streams = [StreamStatus::Finished, StreamStatus::Withdrawn, StreamStatus::Slashed, StreamStatus::Resolved];
    for seed in 0..ROUNDS {
        let mut machine = Machine::new(seed);
        let deals = deals.map(|status| machine.world.deal_in(status));
        let streams = streams.map(|status| machine.world.stream_in(status));
        machine.deals.extend(deals);
        machine.streams.extend(streams);
        let count = (machine.deals.len(), machine.streams.len());
        for (name, _, call) in CALLS.into_iter().filter(|(name, ..)| *name != "delete_deal") {
            for _ in 0..ROUNDS {
                let before = machine.snapshot();
                call(&mut machine);
                let after = machine.snapshot();
                assert!(before.deals[..] == after.deals[..count.0], "{name}");
                assert!(before.streams[..] == after.streams[..count.1], "{name}");
                machine.deals.truncate(count.0);
                machine.streams.truncate(count.1);
            }
        }
    }
}
