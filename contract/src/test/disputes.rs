//! Disputes: what they stop, who may do what, how they end, and that a split neither loses nor makes a token.
extern crate std;

use super::stream_support::*;
use super::support::*;
use crate::DisputeStatus::{self, *};
use crate::{DealStatus, DisputeSubject, Error, StreamStatus};

/// How long the arbiter has.
const TIME: u64 = 14 * DAY;
/// What an active stream holds before its first chunk.
const STREAM_HOLDS: u128 = CHUNKS as u128 * (AMOUNT + TIP) + COLLATERAL;

fn status(world: &World, dispute: u32) -> DisputeStatus {
    world.market.get_dispute(&dispute).unwrap().state.status
}

#[test]
fn a_dispute_stops_what_moves_a_deals_money_until_it_is_over() {
    let world = World::new();
    let at = world.funded(5_000);
    world.use_up(&at, 1024, 0);
    let dispute = world.dispute_deal(&at);
    let (m, c, p, id) = (&world.market, &at.consumer, &at.provider, &at.id);
    let stopped = || {
        [
            refusal(m.try_pay_pending_consumption(p, c, id)),
            refusal(m.try_set_deal_completed(c, p, id)),
            refusal(m.try_deposit_to_deal(c, p, id, &1)),
            refusal(m.try_expire_deal(c, p, id)),
        ]
    };
    assert_eq!(stopped(), [Some(Error::DealDisputed); 4]);
    world.use_up(&at, 1, 1);
    assert_eq!(world.state(&at).dispute_id, dispute);
    assert!(world.market.withdraw_dispute(&at.consumer, &dispute));
    assert_eq!(world.state(&at).dispute_id, 0);
    assert_eq!(stopped()[..2], [None, None]);
}

#[test]
fn a_provider_cannot_cancel_what_is_disputed() {
    let world = World::new();
    let at = world.deal_in(DealStatus::BreachedConsumer);
    let dispute = world.dispute_deal(&at);
    let cancel = || refusal(world.market.try_set_deal_cancelled(&at.provider, &at.consumer, &at.id));
    assert_eq!(cancel(), Some(Error::DealDisputed));
    world.wait(TIME + 1);
    assert!(world.market.lapse_dispute(&dispute));
    assert_eq!(cancel(), None);
}

#[test]
fn a_dispute_stops_a_stream_and_gives_it_back_the_time_it_took() {
    for ending in [Withdrawn, Lapsed] {
        let world = World::new();
        let at = world.active();
        world.wait(9 * DAY);
        let dispute = world.dispute_stream(&at);
        let m = &world.market;
        world.wait(3 * DAY);
        assert_eq!(world.release_one(&at, world.proof(&at, 0)), Some(Error::StreamDisputed));
        assert_eq!(refusal(m.try_slash_stream(&at.id)), Some(Error::StreamDisputed));
        assert_eq!(refusal(m.try_finish_stream(&at.id)), Some(Error::StreamDisputed));
        let took = if ending == Lapsed { TIME + 1 } else { 3 * DAY };
        world.wait(took - 3 * DAY);
        assert!(if ending == Lapsed { m.lapse_dispute(&dispute) } else { m.withdraw_dispute(&at.consumer, &dispute) });
        assert_eq!(status(&world, dispute), ending);
        let state = world.stream_state(&at);
        assert_eq!((state.deadline_ts, state.dispute_id), (START + 10 * DAY + took, 0));
        world.wait(DAY);
        assert_eq!(world.release(&at, &[0]), 1, "a day was left, and a day is left");
        world.wait(1);
        assert_eq!(world.release_one(&at, world.proof(&at, 1)), Some(Error::StreamDeadlinePassed));
    }
}

#[test]
fn a_dispute_after_the_deadline_wins_no_time() {
    let world = World::new();
    let at = world.active();
    world.wait(10 * DAY + 1);
    let dispute = world.market.open_stream_dispute(&at.provider, &at.id, &world.hash(1), &world.text("late"));
    world.wait(5 * DAY);
    world.market.withdraw_dispute(&at.provider, &dispute);
    assert_eq!(world.release_one(&at, world.proof(&at, 0)), Some(Error::StreamDeadlinePassed));
    assert!(world.market.slash_stream(&at.id));
}

#[test]
fn a_dispute_says_who_what_and_until_when() {
    let world = World::new();
    let deal = world.funded(10);
    let stream = world.active();
    let (one, two) = (world.dispute_deal(&deal), world.dispute_stream(&stream));
    assert_eq!((one, two, world.market.get_list_lengths().disputes), (1, 2, 2));
    let dispute = world.market.get_dispute(&two).unwrap();
    assert_eq!((dispute.subject, dispute.subject_id), (DisputeSubject::Stream, stream.id));
    assert_eq!((dispute.consumer_id, dispute.provider_id), (stream.consumer.clone(), stream.provider));
    assert_eq!((dispute.opened_by, dispute.reason), (stream.consumer, world.text("no data")));
    assert_eq!((dispute.state.opened_ts, dispute.state.deadline_ts), (START, START + TIME));
    assert_eq!(world.market.get_dispute(&one).unwrap().subject, DisputeSubject::Deal);
    assert!(world.market.get_dispute(&0).is_none() && world.market.get_dispute(&3).is_none());
}

#[test]
fn a_dispute_is_opened_by_a_party_on_what_runs_one_at_a_time_and_three_times() {
    let world = World::new();
    let at = world.active();
    let m = &world.market;
    let open = |party: &soroban_sdk::Address, text: usize| {
        refusal(m.try_open_stream_dispute(party, &at.id, &world.hash(1), &world.long(text)))
    };
    assert_eq!(open(&world.owner, 1), Some(Error::DisputeNotParty));
    assert_eq!(open(&at.provider, 1025), Some(Error::ReasonTooLong));
    for number in 1..=3 {
        assert_eq!(open(&at.provider, 1024), None);
        assert_eq!(open(&at.consumer, 1), Some(Error::DisputeAlreadyOpen));
        assert!(m.withdraw_dispute(&at.provider, &number));
    }
    assert_eq!(open(&at.consumer, 1), Some(Error::DisputesTooMany));
}

#[test]
fn a_deal_is_disputed_by_its_parties_while_it_runs() {
    for status in [DealStatus::Pending, DealStatus::Accepted, DealStatus::Completed, DealStatus::Funded] {
        let world = World::new();
        let at = world.deal_in(status);
        let open = |party: &soroban_sdk::Address| {
            let (hash, reason) = (world.hash(1), world.text(""));
            refusal(world.market.try_open_deal_dispute(party, &at.consumer, &at.provider, &at.id, &hash, &reason))
        };
        let expected = match status {
            DealStatus::Funded => Some(Error::DisputeNotParty),
            DealStatus::Completed => Some(Error::DealEnded),
            _ => Some(Error::DealNotFunded),
        };
        assert_eq!(open(&world.owner), expected);
        if status == DealStatus::Funded {
            assert_eq!(open(&at.provider), None);
            assert_eq!(open(&at.consumer), Some(Error::DisputeAlreadyOpen));
        }
    }
}

#[test]
fn evidence_comes_from_both_parties_thirty_two_times() {
    let world = World::new();
    let at = world.active();
    let dispute = world.dispute_stream(&at);
    let add = |party: &soroban_sdk::Address| refusal(world.market.try_add_evidence(party, &dispute, &world.hash(2)));
    assert_eq!(add(&world.owner), Some(Error::DisputeNotParty));
    for _ in 0..16 {
        assert_eq!((add(&at.consumer), add(&at.provider)), (None, None));
    }
    assert_eq!(add(&at.provider), Some(Error::EvidenceTooMany));
    assert_eq!(world.market.get_dispute(&dispute).unwrap().state.evidence_count, 32);
}

#[test]
fn a_closed_dispute_never_changes_again() {
    for ending in [Resolved, Withdrawn, Lapsed] {
        let world = World::new();
        let at = world.active();
        let id = world.dispute_stream(&at);
        let m = &world.market;
        assert!(match ending {
            Resolved => m.resolve_dispute(&id, &STREAM_HOLDS, &0),
            Withdrawn => m.withdraw_dispute(&at.consumer, &id),
            _ => {
                world.wait(TIME + 1);
                m.lapse_dispute(&id)
            }
        });
        let before = m.get_dispute(&id).unwrap();
        assert_eq!((before.state.status, before.state.closed_ts), (ending, world.env.ledger().timestamp()));
        world.wait(TIME + 1);
        let refused = [
            refusal(m.try_add_evidence(&at.consumer, &id, &world.hash(1))),
            refusal(m.try_withdraw_dispute(&at.consumer, &id)),
            refusal(m.try_lapse_dispute(&id)),
            refusal(m.try_resolve_dispute(&id, &STREAM_HOLDS, &0)),
        ];
        assert_eq!(refused, [Some(Error::DisputeNotOpen); 4], "{ending:?}");
        assert_eq!(m.get_dispute(&id).unwrap(), before);
    }
}

#[test]
fn the_arbiter_has_14_days_and_then_anyone_ends_it() {
    let world = World::new();
    let at = world.active();
    let dispute = world.dispute_stream(&at);
    let m = &world.market;
    world.wait(TIME);
    assert_eq!(refusal(m.try_lapse_dispute(&dispute)), Some(Error::DisputeNotLapsed));
    assert_eq!(refusal(m.try_withdraw_dispute(&at.provider, &dispute)), Some(Error::DisputeNotParty));
    assert_eq!(refusal(m.try_resolve_dispute(&dispute, &1, &STREAM_HOLDS)), Some(Error::SplitWrong));
    assert_eq!(refusal(m.try_resolve_dispute(&dispute, &u128::MAX, &1)), Some(Error::SplitWrong));
    world.wait(1);
    assert_eq!(refusal(m.try_resolve_dispute(&dispute, &STREAM_HOLDS, &0)), Some(Error::DisputeOverdue));
    world.env.set_auths(&[]);
    assert!(m.lapse_dispute(&dispute));
    assert_eq!(refusal(m.try_lapse_dispute(&99)), Some(Error::DisputeNotFound));
}

#[test]
fn a_split_deal_is_completed_and_pays_exactly_what_it_held() {
    for (to_consumer, to_provider) in [(0, 5_000), (5_000, 0), (1_234, 3_766)] {
        let world = World::new();
        let at = world.funded(5_000);
        world.use_up(&at, 1024, 0);
        let dispute = world.dispute_deal(&at);
        assert!(world.market.resolve_dispute(&dispute, &to_consumer, &to_provider));
        let state = world.state(&at);
        assert_eq!((state.status, state.balance, state.dispute_id), (DealStatus::Completed, 0, 0));
        assert_eq!((state.refunded, state.paid_out, state.fees), (to_consumer, to_provider, 0));
        assert_conserved(&state);
        assert_eq!(world.token.balance(&at.consumer), 995_000 + to_consumer as i128);
        assert_eq!(world.token.balance(&at.provider), to_provider as i128);
        assert_eq!(world.market.get_held(&world.token.address), 0);
        assert!(!world.market.get_bucket(&at.provider, &at.bucket).unwrap().locked);
        assert_eq!(status(&world, dispute), Resolved);
    }
}

#[test]
fn a_split_stream_pays_the_provider_out_of_the_collateral_first() {
    for to_provider in [0, 499, 500, 501, STREAM_HOLDS] {
        let world = World::new();
        let at = world.active();
        let dispute = world.dispute_stream(&at);
        assert!(world.market.resolve_dispute(&dispute, &(STREAM_HOLDS - to_provider), &to_provider));
        let state = world.stream_state(&at);
        assert_eq!((state.status, state.balance, state.collateral), (StreamStatus::Resolved, 0, 0));
        assert_eq!(state.collateral_returned, to_provider.min(COLLATERAL));
        assert_eq!(state.paid_out, to_provider.saturating_sub(COLLATERAL));
        assert_stream_conserved(&state);
        assert_eq!(world.token.balance(&at.provider), 999_500 + to_provider as i128);
        assert_eq!(world.held_by_contract(), 0);
    }
}

#[test]
fn a_dispute_takes_the_same_room_in_every_status() {
    let sizes = [Open, Resolved, Withdrawn, Lapsed].map(|status| {
        let world = World::new();
        let at = world.active();
        let id = world.dispute_stream(&at);
        match status {
            Open => true,
            Resolved => world.market.resolve_dispute(&id, &STREAM_HOLDS, &0),
            Withdrawn => world.market.withdraw_dispute(&at.consumer, &id),
            Lapsed => {
                world.wait(TIME + 1);
                world.market.lapse_dispute(&id)
            }
        };
        let env = &world.env;
        env.as_contract(&world.market.address, || {
            let key = crate::storage::Key::Dispute(at.consumer.clone(), 1, 0);
            let stored: soroban_sdk::Val = env.storage().persistent().get(&key.pack(env)).unwrap();
            soroban_sdk::xdr::ToXdr::to_xdr(stored, env).len()
        })
    });
    assert_eq!(sizes, [sizes[0]; 4]);
}
