//! Certifications: what the certifier vouches for about a provider or service provider, of a kind, at a level, for a time.
use soroban_sdk::{contracttype, symbol_short, Address, Env, Symbol};

/// As what somebody is certified.
#[contracttype]
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum CertifiedRole {
    /// As a storage provider.
    Provider,
    /// As a service provider.
    ServiceProvider,
}

/// What the certifier vouches for. It counts while it is not revoked and valid_until is not past.
#[contracttype]
#[derive(Clone, Debug, Eq, PartialEq)]
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

impl CertifiedRole {
    pub fn symbol(self, env: &Env) -> Symbol {
        match self {
            CertifiedRole::Provider => symbol_short!("provider"),
            CertifiedRole::ServiceProvider => Symbol::new(env, "service_provider"),
        }
    }
}
