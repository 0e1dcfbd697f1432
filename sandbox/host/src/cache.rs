//! Parsed contracts, kept from ledger to ledger as stellar-core keeps them. Simulation assumes that every contract
//! but those uploaded in the same ledger is in here: without it an invocation costs about twice what it declared.

use anyhow::{Context, Result};
use soroban_env_host::{
    budget::{AsBudget, Budget},
    xdr::{ContractCostParams, Hash},
    CompilationContext, Error, ErrorHandler, HostError, ModuleCache, Val,
};
use std::fmt::Debug;

pub struct Cache {
    modules: ModuleCache,
    context: Unmetered,
}

impl Cache {
    pub fn new() -> Result<Self> {
        let context = Unmetered::new()?;
        let modules = ModuleCache::new(&context)?;
        Ok(Self { modules, context })
    }

    /// A shallow copy: it sees what is added and removed later.
    pub fn share(&self) -> ModuleCache {
        self.modules.clone()
    }

    /// in: Wasm (bare)
    pub fn add(&self, protocol: u32, wasm: &[u8]) -> Result<Vec<u8>> {
        self.modules.parse_and_cache_module_simple(&self.context, protocol, wasm)?;
        Ok(vec![])
    }

    /// in: hash of the Wasm (bare). Unknown ones are fine.
    pub fn remove(&self, hash: &[u8]) -> Result<Vec<u8>> {
        let hash = hash.try_into().with_context(|| format!("a hash of {} bytes", hash.len()))?;
        self.modules.remove_module(&Hash(hash))?;
        Ok(vec![])
    }
}

/// Compiles outside of a transaction: nothing is charged.
#[derive(Clone)]
struct Unmetered(Budget);

impl Unmetered {
    fn new() -> Result<Self> {
        let free = || ContractCostParams(Default::default());
        Ok(Self(Budget::try_from_configs(u64::MAX, u64::MAX, free(), free())?))
    }
}

impl AsBudget for Unmetered {
    fn as_budget(&self) -> &Budget {
        &self.0
    }
}

impl ErrorHandler for Unmetered {
    fn map_err<T, E>(&self, result: Result<T, E>) -> Result<T, HostError>
    where
        Error: From<E>,
        E: Debug,
    {
        result.map_err(|e| HostError::from(Error::from(e)))
    }

    fn error(&self, error: Error, _message: &str, _values: &[Val]) -> HostError {
        HostError::from(error)
    }
}

impl CompilationContext for Unmetered {}
