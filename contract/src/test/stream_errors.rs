//! Provoking the named errors of streams and disputes, for `errors`.
extern crate std;

use super::attestor::{proof, Attestor, Message};
use super::stream_support::*;
use super::support::*;
use crate::{DealStatus, Error, StreamOffer, StreamStatus};

const DISPUTE_TIME: u64 = 14 * DAY;

pub fn provoke_stream(world: &World, error: Error) -> Option<Error> {
    let market = &world.market;
    let provider = world.provider();
    let (consumer, bucket) = (world.consumer(), world.bucket(&provider));
    let open = |change: &dyn Fn(&mut StreamOffer)| {
        let mut offer = world.offer();
        change(&mut offer);
        refusal(market.try_open_stream(&consumer, &provider, &bucket, &offer))
    };
    let signed = |change: &dyn Fn(&mut Message), v: u8| {
        let at = world.active();
        let mut message = world.message(&at, 0);
        change(&mut message);
        let mut signature = Attestor::new(ATTESTOR).sign(&world.env, &message);
        signature[64] += v;
        world.release_one(&at, proof(&world.env, &message, signature))
    };
    let release =
        |at: &Running, chunks: &[u32]| refusal(market.try_release_chunks(&at.id, &world.proofs(at, chunks), &None));
    match error {
        Error::StreamNotFound => refusal(market.try_finish_stream(&99)),
        Error::StreamWithSelf => refusal(market.try_open_stream(&provider, &provider, &bucket, &world.offer())),
        Error::ChunksOutOfRange => open(&|offer| offer.chunks = 100_001),
        Error::ChunkAmountZero => open(&|offer| offer.chunk_amount = 0),
        Error::DeadlineInvalid => open(&|offer| offer.deadline_ts = START),
        Error::AttestorInvalid => open(&|offer| offer.attestor.set(0, 2)),
        Error::StreamNotOpen => {
            let at = world.active();
            refusal(market.try_withdraw_stream(&at.consumer, &at.id))
        }
        Error::StreamNotActive => refusal(market.try_finish_stream(&world.stream_in(StreamStatus::Open).id)),
        Error::StreamDeadlinePassed => {
            let at = world.active();
            world.wait(10 * DAY + 1);
            release(&at, &[0])
        }
        Error::StreamDeadlineNotPassed => refusal(market.try_slash_stream(&world.active().id)),
        Error::StreamComplete => {
            let at = world.active();
            world.release(&at, &[0, 1, 2, 3]);
            refusal(market.try_slash_stream(&at.id))
        }
        Error::StreamIncomplete => refusal(market.try_finish_stream(&world.active().id)),
        Error::ProofsOutOfRange => release(&world.active(), &[]),
        Error::ChunkOutOfRange => release(&world.active(), &[CHUNKS]),
        Error::ChunkReleased => release(&world.stream_in(StreamStatus::Active), &[0]),
        Error::ProofTimestampInvalid => signed(&|message| message.timestamp += 1, 0),
        Error::SignatureMalformed => signed(&|_| (), 27),
        Error::SignatureWrong => {
            let at = world.active();
            let stranger = Attestor::new(9).prove(&world.env, &world.message(&at, 0));
            world.release_one(&at, stranger)
        }
        Error::StreamDisputed => {
            let at = world.active();
            world.dispute_stream(&at);
            release(&at, &[0])
        }
        other => panic!("{other:?} is not a stream's"),
    }
}

pub fn provoke_dispute(world: &World, error: Error) -> Option<Error> {
    let market = &world.market;
    let at = world.active();
    let open = |reason: usize| {
        refusal(market.try_open_stream_dispute(&at.consumer, &at.id, &world.hash(1), &world.long(reason)))
    };
    match error {
        Error::DisputeNotFound => refusal(market.try_lapse_dispute(&99)),
        Error::DisputeNotParty => {
            let deal = world.deal_in(DealStatus::Funded);
            let (stranger, hash, reason) = (world.address(), world.hash(1), world.text(""));
            let (consumer, provider) = (&deal.consumer, &deal.provider);
            refusal(market.try_open_deal_dispute(&stranger, consumer, provider, &deal.id, &hash, &reason))
        }
        Error::DisputeAlreadyOpen => open(1).or_else(|| open(1)),
        Error::DisputesTooMany => {
            for id in 1..=3 {
                assert_eq!(open(1), None);
                market.withdraw_dispute(&at.consumer, &id);
            }
            open(1)
        }
        Error::ReasonTooLong => open(1025),
        Error::DisputeNotOpen => {
            let id = world.dispute_stream(&at);
            market.withdraw_dispute(&at.consumer, &id);
            refusal(market.try_withdraw_dispute(&at.consumer, &id))
        }
        Error::EvidenceTooMany => {
            let id = world.dispute_stream(&at);
            let add = || refusal(market.try_add_evidence(&at.provider, &id, &world.hash(2)));
            (0..33).find_map(|_| add())
        }
        Error::SplitWrong => refusal(market.try_resolve_dispute(&world.dispute_stream(&at), &0, &0)),
        Error::DisputeNotLapsed => refusal(market.try_lapse_dispute(&world.dispute_stream(&at))),
        Error::DisputeOverdue => {
            let id = world.dispute_stream(&at);
            world.wait(DISPUTE_TIME + 1);
            refusal(market.try_resolve_dispute(&id, &0, &0))
        }
        other => panic!("{other:?} is not a dispute's"),
    }
}
