//! Simulates the two operations that only touch lifetimes. As stellar-rpc does it.

use crate::{
    context::read_ledger_info,
    frame::{Reader, Writer},
    host::Host,
    snapshot::Snapshot,
};
use anyhow::{bail, Context, Result};
use soroban_env_host::{
    xdr::{LedgerKey, SorobanTransactionData},
    LedgerInfo,
};
use soroban_simulation::{
    simulation::{simulate_extend_ttl_op, simulate_restore_op, SimulationAdjustmentConfig},
    AutoRestoringSnapshotSource,
};
use std::rc::Rc;

/// in: context, operation u32 (0 extend, 1 restore), extend to u32, LedgerKey*
/// out: SorobanTransactionData of the operation, SorobanTransactionData | empty of the restore that an extend needs
///      before it
pub fn simulate_footprint_op(host: &Host, mut message: Reader) -> Result<Vec<u8>> {
    let info = read_ledger_info(&mut message, host.config()?)?;
    let (operation, extend_to) = (message.u32()?, message.u32()?);
    let keys: Vec<LedgerKey> = message.xdr_list()?;
    message.end()?;
    let (data, restore_first) = match operation {
        0 => extend(host, &info, &keys, extend_to)?,
        1 => (restore(host, &info, &keys)?, None),
        _ => bail!("there is no footprint operation {operation}"),
    };
    let mut out = Writer::default();
    out.xdr(&data)?.optional_xdr(restore_first.as_ref())?;
    Ok(out.finish())
}

type Extension = (SorobanTransactionData, Option<SorobanTransactionData>);

/// Archived entries are extended as if they had been restored, and the restore comes along.
fn extend(host: &Host, info: &LedgerInfo, keys: &[LedgerKey], extend_to: u32) -> Result<Extension> {
    // soroban-simulation adds the two unchecked.
    info.sequence_number
        .checked_add(extend_to)
        .with_context(|| format!("an extension by {extend_to} ledgers goes past the last ledger there can be"))?;
    let (config, adjustment) = (host.config()?, SimulationAdjustmentConfig::default_adjustment());
    let snapshot = AutoRestoringSnapshotSource::new(Rc::new(Snapshot(host.lookup)), info)?;
    let extended = simulate_extend_ttl_op(&snapshot, config, &adjustment, info, keys, extend_to)?;
    let restored = snapshot.simulate_restore_keys_op(config, &adjustment, info)?;
    Ok((extended.transaction_data, restored.map(|r| r.transaction_data)))
}

fn restore(host: &Host, info: &LedgerInfo, keys: &[LedgerKey]) -> Result<SorobanTransactionData> {
    let adjustment = SimulationAdjustmentConfig::default_adjustment();
    Ok(simulate_restore_op(&Snapshot(host.lookup), host.config()?, &adjustment, info, keys)?.transaction_data)
}
