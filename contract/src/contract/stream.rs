//! Streams: opening, accepting, releasing chunks, and ending.
use soroban_sdk::{contractimpl, Address, BytesN, Env, Vec};

use super::{Market, MarketArgs, MarketClient};
use crate::announce;
use crate::error::Error;
use crate::events::stream as events;
use crate::stream::{
    self, flags,
    lifecycle::{self, Ended},
    offer,
    release::{self, Released},
    ChunkProof, Stream, StreamOffer,
};

#[contractimpl]
impl Market {
    /// Opens a stream on a bucket and answers its stream_id: chunks × (chunk_amount + chunk_tip) move from the consumer to the contract. Consumer and provider must be two addresses. Signed by the consumer, including the token transfer.
    /// * `offer` - what is offered for the chunks, and what is asked of the provider
    pub fn open_stream(
        env: Env,
        consumer_id: Address,
        provider_id: Address,
        bucket_id: u32,
        offer: StreamOffer,
    ) -> Result<u32, Error> {
        consumer_id.require_auth();
        let stream = offer::open(&env, &consumer_id, &provider_id, bucket_id, offer)?;
        events::stream_opened(&env, &stream, &stream.bucket_id, &stream.terms);
        Ok(stream.stream_id)
    }

    /// Accepts an open stream before its deadline: the collateral moves from the provider to the contract, and chunks can be released. Signed by the provider, including the token transfer.
    pub fn accept_stream(env: Env, provider_id: Address, stream_id: u32) -> Result<bool, Error> {
        provider_id.require_auth();
        let stream = lifecycle::accept(&env, &provider_id, stream_id)?;
        events::stream_accepted(&env, &stream);
        Ok(true)
    }

    /// Withdraws a stream that the provider has not accepted; everything goes back to the consumer. Signed by the consumer.
    pub fn withdraw_stream(env: Env, consumer_id: Address, stream_id: u32) -> Result<bool, Error> {
        consumer_id.require_auth();
        let ended = lifecycle::withdraw(&env, &consumer_id, stream_id)?;
        events::stream_withdrawn(&env, &ended.stream, &ended.balance);
        Ok(true)
    }

    /// Releases chunks of an active stream with the attestor's signatures and answers how many were new: each pays chunk_amount to the provider, less the platform's fee. Chunks that were released before are passed over. Anyone may call it, nobody has to sign.
    /// * `proofs` - 1 to 32 of them
    /// * `relayer` - who gets chunk_tip for each new chunk; if nobody is named the tips go back to the consumer in the end
    pub fn release_chunks(
        env: Env,
        stream_id: u32,
        proofs: Vec<ChunkProof>,
        relayer: Option<Address>,
    ) -> Result<u32, Error> {
        let Released { stream, chunks, gross, fee, net, fee_recipient, tip } =
            release::release(&env, stream_id, &proofs, &relayer)?;
        events::chunks_released(&env, &stream, &chunks, &gross, &fee, &net, &fee_recipient, &relayer, &tip);
        Ok(chunks.len())
    }

    /// Ends an active stream whose deadline is past with chunks missing: what was not released and the collateral go to the consumer. Anyone may call it, nobody has to sign.
    pub fn slash_stream(env: Env, stream_id: u32) -> Result<bool, Error> {
        let Ended { stream, balance, collateral, step } = lifecycle::slash(&env, stream_id)?;
        events::stream_slashed(&env, &stream, &collateral, &balance);
        announce::reputations(&env, stream.subject(), [step, None]);
        Ok(true)
    }

    /// Ends a stream with all chunks released: the collateral goes back to the provider, tips nobody took to the consumer. Anyone may call it, nobody has to sign.
    pub fn finish_stream(env: Env, stream_id: u32) -> Result<bool, Error> {
        let Ended { stream, balance, collateral, step } = lifecycle::finish(&env, stream_id)?;
        events::stream_finished(&env, &stream, &collateral, &balance);
        announce::reputations(&env, stream.subject(), [step, None]);
        Ok(true)
    }

    /// The stream, or nothing if there is none with this number.
    pub fn get_stream(env: Env, stream_id: u32) -> Option<Stream> {
        stream::find(&env, stream_id).map(|stream| stream.view())
    }

    /// The streams at these positions of the list, oldest first: position n holds stream n + 1.
    /// * `skip` - the first position, from 0; get_list_lengths tells how many there are
    /// * `take` - how many positions, at most 25
    pub fn get_streams(env: Env, skip: u32, take: u32) -> Vec<Stream> {
        stream::list(&env, skip, take)
    }

    /// Which chunks were released: one bit for each of 1,024 chunks, the lowest bit of the first byte for the first of them.
    /// * `page` - which 1,024 chunks: those from page × 1,024 on
    pub fn get_released_chunks(env: Env, stream_id: u32, page: u32) -> Result<BytesN<128>, Error> {
        Ok(flags::page(&env, &stream::load(&env, stream_id)?, page))
    }
}
