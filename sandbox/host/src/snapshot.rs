//! The ledger as the host sees it: a function from keys to entries that lives on the other side of the border.

use crate::frame::{decode, encode};
use soroban_env_host::{
    storage::{EntryWithLiveUntil, SnapshotSource},
    xdr::{LedgerEntry, LedgerKey, ScErrorCode, ScErrorType},
    HostError,
};
use std::rc::Rc;

/// `LedgerKey XDR -> u32le last live ledger (0: no lifetime) + LedgerEntry XDR`. Archived entries are returned too.
pub type Lookup = fn(&[u8]) -> Option<Vec<u8>>;

/// An entry as it crosses the border, in look-ups and when applying.
pub struct StoredEntry<'a> {
    /// 0 for entries without a lifetime.
    pub live_until: u32,
    pub xdr: &'a [u8],
}

impl<'a> StoredEntry<'a> {
    pub fn read(bytes: &'a [u8]) -> Option<Self> {
        let (live_until, xdr) = bytes.split_first_chunk::<4>()?;
        Some(Self { live_until: u32::from_le_bytes(*live_until), xdr })
    }
}

pub struct Snapshot(pub Lookup);

impl SnapshotSource for Snapshot {
    /// Bytes that are no entry are an internal error: the ledger itself would be broken.
    fn get(&self, key: &Rc<LedgerKey>) -> Result<Option<EntryWithLiveUntil>, HostError> {
        let Some(found) = (self.0)(&encode(key.as_ref()).map_err(broken)?) else {
            return Ok(None);
        };
        let stored = StoredEntry::read(&found).ok_or_else(|| broken(()))?;
        let entry: LedgerEntry = decode(stored.xdr).map_err(broken)?;
        Ok(Some((Rc::new(entry), (stored.live_until != 0).then_some(stored.live_until))))
    }
}

fn broken<E>(_: E) -> HostError {
    HostError::from((ScErrorType::Storage, ScErrorCode::InternalError))
}
