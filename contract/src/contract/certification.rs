//! Certifying providers and service providers.
use soroban_sdk::{contractimpl, Address, Env, Symbol};

use super::{Market, MarketArgs, MarketClient};
use crate::certification::{Certification, CertifiedRole};
use crate::error::Error;

#[allow(unused_variables)]
#[contractimpl]
impl Market {
    /// Vouches for a provider or service provider, for the first time or anew, also after a revocation. Signed by the certifier.
    /// * `level` - how well, 1 to 100
    /// * `valid_until` - until when it counts, in seconds since 1970; in the future
    pub fn certify(
        env: Env,
        subject: Address,
        role: CertifiedRole,
        kind: Symbol,
        level: u32,
        valid_until: u64,
    ) -> Result<bool, Error> {
        Err(Error::CertificationNotFound)
    }

    /// Takes a certification back before its time. Signed by the certifier.
    pub fn revoke_certification(env: Env, subject: Address, role: CertifiedRole, kind: Symbol) -> Result<bool, Error> {
        Err(Error::CertificationNotFound)
    }

    /// The certification as it was last granted or revoked, or nothing if there never was one.
    pub fn get_certification(env: Env, subject: Address, role: CertifiedRole, kind: Symbol) -> Option<Certification> {
        None
    }
}
