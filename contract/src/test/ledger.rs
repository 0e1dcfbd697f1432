//! Carrying a market over to a fresh host. A test's host keeps everything it ever touched and slows down with it; a fresh
//! one reads from a map of the ledger only what a call needs, as on a network.
extern crate std;

use std::collections::BTreeMap;
use std::rc::Rc;

use soroban_sdk::testutils::{EnvTestConfig, HostError, Ledger as _, SnapshotSource, SnapshotSourceInput};
use soroban_sdk::token::{StellarAssetClient, TokenClient};
use soroban_sdk::xdr::{LedgerEntry, LedgerKey, ScAddress, ScVal};
use soroban_sdk::{Address, Env, TryFromVal};

use super::support::{World, FEE};
use crate::config::{self, Config, Counts};
use crate::{Market, MarketClient};

type Entry = (Rc<LedgerEntry>, Option<u32>);

#[derive(Clone, Default)]
pub struct Ledger(BTreeMap<Rc<LedgerKey>, Entry>);

impl SnapshotSource for Ledger {
    fn get(&self, key: &Rc<LedgerKey>) -> Result<Option<Entry>, HostError> {
        Ok(self.0.get(key).cloned())
    }
}

impl Ledger {
    /// Takes over what the world's host holds and goes on in a fresh one.
    pub fn carry(&mut self, world: World) -> World {
        self.carry_to(world, None)
    }

    /// The same with the contract as a Wasm module instead of natively.
    pub fn carry_to(&mut self, world: World, wasm: Option<&[u8]>) -> World {
        for (key, (entry, live_until)) in world.env.to_ledger_snapshot().ledger_entries {
            if !is_nonce(&key) {
                self.0.insert(Rc::new(*key), (Rc::new(*entry), live_until));
            }
        }
        let (ledger_info, counts) = (world.env.ledger().get(), counts(&world));
        let mut env = Env::from_ledger_snapshot(SnapshotSourceInput {
            source: Rc::new(self.clone()),
            ledger_info: Some(ledger_info),
            snapshot: None,
        });
        env.set_config(EnvTestConfig { capture_snapshot_at_drop: false });
        env.mock_all_auths();
        env.cost_estimate().budget().reset_unlimited();
        env.cost_estimate().disable_resource_limits();
        rebuild(env, &world, counts, wasm)
    }
}

/// Each host counts the nonces of its signatures from the start again.
fn is_nonce(key: &LedgerKey) -> bool {
    matches!(key, LedgerKey::ContractData(data) if matches!(data.key, ScVal::LedgerKeyNonce(_)))
}

fn counts(world: &World) -> Counts {
    world.env.as_contract(&world.market.address, || config::counts(&world.env))
}

/// A contract has to be registered anew, which runs its constructor: configuration and counters are put back.
fn rebuild(env: Env, world: &World, counts: Counts, wasm: Option<&[u8]>) -> World {
    let owner = carry_address(&env, &world.owner);
    let asset = carry_address(&env, &world.token.address);
    let address = carry_address(&env, &world.market.address);
    match wasm {
        Some(wasm) => env.register_at(&address, wasm, (owner.clone(), FEE)),
        None => env.register_at(&address, Market, (owner.clone(), FEE)),
    };
    env.as_contract(&address, || {
        config::set(&env, &Config::new(owner.clone(), FEE, Some(asset.clone())));
        config::set_counts(&env, &counts);
    });
    let market = MarketClient::new(&env, &address);
    let (token, mint) = (TokenClient::new(&env, &asset), StellarAssetClient::new(&env, &asset));
    World { market, token, mint, owner, env }
}

/// The same address, known to another host.
pub fn carry_address(env: &Env, address: &Address) -> Address {
    Address::try_from_val(env, &ScAddress::from(address)).unwrap()
}
