//! Releasing chunks: each is paid once, to whoever's proof comes first. The fee is rounded down per chunk, so that the
//! money does not depend on how many chunks come in one call.
use soroban_sdk::{Address, Env, Vec};

use super::lifecycle::{check_deadline, load_undisputed};
use super::{flags, proof, save, ChunkProof, ChunkRelease, StreamRecord};
use crate::config;
use crate::error::Error;
use crate::escrow;
use crate::limits::MAX_PROOFS;
use crate::settlement::{mul_div, BPS};

/// Chunks that were released. `gross = fee + net`; the tip is beside it.
pub struct Released {
    pub stream: StreamRecord,
    pub chunks: Vec<ChunkRelease>,
    pub fee: u128,
    pub fee_recipient: Address,
    pub gross: u128,
    pub net: u128,
    pub tip: u128,
}

pub fn release(
    env: &Env,
    stream_id: u32,
    proofs: &Vec<ChunkProof>,
    relayer: &Option<Address>,
) -> Result<Released, Error> {
    if proofs.is_empty() || proofs.len() > MAX_PROOFS {
        return Err(Error::ProofsOutOfRange);
    }
    let stream = load_undisputed(env, stream_id)?;
    check_deadline(env, &stream)?;
    let mut chunks = Vec::new(env);
    for proof in proofs.iter() {
        if proof.chunk >= stream.terms.chunks {
            return Err(Error::ChunkOutOfRange);
        }
        if flags::mark(env, &stream, proof.chunk) {
            proof::verify(env, &stream, &proof)?;
            chunks.push_back(ChunkRelease { chunk: proof.chunk, root: proof.root, timestamp: proof.timestamp });
        }
    }
    if chunks.is_empty() {
        return Err(Error::ChunkReleased);
    }
    pay(env, stream, chunks, relayer)
}

/// All sums are parts of what was locked when the stream was opened, so none of them can overflow.
fn pay(
    env: &Env,
    mut stream: StreamRecord,
    chunks: Vec<ChunkRelease>,
    relayer: &Option<Address>,
) -> Result<Released, Error> {
    let count = u128::from(chunks.len());
    let terms = &stream.terms;
    let gross = terms.chunk_amount * count;
    let fee = mul_div(env, terms.chunk_amount, terms.fee_bps.into(), BPS)? * count;
    let tip = if relayer.is_some() { terms.chunk_tip * count } else { 0 };
    let net = gross - fee;
    let state = &mut stream.state;
    state.balance -= gross + tip;
    state.paid_out += net;
    state.fees += fee;
    state.tips += tip;
    state.released += chunks.len();
    save(env, &stream);
    let fee_recipient = config::get(env).owner;
    let asset = &stream.terms.asset;
    escrow::release(env, asset, gross + tip)?;
    escrow::send(env, asset, &stream.provider, net)?;
    escrow::send(env, asset, &fee_recipient, fee)?;
    if let Some(relayer) = relayer {
        escrow::send(env, asset, relayer, tip)?;
    }
    Ok(Released { stream, chunks, fee, fee_recipient, gross, net, tip })
}
