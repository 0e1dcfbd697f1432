//! The attestor's word that a chunk is stored: a recoverable secp256k1 signature over keccak256 of 120 packed bytes.
//!
//! network id (32 bytes), contract (32), stream (u32), chunk (u32), proof set (u64), root (32), timestamp (u64), numbers
//! big-endian. All but chunk, root and timestamp are what the contract knows itself: a signature holds nowhere else.
use soroban_sdk::{xdr::ToXdr, Bytes, BytesN, Env};

use super::{ChunkProof, StreamRecord};
use crate::error::Error;

/// Half the order of secp256k1. Of a signature's two forms only the one with s up to here is taken.
const HALF_ORDER: [u8; 32] = [
    0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x5d, 0x57, 0x6e,
    0x73, 0x57, 0xa4, 0x50, 0x1d, 0xdf, 0xe9, 0x2f, 0x46, 0x68, 0x1b, 0x20, 0xa0,
];
/// Where the address starts in the XDR of a contract's address, after two tags.
const ADDRESS_AT: u32 = 8;

/// Whether the stream's attestor signed exactly this chunk, root and timestamp. An r that is no point of the curve fails in the host (Crypto, InvalidInput).
pub fn verify(env: &Env, stream: &StreamRecord, proof: &ChunkProof) -> Result<(), Error> {
    if proof.timestamp < stream.terms.created_ts || proof.timestamp > env.ledger().timestamp() {
        return Err(Error::ProofTimestampInvalid);
    }
    let packed = proof.signature.to_array();
    let (rs, v) = (&packed[..64], packed[64]);
    if v > 1 || rs[32..] > HALF_ORDER[..] {
        return Err(Error::SignatureMalformed);
    }
    let digest = env.crypto().keccak256(&message(env, stream, proof));
    let mut signature = [0; 64];
    signature.copy_from_slice(rs);
    let signer = env.crypto().secp256k1_recover(&digest, &BytesN::from_array(env, &signature), v.into());
    if signer != stream.terms.attestor {
        return Err(Error::SignatureWrong);
    }
    Ok(())
}

fn message(env: &Env, stream: &StreamRecord, proof: &ChunkProof) -> Bytes {
    let mut packed = Bytes::from(env.ledger().network_id());
    packed.append(&env.current_contract_address().to_xdr(env).slice(ADDRESS_AT..));
    packed.extend_from_array(&stream.stream_id.to_be_bytes());
    packed.extend_from_array(&proof.chunk.to_be_bytes());
    packed.extend_from_array(&stream.terms.proof_set_id.to_be_bytes());
    packed.append(&proof.root.clone().into());
    packed.extend_from_array(&proof.timestamp.to_be_bytes());
    packed
}
