//! Fees and rent by the network's own formulas and settings, so that none is written a second time in TypeScript.
//! Amounts in stroops.

use crate::{
    frame::{decode, Reader, Writer},
    host::Host,
};
use anyhow::{anyhow, Result};
use soroban_env_host::{
    e2e_invoke,
    fees::{compute_rent_fee, compute_transaction_resource_fee, LedgerEntryRentChange, TransactionResources},
    ledger_info::get_key_durability,
    xdr::{ContractDataDurability, LedgerEntry, LedgerKey},
};

/// in: seven u32 (instructions, disk read entries, write entries, disk read bytes, write bytes, event bytes,
///     transaction bytes)
/// out: non-refundable i64, refundable i64 (without rent)
pub fn resource_fee(host: &Host, mut message: Reader) -> Result<Vec<u8>> {
    let resources = TransactionResources {
        instructions: message.u32()?,
        disk_read_entries: message.u32()?,
        write_entries: message.u32()?,
        disk_read_bytes: message.u32()?,
        write_bytes: message.u32()?,
        contract_events_size_bytes: message.u32()?,
        transaction_size_bytes: message.u32()?,
    };
    message.end()?;
    let (fixed, refundable) = compute_transaction_resource_fee(&resources, &host.config()?.fee_configuration);
    let mut out = Writer::default();
    out.i64(fixed).i64(refundable);
    Ok(out.finish())
}

/// in: ledger sequence u32, (LedgerKey, old size u32, new size u32, old live until u32, new live until u32)*
/// out: fee i64
pub fn rent_fee(host: &Host, mut message: Reader) -> Result<Vec<u8>> {
    let sequence = message.u32()?;
    let mut items = Reader::new(message.bytes()?);
    message.end()?;
    let mut changes = vec![];
    while !items.is_done() {
        changes.push(read_rent_change(&mut items)?);
    }
    let mut out = Writer::default();
    out.i64(compute_rent_fee(&changes, &host.config()?.rent_fee_configuration, sequence));
    Ok(out.finish())
}

fn read_rent_change(items: &mut Reader) -> Result<LedgerEntryRentChange> {
    let key: LedgerKey = items.xdr()?;
    let durability = get_key_durability(&key).ok_or_else(|| anyhow!("no rent is paid for {}", key.name()))?;
    Ok(LedgerEntryRentChange {
        is_persistent: durability == ContractDataDurability::Persistent,
        is_code_entry: matches!(key, LedgerKey::ContractCode(_)),
        old_size_bytes: items.u32()?,
        new_size_bytes: items.u32()?,
        old_live_until_ledger: items.u32()?,
        new_live_until_ledger: items.u32()?,
    })
}

/// in: LedgerEntry (bare)
/// out: u32
pub fn entry_size_for_rent(host: &Host, entry: &[u8]) -> Result<Vec<u8>> {
    let mut out = Writer::default();
    out.u32(rent_size(host, entry)?);
    Ok(out.finish())
}

/// Nothing is charged to the transaction for measuring.
pub fn rent_size(host: &Host, xdr: &[u8]) -> Result<u32> {
    let entry: LedgerEntry = decode(xdr)?;
    Ok(e2e_invoke::entry_size_for_rent(&host.budget(u64::MAX, u64::MAX)?, &entry, xdr.len().try_into()?)?)
}
