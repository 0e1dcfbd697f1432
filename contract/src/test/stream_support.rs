//! Short ways to bring streams into any status and to prove their chunks.
extern crate std;

use soroban_sdk::{Address, BytesN, Vec};

use super::attestor::{contract_hash, Attestor, Message};
use super::support::*;
use crate::{ChunkProof, Error, StreamOffer, StreamState, StreamStatus};

pub const CHUNKS: u32 = 4;
pub const AMOUNT: u128 = 1_000;
pub const TIP: u128 = 10;
pub const COLLATERAL: u128 = 500;
pub const PROOF_SET: u64 = 77;
/// The secret key of the attestor is this byte 32 times.
pub const ATTESTOR: u8 = 0x11;

/// A stream with its parties.
#[derive(Clone)]
pub struct Running {
    pub consumer: Address,
    pub provider: Address,
    pub bucket: u32,
    pub id: u32,
}

impl World {
    /// Ten days, four chunks, a tip and a collateral.
    pub fn offer(&self) -> StreamOffer {
        StreamOffer {
            asset: None,
            attestor: Attestor::new(ATTESTOR).key(&self.env),
            chunk_amount: AMOUNT,
            chunk_tip: TIP,
            chunks: CHUNKS,
            collateral: COLLATERAL,
            deadline_ts: self.env.ledger().timestamp() + 10 * DAY,
            proof_set_id: PROOF_SET,
        }
    }

    /// An open stream between new parties; the provider has a million tokens too.
    pub fn stream(&self, offer: &StreamOffer) -> Running {
        let (consumer, provider) = (self.consumer(), self.provider());
        self.mint.mint(&provider, &1_000_000);
        let bucket = self.bucket(&provider);
        let id = self.market.open_stream(&consumer, &provider, &bucket, offer);
        Running { consumer, provider, bucket, id }
    }

    pub fn active(&self) -> Running {
        let at = self.stream(&self.offer());
        self.market.accept_stream(&at.provider, &at.id);
        at
    }

    /// A stream between new parties in this status; an active one has released one chunk.
    pub fn stream_in(&self, status: StreamStatus) -> Running {
        use StreamStatus::*;
        let market = &self.market;
        let at = if matches!(status, Open | Withdrawn) { self.stream(&self.offer()) } else { self.active() };
        match status {
            Open => true,
            Withdrawn => market.withdraw_stream(&at.consumer, &at.id),
            Active => self.release(&at, &[0]) == 1,
            Finished => self.release(&at, &[0, 1, 2, 3]) == CHUNKS && market.finish_stream(&at.id),
            Slashed => {
                self.wait(10 * DAY + 1);
                market.slash_stream(&at.id)
            }
            Resolved => {
                let id = self.dispute_stream(&at);
                market.resolve_dispute(&id, &(u128::from(CHUNKS) * (AMOUNT + TIP)), &COLLATERAL)
            }
        };
        assert_eq!(self.stream_state(&at).status, status);
        at
    }

    pub fn message(&self, at: &Running, chunk: u32) -> Message {
        Message {
            network: self.env.ledger().network_id().to_array(),
            contract: contract_hash(&self.market.address),
            stream: at.id,
            chunk,
            proof_set: PROOF_SET,
            root: [chunk as u8; 32],
            timestamp: self.env.ledger().timestamp(),
        }
    }

    pub fn proof(&self, at: &Running, chunk: u32) -> ChunkProof {
        Attestor::new(ATTESTOR).prove(&self.env, &self.message(at, chunk))
    }

    pub fn proofs(&self, at: &Running, chunks: &[u32]) -> Vec<ChunkProof> {
        let mut proofs = Vec::new(&self.env);
        for chunk in chunks {
            proofs.push_back(self.proof(at, *chunk));
        }
        proofs
    }

    pub fn release(&self, at: &Running, chunks: &[u32]) -> u32 {
        self.market.release_chunks(&at.id, &self.proofs(at, chunks), &None)
    }

    pub fn release_one(&self, at: &Running, proof: ChunkProof) -> Option<Error> {
        refusal(self.market.try_release_chunks(&at.id, &Vec::from_array(&self.env, [proof]), &None))
    }

    pub fn stream_state(&self, at: &Running) -> StreamState {
        self.market.get_stream(&at.id).expect("the stream is there").state
    }

    pub fn hash(&self, byte: u8) -> BytesN<32> {
        BytesN::from_array(&self.env, &[byte; 32])
    }

    /// Opened by the consumer.
    pub fn dispute_stream(&self, at: &Running) -> u32 {
        self.market.open_stream_dispute(&at.consumer, &at.id, &self.hash(1), &self.text("no data"))
    }

    pub fn dispute_deal(&self, at: &At) -> u32 {
        let (consumer, provider) = (&at.consumer, &at.provider);
        self.market.open_deal_dispute(consumer, consumer, provider, &at.id, &self.hash(1), &self.text("no data"))
    }
}

/// Nothing of either side's money is ever lost or made.
pub fn assert_stream_conserved(state: &StreamState) {
    assert_eq!(state.paid_in, state.paid_out + state.fees + state.tips + state.refunded + state.balance, "{state:?}");
    let collateral = state.collateral + state.collateral_returned + state.collateral_slashed;
    assert_eq!(state.collateral_paid, collateral, "{state:?}");
}
