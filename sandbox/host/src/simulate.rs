//! Simulates InvokeHostFunction: what it would do, and the resources it has to declare. As stellar-rpc does it.

use crate::{
    context::read_ledger_info,
    frame::{Reader, Writer},
    host::Host,
    snapshot::Snapshot,
};
use anyhow::{bail, Result};
use soroban_env_host::{
    e2e_invoke::RecordingInvocationAuthMode,
    xdr::{AccountId, HostFunction, SorobanAuthorizationEntry},
};
use soroban_simulation::simulation::{
    simulate_invoke_host_function_op, InvokeHostFunctionSimulationResult, LedgerEntryDiff, SimulationAdjustmentConfig,
};
use std::rc::Rc;

/// in: context, HostFunction, auth mode u32 (0 enforce, 1 record, 2 record also below the root),
///     AddressV2 credentials u32, instruction leeway u32, SorobanAuthorizationEntry*, AccountId of the source,
///     seed (32 bytes), [diagnostics u32: 0 or 1, the default]
/// out: see `write`
pub fn simulate_invoke(host: &Host, mut message: Reader) -> Result<Vec<u8>> {
    let info = read_ledger_info(&mut message, host.config()?)?;
    let function: HostFunction = message.xdr()?;
    let (mode, upgraded, leeway) = (message.u32()?, message.u32()? != 0, message.u32()?);
    let auth = auth_mode(mode, upgraded, message.xdr_list()?)?;
    let source: AccountId = message.xdr()?;
    let seed = message.array()?;
    let diagnostics = message.is_done() || message.u32()? != 0;
    message.end()?;
    write(&simulate_invoke_host_function_op(
        Rc::new(Snapshot(host.lookup)),
        host.config()?,
        &adjustment(leeway),
        &info,
        function,
        auth,
        &source,
        seed,
        diagnostics,
    )?)
}

fn auth_mode(
    mode: u32,
    upgraded: bool,
    entries: Vec<SorobanAuthorizationEntry>,
) -> Result<RecordingInvocationAuthMode> {
    Ok(match mode {
        0 => RecordingInvocationAuthMode::Enforcing(entries),
        1 => RecordingInvocationAuthMode::recording(true, upgraded),
        2 => RecordingInvocationAuthMode::recording(false, upgraded),
        _ => bail!("there is no authorisation mode {mode}"),
    })
}

/// The network's usual margins; a leeway takes the place of the instructions that are added, if it is more.
fn adjustment(leeway: u32) -> SimulationAdjustmentConfig {
    let mut adjustment = SimulationAdjustmentConfig::default_adjustment();
    let instructions = &mut adjustment.instructions;
    instructions.additive_factor = instructions.additive_factor.max(leeway);
    adjustment
}

/// out: status u32 (0 success, 1 failure), return value | error text, SorobanAuthorizationEntry*, ContractEvent*,
///      DiagnosticEvent*, SorobanTransactionData | empty, instructions u32, memory u32,
///      (LedgerEntry | empty before, LedgerEntry | empty after)*
fn write(simulated: &InvokeHostFunctionSimulationResult) -> Result<Vec<u8>> {
    let mut out = Writer::default();
    match &simulated.invoke_result {
        Ok(value) => out.u32(0).xdr(value)?,
        Err(error) => out.u32(1).bytes(format!("{error:?}").as_bytes()),
    };
    out.xdr_list(&simulated.auth)?
        .xdr_list(&simulated.contract_events)?
        .xdr_list(&simulated.diagnostic_events)?
        .optional_xdr(simulated.transaction_data.as_ref())?
        .u32(simulated.simulated_instructions)
        .u32(simulated.simulated_memory)
        .nested(diffs(&simulated.modified_entries)?);
    Ok(out.finish())
}

fn diffs(entries: &[LedgerEntryDiff]) -> Result<Writer> {
    let mut out = Writer::default();
    for entry in entries {
        out.optional_xdr(entry.state_before.as_ref())?.optional_xdr(entry.state_after.as_ref())?;
    }
    Ok(out)
}
