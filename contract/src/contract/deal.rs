//! Making a deal, consenting to it, and ending or deleting it.
use soroban_sdk::{contractimpl, Address, Env, String};

use super::{Market, MarketArgs, MarketClient};
use crate::announce;
use crate::config;
use crate::error::Error;
use crate::events::deal as events;
use crate::lifecycle;
use crate::proposal::{self, Proposal};
use crate::settle;

#[contractimpl]
impl Market {
    /// Proposes a deal on a free bucket and answers its deal_id. Prices, promises, fee and asset are frozen into it; nothing is reserved or paid yet. Consumer and provider must be two addresses. Signed by the consumer.
    /// * `api_compatibility` - the API the consumer wants to use, at most 128 bytes
    #[allow(clippy::too_many_arguments)]
    pub fn create_deal(
        env: Env,
        consumer_id: Address,
        provider_id: Address,
        bucket_id: u32,
        fb_repo_id: String,
        duration_secs: u64,
        agreed_storage_mb: u64,
        agreed_egress_mb: u64,
        api_compatibility: String,
    ) -> Result<u32, Error> {
        let asset = None;
        let proposal = Proposal {
            bucket_id,
            fb_repo_id,
            duration_secs,
            agreed_storage_mb,
            agreed_egress_mb,
            api_compatibility,
            asset,
        };
        propose(&env, &consumer_id, &provider_id, proposal)
    }

    /// As create_deal, paid in another accepted asset than the stable one. Signed by the consumer.
    /// * `api_compatibility` - the API the consumer wants to use, at most 128 bytes
    /// * `asset` - the token contract: the stable asset, or one of get_assets
    #[allow(clippy::too_many_arguments)]
    pub fn create_deal_with_asset(
        env: Env,
        consumer_id: Address,
        provider_id: Address,
        bucket_id: u32,
        fb_repo_id: String,
        duration_secs: u64,
        agreed_storage_mb: u64,
        agreed_egress_mb: u64,
        api_compatibility: String,
        asset: Address,
    ) -> Result<u32, Error> {
        let asset = Some(asset);
        let proposal = Proposal {
            bucket_id,
            fb_repo_id,
            duration_secs,
            agreed_storage_mb,
            agreed_egress_mb,
            api_compatibility,
            asset,
        };
        propose(&env, &consumer_id, &provider_id, proposal)
    }

    /// Accepts a pending deal and reserves the units it needs: enough for agreed_storage_mb, at least one. A bucket without units is held for it as a whole. Fails when too few units are free, or another deal holds the bucket. Signed by the provider.
    pub fn set_deal_accepted(
        env: Env,
        provider_id: Address,
        consumer_id: Address,
        deal_id: u32,
    ) -> Result<bool, Error> {
        provider_id.require_auth();
        let accepted = lifecycle::accept(&env, &consumer_id, &provider_id, deal_id)?;
        announce::deal_accepted(&env, &accepted);
        Ok(true)
    }

    /// Rejects a pending deal; it is Cancelled. Signed by the provider.
    pub fn set_deal_rejected(
        env: Env,
        provider_id: Address,
        consumer_id: Address,
        deal_id: u32,
    ) -> Result<bool, Error> {
        provider_id.require_auth();
        let ended = lifecycle::reject(&env, &consumer_id, &provider_id, deal_id)?;
        events::deal_rejected(&env, &ended.deal);
        announce::deal_ended(&env, &ended);
        Ok(true)
    }

    /// Withdraws a deal that was never funded; it is Cancelled and its bucket free again. Signed by the consumer.
    pub fn withdraw_deal(env: Env, consumer_id: Address, provider_id: Address, deal_id: u32) -> Result<bool, Error> {
        consumer_id.require_auth();
        let ended = lifecycle::withdraw(&env, &consumer_id, &provider_id, deal_id)?;
        events::deal_withdrawn(&env, &ended.deal);
        announce::deal_ended(&env, &ended);
        Ok(true)
    }

    /// Ends a deal that has been pending, or accepted without funding, for 7 days; it is Cancelled and its bucket free again. Anyone may call it, nobody has to sign.
    pub fn time_out_deal(env: Env, consumer_id: Address, provider_id: Address, deal_id: u32) -> Result<bool, Error> {
        let ended = lifecycle::time_out(&env, &consumer_id, &provider_id, deal_id)?;
        events::deal_timed_out(&env, &ended.deal);
        announce::deal_ended(&env, &ended);
        Ok(true)
    }

    /// Ends a running deal: settles what is unpaid, then refunds the rest of the balance to the consumer and frees the bucket. Signed by the consumer.
    pub fn set_deal_completed(
        env: Env,
        consumer_id: Address,
        provider_id: Address,
        deal_id: u32,
    ) -> Result<bool, Error> {
        consumer_id.require_auth();
        let closed = settle::complete(&env, &consumer_id, &provider_id, deal_id)?;
        announce::deal_closed(&env, closed, |deal, refund| events::deal_completed(&env, deal, refund));
        Ok(true)
    }

    /// Cancels an accepted deal, or one whose consumer owes money: settles what is unpaid, then refunds the rest of the balance to the consumer and frees the bucket. Signed by the provider.
    pub fn set_deal_cancelled(
        env: Env,
        provider_id: Address,
        consumer_id: Address,
        deal_id: u32,
    ) -> Result<bool, Error> {
        provider_id.require_auth();
        let closed = settle::cancel(&env, &consumer_id, &provider_id, deal_id)?;
        announce::deal_closed(&env, closed, |deal, refund| events::deal_cancelled(&env, deal, refund));
        Ok(true)
    }

    /// Ends a running deal whose time (start_ts + duration_secs) is over: settles what is unpaid, then refunds the rest of the balance to the consumer and frees the bucket; it is Completed. Anyone may call it, nobody has to sign.
    pub fn expire_deal(env: Env, consumer_id: Address, provider_id: Address, deal_id: u32) -> Result<bool, Error> {
        let closed = settle::expire(&env, &consumer_id, &provider_id, deal_id)?;
        announce::deal_closed(&env, closed, |deal, refund| events::deal_expired(&env, deal, refund));
        Ok(true)
    }

    /// Removes an ended deal from storage; its events stay, its id is never used again. Signed by the owner.
    pub fn delete_deal(env: Env, consumer_id: Address, provider_id: Address, deal_id: u32) -> Result<bool, Error> {
        config::require_owner(&env);
        let deal = lifecycle::delete(&env, &consumer_id, &provider_id, deal_id)?;
        events::deal_deleted(&env, &deal);
        Ok(true)
    }
}

fn propose(env: &Env, consumer: &Address, provider: &Address, proposal: Proposal) -> Result<u32, Error> {
    consumer.require_auth();
    let deal = proposal::create(env, consumer, provider, proposal)?;
    announce::deal_created(env, &deal);
    Ok(deal.deal_id)
}
