//! What one instance holds, and its calls by name.

use crate::{
    apply,
    cache::Cache,
    costs, fees, footprint,
    frame::Reader,
    simulate,
    snapshot::{Lookup, Snapshot},
};
use anyhow::{anyhow, bail, Result};
use soroban_env_host::budget::Budget;
use soroban_simulation::NetworkConfig;

/// The one protocol of the linked host: it refuses every other.
pub const PROTOCOL: u32 = soroban_env_host::meta::INTERFACE_VERSION.protocol;

pub struct Host {
    pub(crate) lookup: Lookup,
    pub(crate) cache: Cache,
    config: Option<NetworkConfig>,
}

impl Host {
    pub fn new(lookup: Lookup) -> Result<Self> {
        Ok(Self { lookup, cache: Cache::new()?, config: None })
    }

    /// One call. `load_config` reads the settings from the snapshot and comes before all that run in a ledger.
    ///
    /// # Errors
    /// A message that is no such call, or a ledger that is configured wrongly. A contract that fails is no error:
    /// its answer says so.
    pub fn call(&mut self, name: &str, input: &[u8]) -> Result<Vec<u8>> {
        match name {
            "default_cost_params" => costs::default_cost_params(),
            "load_config" => self.load_config(),
            "cache_module" => self.cache.add(PROTOCOL, input),
            "evict_module" => self.cache.remove(input),
            "simulate_invoke" => simulate::simulate_invoke(self, Reader::new(input)),
            "simulate_footprint_op" => footprint::simulate_footprint_op(self, Reader::new(input)),
            "apply_invoke" => apply::apply_invoke(self, Reader::new(input)),
            "resource_fee" => fees::resource_fee(self, Reader::new(input)),
            "rent_fee" => fees::rent_fee(self, Reader::new(input)),
            "entry_size_for_rent" => fees::entry_size_for_rent(self, input),
            _ => bail!("there is no call {name}"),
        }
    }

    fn load_config(&mut self) -> Result<Vec<u8>> {
        self.config = Some(NetworkConfig::load_from_snapshot(&Snapshot(self.lookup))?);
        Ok(vec![])
    }

    pub(crate) fn config(&self) -> Result<&NetworkConfig> {
        self.config.as_ref().ok_or_else(|| anyhow!("load_config has not been called"))
    }

    /// A budget with the network's cost tables.
    pub(crate) fn budget(&self, instructions: u64, memory: u64) -> Result<Budget> {
        let config = self.config()?;
        Ok(Budget::try_from_configs(
            instructions,
            memory,
            config.cpu_cost_params.clone(),
            config.memory_cost_params.clone(),
        )?)
    }
}
