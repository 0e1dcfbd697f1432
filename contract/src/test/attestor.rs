//! An attestor for tests: signs chunk messages with k256, packed here once more, apart from the contract's own packing.
extern crate std;

use k256::ecdsa::SigningKey;
use soroban_sdk::{xdr::ScAddress, Address, Bytes, BytesN, Env};
use std::vec::Vec as List;

use crate::ChunkProof;

/// What is signed about a chunk; each field can be made wrong by itself.
#[derive(Clone)]
pub struct Message {
    pub network: [u8; 32],
    pub contract: [u8; 32],
    pub stream: u32,
    pub chunk: u32,
    pub proof_set: u64,
    pub root: [u8; 32],
    pub timestamp: u64,
}

pub struct Attestor(SigningKey);

impl Attestor {
    /// The secret key is this byte 32 times.
    pub fn new(seed: u8) -> Attestor {
        Attestor(SigningKey::from_slice(&[seed; 32]).unwrap())
    }

    /// 04, x, y.
    pub fn key(&self, env: &Env) -> BytesN<65> {
        let point = self.0.verifying_key().to_encoded_point(false);
        BytesN::from_array(env, point.as_bytes().try_into().unwrap())
    }

    /// r, s, v.
    pub fn sign(&self, env: &Env, message: &Message) -> [u8; 65] {
        let digest = env.crypto().keccak256(&Bytes::from_slice(env, &message.packed())).to_array();
        let (signature, v) = self.0.sign_prehash_recoverable(&digest).unwrap();
        let mut packed = [0; 65];
        packed[..64].copy_from_slice(&signature.to_bytes());
        packed[64] = v.to_byte();
        packed
    }

    pub fn prove(&self, env: &Env, message: &Message) -> ChunkProof {
        proof(env, message, self.sign(env, message))
    }
}

pub fn proof(env: &Env, message: &Message, signature: [u8; 65]) -> ChunkProof {
    ChunkProof {
        chunk: message.chunk,
        root: BytesN::from_array(env, &message.root),
        signature: BytesN::from_array(env, &signature),
        timestamp: message.timestamp,
    }
}

impl Message {
    pub fn packed(&self) -> List<u8> {
        let mut packed = List::new();
        packed.extend(self.network);
        packed.extend(self.contract);
        packed.extend(self.stream.to_be_bytes());
        packed.extend(self.chunk.to_be_bytes());
        packed.extend(self.proof_set.to_be_bytes());
        packed.extend(self.root);
        packed.extend(self.timestamp.to_be_bytes());
        packed
    }
}

pub fn contract_hash(address: &Address) -> [u8; 32] {
    match ScAddress::from(address) {
        ScAddress::Contract(id) => id.0 .0,
        other => panic!("{other:?} is no contract"),
    }
}
