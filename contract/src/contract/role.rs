//! Owner, roles and pause.
use soroban_sdk::{contractimpl, Address, Env};

use super::{Market, MarketArgs, MarketClient};
use crate::config;
use crate::error::Error;
use crate::events::market as events;
use crate::pause;
use crate::role::{self, MarketConfig, Role};

#[contractimpl]
impl Market {
    /// Hands the market over at once; a proposal that is open is void. Signed by the owner and by the new owner.
    /// * `new_owner` - the owner from now on; fees of later settlements go there
    pub fn update_owner(env: Env, new_owner: Address) -> Result<(), Error> {
        let owner = config::require_owner(&env);
        if new_owner != owner {
            new_owner.require_auth();
        }
        hand_over(&env, new_owner);
        Ok(())
    }

    /// Proposes who may take the market over with accept_ownership, or takes the proposal back; nothing changes hands yet. Signed by the owner.
    /// * `new_owner` - the address that may accept; none takes an open proposal back
    pub fn propose_owner(env: Env, new_owner: Option<Address>) -> Result<bool, Error> {
        let owner = config::require_owner(&env);
        role::propose_owner(&env, new_owner.clone());
        events::owner_proposed(&env, &owner, &new_owner);
        Ok(true)
    }

    /// Takes the market over after propose_owner. Signed by the new owner.
    /// * `new_owner` - the address the owner proposed; fees of later settlements go there
    pub fn accept_ownership(env: Env, new_owner: Address) -> Result<bool, Error> {
        new_owner.require_auth();
        role::check_proposed(&env, &new_owner)?;
        hand_over(&env, new_owner);
        Ok(true)
    }

    /// Names who holds a role, or gives it back to the owner. Signed by the owner.
    /// * `role` - which role
    /// * `holder` - who holds it from now on; none gives it back to the owner
    pub fn set_role(env: Env, role: Role, holder: Option<Address>) -> Result<bool, Error> {
        config::require_owner(&env);
        let previous = role::set(&env, role, holder.clone());
        events::role_changed(&env, &role.symbol(), &holder, &previous);
        Ok(true)
    }

    /// Stops or resumes what begins something new or pays in: deals, acceptance, funding, deposits, streams, units, registrations. What ends, settles or refunds always goes on. Signed by the owner.
    /// * `paused` - true stops, false resumes
    pub fn set_paused(env: Env, paused: bool) -> Result<bool, Error> {
        config::require_owner(&env);
        pause::set(&env, paused);
        events::pause_changed(&env, &paused);
        Ok(true)
    }

    /// Who owns the market.
    pub fn get_owner_address(env: Env) -> Address {
        config::get(&env).owner
    }

    /// Owner, holders of the roles, pause, and who may take the market over.
    pub fn get_market_config(env: Env) -> MarketConfig {
        role::market_config(&env)
    }
}

fn hand_over(env: &Env, new_owner: Address) {
    let previous = role::hand_over(env, &new_owner);
    events::owner_changed(env, &new_owner, &previous);
}
