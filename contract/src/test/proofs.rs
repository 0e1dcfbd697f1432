//! Proofs: only the attestor's signature on exactly this chunk of exactly this stream pays, and only once.
extern crate std;

use soroban_sdk::testutils::Ledger as _;
use soroban_sdk::{Address, Vec};

use super::attestor::{proof, Attestor, Message};
use super::stream_support::*;
use super::support::*;
use crate::{Error, Market, MarketClient};

fn refused(change: impl Fn(&mut Message)) -> Option<Error> {
    let world = World::new();
    let at = world.active();
    let mut message = world.message(&at, 1);
    change(&mut message);
    let signature = Attestor::new(ATTESTOR).sign(&world.env, &message);
    let told = world.message(&at, 1);
    let refused = world.release_one(&at, proof(&world.env, &told, signature));
    assert_eq!(world.stream_state(&at).released, u32::from(refused.is_none()));
    refused
}

#[test]
fn a_signature_holds_for_its_network_contract_stream_chunk_proof_set_root_and_time_alone() {
    const WRONG: Option<Error> = Some(Error::SignatureWrong);
    assert_eq!(refused(|_| ()), None);
    assert_eq!(refused(|message| message.network[31] ^= 1), WRONG);
    assert_eq!(refused(|message| message.contract[0] ^= 1), WRONG);
    assert_eq!(refused(|message| message.stream += 1), WRONG);
    assert_eq!(refused(|message| message.chunk += 1), WRONG);
    assert_eq!(refused(|message| message.proof_set += 1), WRONG);
    assert_eq!(refused(|message| message.root[5] ^= 1), WRONG);
    assert_eq!(refused(|message| message.timestamp -= 1), WRONG);
}

#[test]
fn another_key_signs_nothing() {
    let world = World::new();
    let at = world.active();
    let stranger = Attestor::new(0x12).prove(&world.env, &world.message(&at, 0));
    assert_eq!(world.release_one(&at, stranger), Some(Error::SignatureWrong));
}

#[test]
fn a_proof_of_one_stream_releases_nothing_of_its_twin() {
    let world = World::new();
    let (one, twin) = (world.active(), world.active());
    let proof = world.proof(&one, 2);
    assert_eq!(world.release_one(&twin, proof.clone()), Some(Error::SignatureWrong));
    assert_eq!(world.release_one(&one, proof), None);
}

#[test]
fn of_a_signatures_two_forms_only_the_low_one_is_taken() {
    let world = World::new();
    let at = world.active();
    let message = world.message(&at, 0);
    let low = Attestor::new(ATTESTOR).sign(&world.env, &message);
    let mut high = low;
    high[32..64].copy_from_slice(&negated(low[32..64].try_into().unwrap()));
    high[64] ^= 1;
    assert_eq!(world.release_one(&at, proof(&world.env, &message, high)), Some(Error::SignatureMalformed));
    assert_eq!(world.release_one(&at, proof(&world.env, &message, low)), None);
}

/// The order of secp256k1 less s.
fn negated(s: [u8; 32]) -> [u8; 32] {
    use k256::elliptic_curve::PrimeField;
    let scalar = k256::Scalar::from_repr(s.into()).unwrap();
    (-scalar).to_repr().into()
}

#[test]
fn v_is_0_or_1() {
    let world = World::new();
    let at = world.active();
    let message = world.message(&at, 0);
    let signature = Attestor::new(ATTESTOR).sign(&world.env, &message);
    for v in [2, 3, 27, 28, 255] {
        let mut other = signature;
        other[64] = v;
        assert_eq!(world.release_one(&at, proof(&world.env, &message, other)), Some(Error::SignatureMalformed));
    }
    let mut other = signature;
    other[64] ^= 1;
    assert_eq!(world.release_one(&at, proof(&world.env, &message, other)), Some(Error::SignatureWrong));
}

#[test]
fn numbers_that_are_no_signature_release_nothing() {
    let world = World::new();
    let at = world.active();
    let message = world.message(&at, 0);
    for filling in [0x00, 0x01, 0x7f] {
        let mut signature = [filling; 65];
        signature[64] = 0;
        let proofs = Vec::from_array(&world.env, [proof(&world.env, &message, signature)]);
        assert!(world.market.try_release_chunks(&at.id, &proofs, &None).is_err());
    }
    assert_eq!(world.stream_state(&at).released, 0);
}

#[test]
fn a_proof_is_of_the_time_between_opening_and_release() {
    let world = World::new();
    let at = world.active();
    world.wait(100);
    let signed_at = |timestamp: u64| {
        let message = Message { timestamp, ..world.message(&at, 0) };
        world.release_one(&at, Attestor::new(ATTESTOR).prove(&world.env, &message))
    };
    assert_eq!(signed_at(START - 1), Some(Error::ProofTimestampInvalid));
    assert_eq!(signed_at(START + 101), Some(Error::ProofTimestampInvalid));
    assert_eq!(signed_at(START), None);
}

#[test]
fn a_chunk_is_paid_once_whoever_sends_its_proof_how_often() {
    let world = World::new();
    let at = world.active();
    assert_eq!(world.release(&at, &[2, 2, 2]), 1);
    assert_eq!(world.release(&at, &[2, 1, 2]), 1);
    assert_eq!(world.release_one(&at, world.proof(&at, 1)), Some(Error::ChunkReleased));
    assert_eq!(world.stream_state(&at).released, 2);
    assert_eq!(world.token.balance(&at.provider), 1_000_000 - 500 + 2 * 975);
}

#[test]
fn one_bad_proof_undoes_the_call() {
    let world = World::new();
    let at = world.active();
    let mut proofs = world.proofs(&at, &[0, 1]);
    proofs.push_back(Attestor::new(0x12).prove(&world.env, &world.message(&at, 2)));
    let answer = world.market.try_release_chunks(&at.id, &proofs, &None);
    assert_eq!(refusal(answer), Some(Error::SignatureWrong));
    assert_eq!(world.market.get_released_chunks(&at.id, &0).to_array(), [0; 128]);
}

/// Made with @noble/curves 1.9.1 and viem's keccak256 from contract/interface/chunk-message.ts: network
/// "Standalone Network ; February 2017", secret key 0x11 32 times, stream 1, chunk 3, proof set 2^63 + 5, root 0xab 32 times, time 1,800,000,000.
const ELSEWHERE: (&str, &str) = (
    "CBIELTK6YBZJU5UP2WWQEUCYKLPU6AUNZ2BQ4WWFEIE3USCIHMXQDAMA",
    "07df87b4faddf7a03d1a1215bf2384c8a3b6864a4e1e6a1b848bde9d1fd77cc9518261310e8c452f8b2e8ca56d60d2f55c8b1d31a9633f25e185e53ba496743800",
);
const STANDALONE: &str = "baefd734b8d3e48472cff83912375fedbc7573701912fe308af730180f97d74a";

fn bytes<const N: usize>(hex: &str) -> [u8; N] {
    std::array::from_fn(|at| u8::from_str_radix(&hex[2 * at..2 * at + 2], 16).unwrap())
}

#[test]
fn a_signature_made_by_another_library_over_the_interfaces_message_is_taken() {
    let mut world = World::new();
    let address = Address::from_str(&world.env, ELSEWHERE.0);
    world.env.ledger().set_network_id(bytes(STANDALONE));
    world.env.register_at(&address, Market, (world.owner.clone(), FEE));
    world.market = MarketClient::new(&world.env, &address);
    world.market.set_stable_asset_address(&world.token.address);
    let at = world.stream(&crate::StreamOffer { proof_set_id: (1 << 63) + 5, ..world.offer() });
    world.market.accept_stream(&at.provider, &at.id);
    let message = Message { root: [0xab; 32], timestamp: 1_800_000_000, ..world.message(&at, 3) };
    assert_eq!(world.release_one(&at, proof(&world.env, &message, bytes(ELSEWHERE.1))), None);
}
