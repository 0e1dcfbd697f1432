//! Certifications: what the certifier vouches for about a provider or service provider, of a kind, at a level, for a time.
//! One for each subject, role and kind; it stays readable when it is over, was revoked or its subject was deleted.
use soroban_sdk::{symbol_short, Address, Env, Symbol};

use crate::error::Error;
use crate::limits::MAX_LEVEL;
use crate::packing::{choice, record};
use crate::party::{self, Side};
use crate::service_provider;
use crate::storage::{self, Key};

choice! {
    /// As what somebody is certified.
    pub enum CertifiedRole {
        /// As a storage provider.
        Provider,
        /// As a service provider.
        ServiceProvider,
    }
}

record! {
    /// What the certifier vouches for. It counts while it is not revoked and valid_until is not past.
    pub struct Certification {
        /// When it was last granted, in seconds since 1970.
        pub certified_ts: u64,
        /// What was certified, such as iso27001.
        pub kind: Symbol,
        /// How well, 1 to 100.
        pub level: u32,
        /// When it was revoked, in seconds since 1970; 0 if it was not.
        pub revoked_ts: u64,
        /// As what the subject is certified.
        pub role: CertifiedRole,
        /// Who is certified.
        pub subject: Address,
        /// Until when it counts, in seconds since 1970.
        pub valid_until: u64,
    }
}

impl CertifiedRole {
    pub fn symbol(self, env: &Env) -> Symbol {
        match self {
            CertifiedRole::Provider => symbol_short!("provider"),
            CertifiedRole::ServiceProvider => Symbol::new(env, "service_provider"),
        }
    }
}

fn key(subject: &Address, role: CertifiedRole, kind: &Symbol) -> Key {
    Key::Certification(subject.clone(), role, kind.clone())
}

/// The certification in any state, or None.
pub fn find(env: &Env, subject: &Address, role: CertifiedRole, kind: &Symbol) -> Option<Certification> {
    storage::get(env, &key(subject, role, kind))
}

fn save(env: &Env, certification: &Certification) {
    storage::set(env, &key(&certification.subject, certification.role, &certification.kind), certification);
}

/// Grants for the first time or anew, also after a revocation.
pub fn grant(
    env: &Env,
    subject: Address,
    role: CertifiedRole,
    kind: Symbol,
    level: u32,
    valid_until: u64,
) -> Result<Certification, Error> {
    match role {
        CertifiedRole::Provider => drop(party::load(env, Side::Provider, &subject)?),
        CertifiedRole::ServiceProvider => drop(service_provider::load(env, &subject)?),
    }
    let certified_ts = env.ledger().timestamp();
    if level == 0 || level > MAX_LEVEL {
        return Err(Error::LevelOutOfRange);
    }
    if valid_until <= certified_ts {
        return Err(Error::ValidityInvalid);
    }
    let certification = Certification { certified_ts, kind, level, revoked_ts: 0, role, subject, valid_until };
    save(env, &certification);
    Ok(certification)
}

pub fn revoke(env: &Env, subject: &Address, role: CertifiedRole, kind: &Symbol) -> Result<Certification, Error> {
    let mut certification = find(env, subject, role, kind).ok_or(Error::CertificationNotFound)?;
    if certification.revoked_ts != 0 {
        return Err(Error::CertificationRevoked);
    }
    certification.revoked_ts = env.ledger().timestamp();
    save(env, &certification);
    Ok(certification)
}
