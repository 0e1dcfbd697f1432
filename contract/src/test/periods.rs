//! Usage by periods, each of them once, and the end of a deal's time.
extern crate std;

use super::support::*;
use crate::{DealStatus, Error};

fn report(world: &World, at: &At, start: u64, end: u64) -> Option<Error> {
    let market = &world.market;
    refusal(market.try_report_usage(&at.provider, &at.consumer, &at.id, &start, &end, &1024, &0, &50, &99_950_000))
}

#[test]
fn a_period_is_reported_once_and_the_next_begins_after_it() {
    let world = World::new();
    let at = world.funded(5000);
    world.wait(3 * DAY);
    assert_eq!(report(&world, &at, START, START + DAY), None);
    let state = world.state(&at);
    assert_eq!((state.period_end, state.unpaid_storage_mb), (START + DAY, 1024));
    assert_eq!((state.sla_avg_latency_ms, state.sla_avg_uptime_pct), (50, 99_950_000));
    assert_eq!(report(&world, &at, START, START + DAY), Some(Error::PeriodOverlaps), "the same one");
    assert_eq!(report(&world, &at, START + DAY - 1, START + 2 * DAY), Some(Error::PeriodOverlaps));
    assert_eq!(report(&world, &at, START + 2 * DAY, START + 3 * DAY), None, "a gap is allowed");
    assert_eq!(report(&world, &at, START + DAY, START + 2 * DAY), Some(Error::PeriodOverlaps), "too late");
    assert_eq!(world.state(&at).unpaid_storage_mb, 2048);
}

#[test]
fn a_period_lies_between_the_funding_and_now() {
    let world = World::new();
    let at = world.funded(5000);
    world.wait(DAY);
    assert_eq!(report(&world, &at, START - 1, START + 1), Some(Error::PeriodOverlaps));
    assert_eq!(report(&world, &at, START, START + DAY + 1), Some(Error::PeriodInvalid));
    assert_eq!(report(&world, &at, START + 5, START + 5), Some(Error::PeriodInvalid));
    assert_eq!(report(&world, &at, START, START + DAY), None);
}

#[test]
fn anyone_ends_a_deal_when_its_time_is_over_and_it_settles_first() {
    let world = World::new();
    let at = world.funded(5000);
    world.use_up(&at, 1024, 0);
    let expire = || refusal(world.market.try_expire_deal(&at.consumer, &at.provider, &at.id));
    world.wait(30 * DAY - 1);
    assert_eq!(expire(), Some(Error::DealNotExpired));
    world.wait(1);
    world.env.set_auths(&[]);
    assert_eq!(expire(), None);
    let state = world.state(&at);
    assert_eq!((state.status, state.balance, state.paid_out, state.refunded), (DealStatus::Completed, 0, 975, 4000));
    assert_conserved(&state);
    assert_eq!(expire(), Some(Error::DealEnded));
}

#[test]
fn only_what_runs_expires() {
    for status in [DealStatus::Pending, DealStatus::Accepted] {
        let world = World::new();
        let at = world.deal_in(status);
        world.wait(31 * DAY);
        let expired = refusal(world.market.try_expire_deal(&at.consumer, &at.provider, &at.id));
        assert_eq!(expired, Some(Error::DealNotFunded));
    }
}
