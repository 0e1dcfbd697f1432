//! The ledger a call runs in: the first field of every call that runs in one.

use crate::frame::Reader;
use anyhow::Result;
use soroban_env_host::LedgerInfo;
use soroban_simulation::NetworkConfig;

/// in: one field holding protocol u32, sequence u32, close time u64 (Unix seconds), network id (32 bytes),
/// base reserve u32. The lifetimes come from the settings.
pub fn read_ledger_info(message: &mut Reader, config: &NetworkConfig) -> Result<LedgerInfo> {
    let mut fields = Reader::new(message.bytes()?);
    let mut info = LedgerInfo {
        protocol_version: fields.u32()?,
        sequence_number: fields.u32()?,
        timestamp: fields.u64()?,
        network_id: fields.array()?,
        base_reserve: fields.u32()?,
        ..Default::default()
    };
    fields.end()?;
    config.fill_config_fields_in_ledger_info(&mut info);
    Ok(info)
}
