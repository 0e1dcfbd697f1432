//! Applies InvokeHostFunction with the resources it declares. As stellar-core does it around the host; what core
//! checks before and after (sizes, limits, fees) is the ledger's.

use crate::{
    context::read_ledger_info,
    fees::rent_size,
    frame::{decode, Reader, Writer},
    host::Host,
    snapshot::StoredEntry,
};
use anyhow::{anyhow, Context, Result};
use soroban_env_host::{
    budget::Budget,
    e2e_invoke::{
        extract_rent_changes, invoke_host_function, InvokeHostFunctionResult, LedgerEntryChange, TtlLedgerEntryMeta,
    },
    fees::compute_rent_fee,
    xdr::{DiagnosticEvent, ScErrorCode, ScErrorType, SorobanResources},
    HostError, LedgerInfo,
};
use soroban_simulation::NetworkConfig;

/// What is applied, as it stands in the message.
struct Application<'a> {
    info: LedgerInfo,
    function: &'a [u8],
    resources: &'a [u8],
    restored: Vec<u32>,
    source: &'a [u8],
    auth: Vec<&'a [u8]>,
    entries: Vec<&'a [u8]>,
    seed: &'a [u8],
    diagnostics: bool,
    with_cache: bool,
}

/// in: context, HostFunction, SorobanResources, restored indices (u32le each, one field), AccountId of the source,
///     SorobanAuthorizationEntry*, (empty, or u32le live until + LedgerEntry)* in footprint order, seed (32 bytes),
///     flags u32 (1 diagnostics, 2 without the module cache)
/// out: status u32, return value | error text, instructions u64, memory u64, rent fee i64, ContractEvent*,
///      DiagnosticEvent*, changes (see `write_change`)*
pub fn apply_invoke(host: &Host, mut message: Reader) -> Result<Vec<u8>> {
    let config = host.config()?;
    let application = read(config, &mut message)?;
    message.end()?;
    let sequence = application.info.sequence_number;
    let instructions = decode::<SorobanResources>(application.resources)?.instructions.into();
    let limits = Limits { instructions, memory: config.tx_memory_limit.into() };
    let budget = host.budget(limits.instructions, limits.memory)?;
    let mut diagnostics = vec![];
    let (status, text, effects) = match run(host, &budget, application, &mut diagnostics)? {
        Ok((value, applied)) => (Status::Ok, value, Effects::read(&applied, config, sequence)),
        Err(error) => (limits.classify(&budget, &error)?, format!("{error:?}").into_bytes(), Effects::default()),
    };
    let mut out = Writer::default();
    out.u32(status as u32)
        .bytes(&text)
        .u64(budget.get_cpu_insns_consumed()?)
        .u64(budget.get_mem_bytes_consumed()?)
        .i64(effects.rent_fee)
        .nested(effects.events)
        .xdr_list(&diagnostics)?
        .nested(effects.changes);
    Ok(out.finish())
}

fn read<'a>(config: &NetworkConfig, message: &mut Reader<'a>) -> Result<Application<'a>> {
    let info = read_ledger_info(message, config)?;
    let (function, resources) = (message.bytes()?, message.bytes()?);
    let restored = read_indices(message.bytes()?)?;
    let (source, auth, entries) = (message.bytes()?, message.list()?, message.list()?);
    let (seed, flags) = (message.bytes()?, message.u32()?);
    Ok(Application {
        info,
        function,
        resources,
        restored,
        source,
        auth,
        entries,
        seed,
        diagnostics: flags & 1 != 0,
        with_cache: flags & 2 == 0,
    })
}

fn read_indices(bytes: &[u8]) -> Result<Vec<u32>> {
    let index = |chunk: &[u8]| Ok(u32::from_le_bytes(chunk.try_into().context("restored indices: half an index")?));
    bytes.chunks(4).map(index).collect()
}

type Applied = (Vec<u8>, InvokeHostFunctionResult);

/// The outer error is a message that cannot be applied, the inner one is the host's: a failed transaction.
fn run(
    host: &Host,
    budget: &Budget,
    application: Application,
    diagnostics: &mut Vec<DiagnosticEvent>,
) -> Result<Result<Applied, HostError>> {
    let entries = application.entries.iter().map(|e| ledger_entry(host, e)).collect::<Result<Vec<_>>>()?;
    let result = invoke_host_function(
        budget,
        application.diagnostics,
        application.function,
        application.resources,
        &application.restored,
        application.source,
        application.auth.into_iter(),
        application.info,
        entries.into_iter(),
        application.seed,
        diagnostics,
        None,
        application.with_cache.then(|| host.cache.share()),
    );
    Ok(result.and_then(|applied| Ok((applied.encoded_invoke_result.clone()?, applied))))
}

type LedgerEntryArgument<'a> = (Option<&'a [u8]>, Option<TtlLedgerEntryMeta>);

fn ledger_entry<'a>(host: &Host, bytes: &'a [u8]) -> Result<LedgerEntryArgument<'a>> {
    if bytes.is_empty() {
        return Ok((None, None));
    }
    let stored = StoredEntry::read(bytes).ok_or_else(|| anyhow!("a ledger entry of {} bytes", bytes.len()))?;
    let lifetime = match stored.live_until {
        0 => None,
        live_until_ledger => {
            Some(TtlLedgerEntryMeta { live_until_ledger, entry_size_for_rent: rent_size(host, stored.xdr)? })
        }
    };
    Ok((Some(stored.xdr), lifetime))
}

enum Status {
    Ok = 0,
    Trapped = 1,
    ResourceLimit = 2,
    Internal = 3,
}

struct Limits {
    instructions: u64,
    memory: u64,
}

impl Limits {
    /// Which failure core would report. An error code of the contract's own never counts as internal.
    fn classify(&self, budget: &Budget, error: &HostError) -> Result<Status> {
        let internal = error.error.is_code(ScErrorCode::InternalError) && !error.error.is_type(ScErrorType::Contract);
        let exceeded =
            budget.get_cpu_insns_consumed()? > self.instructions || budget.get_mem_bytes_consumed()? > self.memory;
        Ok(match (internal, exceeded) {
            (true, _) => Status::Internal,
            (false, true) => Status::ResourceLimit,
            (false, false) => Status::Trapped,
        })
    }
}

/// What a successful invocation did; nothing for a failed one.
#[derive(Default)]
struct Effects {
    rent_fee: i64,
    events: Writer,
    changes: Writer,
}

impl Effects {
    fn read(applied: &InvokeHostFunctionResult, config: &NetworkConfig, sequence: u32) -> Self {
        let rent_changes = extract_rent_changes(&applied.ledger_changes);
        let mut effects = Self {
            rent_fee: compute_rent_fee(&rent_changes, &config.rent_fee_configuration, sequence),
            ..Default::default()
        };
        for event in &applied.encoded_contract_events {
            effects.events.bytes(event);
        }
        for change in &applied.ledger_changes {
            write_change(&mut effects.changes, change);
        }
        effects
    }
}

/// One change: read only u32, LedgerKey, LedgerEntry | empty, hash of the TTL key | empty, old live until u32, new
/// live until u32
fn write_change(out: &mut Writer, change: &LedgerEntryChange) {
    out.u32(change.read_only.into())
        .bytes(&change.encoded_key)
        .bytes(change.encoded_new_value.as_deref().unwrap_or_default());
    match &change.ttl_change {
        Some(ttl) => out.bytes(&ttl.key_hash).u32(ttl.old_live_until_ledger).u32(ttl.new_live_until_ledger),
        None => out.bytes(&[]).u32(0).u32(0),
    };
}
