//! The cost tables built into the host, read back through its public interface. They are what the public networks
//! run with, so no table has to be typed in.

use crate::frame::Writer;
use anyhow::{bail, Result};
use soroban_env_host::{
    budget::Budget,
    xdr::{ContractCostParamEntry, ContractCostParams, ContractCostType, ExtensionPoint, ScErrorCode},
    HostError,
};

/// An input for which a linear term, in units of 1/128, is charged exactly once.
const UNIT: u64 = 128;

/// Linear memory terms that cannot be measured: with an input of [`UNIT`] these types pass the instruction limit of
/// the default budget before memory is charged.
const UNMEASURABLE_MEMORY_TERMS: [(ContractCostType, u64); 3] = [
    (ContractCostType::Bls12381G2Msm, 266603),
    (ContractCostType::Bls12381Pairing, 9340474),
    (ContractCostType::Bn254Pairing, 6232546),
];

/// out: ContractCostParams for instructions, ContractCostParams for memory
pub fn default_cost_params() -> Result<Vec<u8>> {
    let (mut cpu, mut memory) = (vec![], vec![]);
    for kind in ContractCostType::VARIANTS {
        let (constant, unit) = measure_both(kind)?;
        let memory_term = match UNMEASURABLE_MEMORY_TERMS.iter().find(|(known, _)| *known == kind) {
            Some((_, term)) => *term,
            None if unit.exceeded => bail!("{kind:?}: the linear memory term is unknown"),
            None => unit.memory - constant.memory,
        };
        cpu.push(entry(constant.cpu, unit.cpu - constant.cpu)?);
        memory.push(entry(constant.memory, memory_term)?);
    }
    let mut out = Writer::default();
    out.xdr(&ContractCostParams(cpu.try_into()?))?.xdr(&ContractCostParams(memory.try_into()?))?;
    Ok(out.finish())
}

struct Charge {
    cpu: u64,
    memory: u64,
    exceeded: bool,
}

/// Charges for no input and for one unit. A constant type refuses an input, a linear one refuses none.
fn measure_both(kind: ContractCostType) -> Result<(Charge, Charge), HostError> {
    match measure(kind, Some(0)) {
        Ok(constant) => Ok((constant, measure(kind, Some(UNIT))?)),
        Err(_) => Ok((measure(kind, None)?, measure(kind, None)?)),
    }
}

/// A fresh budget for each: what was consumed is recorded even past the limit.
fn measure(kind: ContractCostType, input: Option<u64>) -> Result<Charge, HostError> {
    let budget = Budget::default();
    let exceeded = match budget.charge(kind, input) {
        Err(e) if e.error.is_code(ScErrorCode::ExceededLimit) => true,
        charged => charged.map(|()| false)?,
    };
    Ok(Charge { cpu: budget.get_cpu_insns_consumed()?, memory: budget.get_mem_bytes_consumed()?, exceeded })
}

fn entry(constant: u64, linear: u64) -> Result<ContractCostParamEntry> {
    Ok(ContractCostParamEntry {
        ext: ExtensionPoint::V0,
        const_term: constant.try_into()?,
        linear_term: linear.try_into()?,
    })
}
