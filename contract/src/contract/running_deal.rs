//! Paying into a running deal, reporting on it and settling it.
use soroban_sdk::{contractimpl, Address, Env, String};

use super::{Market, MarketArgs, MarketClient};
use crate::announce;
use crate::error::Error;
use crate::events::deal as events;
use crate::lifecycle::{self, Period};
use crate::role::Role;
use crate::settle;
use crate::settlement::Outcome;

#[contractimpl]
impl Market {
    /// Funds an accepted deal: the amount moves from the consumer to the contract, and the deal starts to run. Signed by the consumer, including the token transfer.
    /// * `amount_usd` - token units of the deal's asset, more than 0
    pub fn set_deal_funded(
        env: Env,
        consumer_id: Address,
        provider_id: Address,
        deal_id: u32,
        amount_usd: u128,
        fb_repo_id: String,
    ) -> Result<bool, Error> {
        consumer_id.require_auth();
        let (deal, units) = lifecycle::fund(&env, &consumer_id, &provider_id, deal_id, amount_usd, fb_repo_id)?;
        announce::deal_funded(&env, &deal, amount_usd, &units);
        Ok(true)
    }

    /// Adds to a running deal's balance. A deal whose consumer owed money is Funded again when the balance covers what is owed. Signed by the consumer, including the token transfer.
    /// * `amount_usd` - token units of the deal's asset, more than 0
    pub fn deposit_to_deal(
        env: Env,
        consumer_id: Address,
        provider_id: Address,
        deal_id: u32,
        amount_usd: u128,
    ) -> Result<bool, Error> {
        consumer_id.require_auth();
        let (before, deal) = lifecycle::deposit(&env, &consumer_id, &provider_id, deal_id, amount_usd)?;
        announce::deal_deposited(&env, before, &deal, amount_usd);
        Ok(true)
    }

    /// Adds reported usage to what is unpaid; each call adds, so one report must not be sent twice. Signed by the oracle.
    /// * `storage_mb` - storage used since the last report, in MB (1 GB is 1024 MB)
    /// * `egress_mb` - traffic since the last report, in MB
    pub fn update_deal_consumption(
        env: Env,
        provider_id: Address,
        consumer_id: Address,
        deal_id: u32,
        storage_mb: u64,
        egress_mb: u64,
    ) -> Result<bool, Error> {
        Role::Oracle.require(&env);
        let deal = lifecycle::report_usage(&env, &consumer_id, &provider_id, deal_id, storage_mb, egress_mb)?;
        events::deal_usage_reported(&env, &deal, &storage_mb, &egress_mb);
        Ok(true)
    }

    /// Sets the service quality measured on a running deal; the next settlement judges by it. Signed by the oracle.
    pub fn update_deal_sla(
        env: Env,
        provider_id: Address,
        consumer_id: Address,
        deal_id: u32,
        sla_avg_latency_ms: u32,
        sla_avg_uptime_pct: u32,
    ) -> Result<bool, Error> {
        Role::Oracle.require(&env);
        let (latency, uptime) = (sla_avg_latency_ms, sla_avg_uptime_pct);
        let deal = lifecycle::report_sla(&env, &consumer_id, &provider_id, deal_id, latency, uptime)?;
        events::deal_sla_reported(&env, &deal, &latency, &uptime);
        Ok(true)
    }

    /// Reports usage and service quality of a running deal for a period, once: the next period begins where this one ended, or later. Signed by the oracle.
    /// * `period_start` - from when, in seconds since 1970: not before the deal was funded nor before the state's period_end
    /// * `period_end` - until when, in seconds since 1970: after period_start, and not in the future
    /// * `storage_mb` - storage used in the period, in MB (1 GB is 1024 MB)
    /// * `egress_mb` - traffic in the period, in MB
    #[allow(clippy::too_many_arguments)]
    pub fn report_usage(
        env: Env,
        provider_id: Address,
        consumer_id: Address,
        deal_id: u32,
        period_start: u64,
        period_end: u64,
        storage_mb: u64,
        egress_mb: u64,
        sla_avg_latency_ms: u32,
        sla_avg_uptime_pct: u32,
    ) -> Result<bool, Error> {
        Role::Oracle.require(&env);
        let period = Period { period_start, period_end, storage_mb, egress_mb, sla_avg_latency_ms, sla_avg_uptime_pct };
        let deal = lifecycle::report_period(&env, &consumer_id, &provider_id, deal_id, &period)?;
        let (latency, uptime) = (sla_avg_latency_ms, sla_avg_uptime_pct);
        events::deal_period_reported(
            &env,
            &deal,
            &period_start,
            &period_end,
            &storage_mb,
            &egress_mb,
            &latency,
            &uptime,
        );
        Ok(true)
    }

    /// Settles a running deal's unpaid usage: pays the provider and the platform's fee from the balance, as far as it reaches. Answers true when paid (in full, in part, or nothing was owed), false when the SLA was broken and the usage slashed. Signed by the oracle.
    pub fn pay_pending_consumption(
        env: Env,
        provider_id: Address,
        consumer_id: Address,
        deal_id: u32,
    ) -> Result<bool, Error> {
        Role::Oracle.require(&env);
        let (deal, settled) = settle::settle(&env, &consumer_id, &provider_id, deal_id)?;
        let Some(settled) = settled else {
            return Ok(true);
        };
        let paid = settled.settlement.outcome != Outcome::SlaBreach;
        announce::deal_settled(&env, &deal, settled);
        Ok(paid)
    }
}
