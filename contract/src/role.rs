//! Who may do what for the market: roles the owner hands out, each the owner's own until then.
use soroban_sdk::{symbol_short, Address, Env, Symbol};

use crate::config::{self, Config};
use crate::error::Error;
use crate::packing::{choice, record};

choice! {
    /// What the owner can have another address do.
    pub enum Role {
        /// Reports usage and service quality, and settles.
        Oracle,
        /// Certifies providers and service providers.
        Certifier,
        /// Decides disputes.
        Arbiter,
    }
}

record! {
    /// Who does what in this market, and whether it is paused.
    pub struct MarketConfig {
        /// Who decides disputes.
        pub arbiter: Address,
        /// Who certifies providers and service providers.
        pub certifier: Address,
        /// Who reports usage and settles.
        pub oracle: Address,
        /// Who may change the configuration, and who gets the fees.
        pub owner: Address,
        /// Whether new deals, funding, streams, units and registrations are stopped.
        pub paused: bool,
        /// Who may take the market over with accept_ownership, if the owner proposed somebody.
        pub pending_owner: Option<Address>,
    }
}

impl Role {
    pub fn symbol(self) -> Symbol {
        match self {
            Role::Oracle => symbol_short!("oracle"),
            Role::Certifier => symbol_short!("certifier"),
            Role::Arbiter => symbol_short!("arbiter"),
        }
    }

    fn slot(self, config: &mut Config) -> &mut Option<Address> {
        match self {
            Role::Oracle => &mut config.oracle,
            Role::Certifier => &mut config.certifier,
            Role::Arbiter => &mut config.arbiter,
        }
    }

    /// Who holds it: the owner where nobody else was named.
    pub fn holder(self, mut config: Config) -> Address {
        let owner = config.owner.clone();
        self.slot(&mut config).take().unwrap_or(owner)
    }

    /// Its holder, who has just been asked to authorise the call.
    pub fn require(self, env: &Env) -> Address {
        let holder = self.holder(config::get(env));
        holder.require_auth();
        holder
    }
}

/// Gives a role to `holder`, or back to the owner; answers who held it, None for the owner.
pub fn set(env: &Env, role: Role, holder: Option<Address>) -> Option<Address> {
    let mut config = config::get(env);
    let previous = core::mem::replace(role.slot(&mut config), holder);
    config::set(env, &config);
    previous
}

pub fn market_config(env: &Env) -> MarketConfig {
    let config = config::get(env);
    MarketConfig {
        arbiter: Role::Arbiter.holder(config.clone()),
        certifier: Role::Certifier.holder(config.clone()),
        oracle: Role::Oracle.holder(config.clone()),
        owner: config.owner,
        paused: config.paused,
        pending_owner: config.pending_owner,
    }
}

/// Names who may take the market over, or nobody.
pub fn propose_owner(env: &Env, new_owner: Option<Address>) {
    config::set(env, &Config { pending_owner: new_owner, ..config::get(env) });
}

/// Refuses who was not proposed.
pub fn check_proposed(env: &Env, new_owner: &Address) -> Result<(), Error> {
    if config::get(env).pending_owner.as_ref() != Some(new_owner) {
        return Err(Error::OwnerNotProposed);
    }
    Ok(())
}

/// A new owner at once; a proposal still open is void. Answers the owner until now.
pub fn hand_over(env: &Env, new_owner: &Address) -> Address {
    let config = config::get(env);
    let previous = config.owner.clone();
    config::set(env, &Config { owner: new_owner.clone(), pending_owner: None, ..config });
    previous
}
