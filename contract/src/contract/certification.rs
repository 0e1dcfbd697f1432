//! Certifying providers and service providers.
use soroban_sdk::{contractimpl, Address, Env, Symbol};

use super::{Market, MarketArgs, MarketClient};
use crate::certification::{self, Certification, CertifiedRole};
use crate::error::Error;
use crate::events::certification as events;
use crate::role::Role;

#[contractimpl]
impl Market {
    /// Vouches for a registered provider or service provider, for the first time or anew, also after a revocation. Signed by the certifier.
    /// * `kind` - what is certified, such as iso27001
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
        Role::Certifier.require(&env);
        let granted = certification::grant(&env, subject, role, kind, level, valid_until)?;
        events::certification_granted(&env, &granted);
        Ok(true)
    }

    /// Takes a certification back before its time. Signed by the certifier.
    pub fn revoke_certification(env: Env, subject: Address, role: CertifiedRole, kind: Symbol) -> Result<bool, Error> {
        Role::Certifier.require(&env);
        let revoked = certification::revoke(&env, &subject, role, &kind)?;
        events::certification_revoked(&env, &revoked);
        Ok(true)
    }

    /// The certification as it was last granted or revoked, or nothing if there never was one.
    pub fn get_certification(env: Env, subject: Address, role: CertifiedRole, kind: Symbol) -> Option<Certification> {
        certification::find(&env, &subject, role, &kind)
    }
}
