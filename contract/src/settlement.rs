//! What a deal owes and how its balance pays it; arithmetic only, no storage.
use soroban_sdk::{Env, Symbol, U256};

use crate::deal::{DealState, DealStatus, DealTerms};
use crate::error::Error;

const MB_PER_GB: u128 = 1024;
pub const BPS: u128 = 10_000;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Everything unpaid was paid.
    Paid,
    /// The balance was too small: all of it was paid, the rest of the usage stays unpaid.
    Partial,
    /// The SLA was broken: the usage was slashed, nothing was paid.
    SlaBreach,
}

/// One settlement. `gross = fee + net`; the quantities are those paid, or slashed, in MB.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settlement {
    pub outcome: Outcome,
    pub gross: u128,
    pub fee: u128,
    pub net: u128,
    pub storage_mb: u64,
    pub egress_mb: u64,
}

impl Outcome {
    pub fn symbol(self, env: &Env) -> Symbol {
        Symbol::new(
            env,
            match self {
                Outcome::Paid => "paid",
                Outcome::Partial => "partial",
                Outcome::SlaBreach => "sla_breach",
            },
        )
    }
}

/// The price of the unpaid usage, each kind rounded down.
pub fn owed(terms: &DealTerms, state: &DealState) -> Result<u128, Error> {
    let storage = cost(terms.price_per_gb_storage, state.unpaid_storage_mb)?;
    let egress = cost(terms.price_per_gb_egress, state.unpaid_egress_mb)?;
    storage.checked_add(egress).ok_or(Error::Overflow)
}

fn cost(price_per_gb: u128, mb: u64) -> Result<u128, Error> {
    let product = price_per_gb.checked_mul(mb.into()).ok_or(Error::Overflow)?;
    Ok(product / MB_PER_GB)
}

/// Equal to what was promised is good enough.
pub fn sla_broken(terms: &DealTerms, state: &DealState) -> bool {
    state.sla_avg_latency_ms > terms.sla_avg_latency_ms || state.sla_avg_uptime_pct < terms.sla_avg_uptime_pct
}

/// Settles what is unpaid into `state`, or does nothing when nothing is owed.
pub fn settle(env: &Env, terms: &DealTerms, state: &mut DealState, now: u64) -> Result<Option<Settlement>, Error> {
    let owed = owed(terms, state)?;
    if owed == 0 {
        return Ok(None);
    }
    state.last_settled_ts = now;
    if sla_broken(terms, state) {
        return slash(state, owed).map(Some);
    }
    let gross = owed.min(state.balance);
    let short = owed - gross;
    let left_storage = share(env, state.unpaid_storage_mb, short, owed)?;
    let left_egress = share(env, state.unpaid_egress_mb, short, owed)?;
    let settlement = Settlement {
        outcome: if short == 0 { Outcome::Paid } else { Outcome::Partial },
        gross,
        fee: mul_div(env, gross, terms.fee_bps.into(), BPS)?,
        net: 0,
        storage_mb: state.unpaid_storage_mb - left_storage,
        egress_mb: state.unpaid_egress_mb - left_egress,
    };
    pay(state, settlement, left_storage, left_egress).map(Some)
}

fn pay(state: &mut DealState, mut paid: Settlement, left_storage: u64, left_egress: u64) -> Result<Settlement, Error> {
    paid.net = paid.gross - paid.fee;
    state.unpaid_storage_mb = left_storage;
    state.unpaid_egress_mb = left_egress;
    state.paid_storage_mb = add(state.paid_storage_mb, paid.storage_mb)?;
    state.paid_egress_mb = add(state.paid_egress_mb, paid.egress_mb)?;
    state.balance -= paid.gross;
    state.paid_out = state.paid_out.checked_add(paid.net).ok_or(Error::Overflow)?;
    state.fees = state.fees.checked_add(paid.fee).ok_or(Error::Overflow)?;
    state.status = match paid.outcome {
        Outcome::Paid => DealStatus::Funded,
        _ => DealStatus::BreachedConsumer,
    };
    Ok(paid)
}

fn slash(state: &mut DealState, owed: u128) -> Result<Settlement, Error> {
    let (storage_mb, egress_mb) = (state.unpaid_storage_mb, state.unpaid_egress_mb);
    state.slashed = state.slashed.checked_add(owed).ok_or(Error::Overflow)?;
    state.slash_storage_mb = add(state.slash_storage_mb, storage_mb)?;
    state.slash_egress_mb = add(state.slash_egress_mb, egress_mb)?;
    state.unpaid_storage_mb = 0;
    state.unpaid_egress_mb = 0;
    state.status = DealStatus::BreachedProvider;
    Ok(Settlement { outcome: Outcome::SlaBreach, gross: 0, fee: 0, net: 0, storage_mb, egress_mb })
}

/// Adds reported usage. All that was ever reported fits u64, so that paying or slashing it later cannot overflow.
pub fn report(state: &mut DealState, storage_mb: u64, egress_mb: u64) -> Result<(), Error> {
    state.unpaid_storage_mb = add(state.unpaid_storage_mb, storage_mb)?;
    state.unpaid_egress_mb = add(state.unpaid_egress_mb, egress_mb)?;
    add(add(state.paid_storage_mb, state.slash_storage_mb)?, state.unpaid_storage_mb)?;
    add(add(state.paid_egress_mb, state.slash_egress_mb)?, state.unpaid_egress_mb)?;
    Ok(())
}

fn add(a: u64, b: u64) -> Result<u64, Error> {
    a.checked_add(b).ok_or(Error::Overflow)
}

fn share(env: &Env, mb: u64, part: u128, whole: u128) -> Result<u64, Error> {
    u64::try_from(mul_div(env, mb.into(), part, whole)?).map_err(|_| Error::Overflow)
}

/// floor(a × b / c); the product may need 256 bits.
pub fn mul_div(env: &Env, a: u128, b: u128, c: u128) -> Result<u128, Error> {
    if let Some(product) = a.checked_mul(b) {
        return Ok(product / c);
    }
    let wide = |value| U256::from_u128(env, value);
    wide(a).mul(&wide(b)).div(&wide(c)).to_u128().ok_or(Error::Overflow)
}
