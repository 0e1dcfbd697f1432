/** DiagnosticEvents that stellar-core adds to those of the host. */
import { contractEvent } from './events.ts'
import { scError, scErrorOfText, scString, scSymbol, scU64, scVec, VOID } from './sc-values.ts'
import { concat, int64, uint32 } from './xdr-bytes.ts'

const diagnostic = (successful: boolean, topics: readonly Uint8Array[], data: Uint8Array): Uint8Array =>
  concat([uint32(successful ? 1 : 0), contractEvent(null, 'diagnostic', topics, data)])

/**
 * ["error", Error(type, code)] with the text, or with the text and its numbers in a vector.
 * @param details ScVal each; numbers become u64
 */
export const errorEvent = (
  type: string,
  code: string,
  text: string,
  details: readonly (number | bigint | Uint8Array)[] = [],
): Uint8Array => {
  const values = details.map((detail) => (detail instanceof Uint8Array ? detail : scU64(detail)))
  const data = values.length === 0 ? scString(text) : scVec([scString(text), ...values])
  return diagnostic(false, [scSymbol('error'), scError(type, code)], data)
}

/** @param error the host's text */
export const hostFailedEvent = (error: string): Uint8Array =>
  diagnostic(false, [scSymbol('host_fn_failed'), scErrorOfText(error)], VOID)

/** What one invocation used; names and order are stellar-core's. */
export interface Metrics {
  read_entry: number
  write_entry: number
  ledger_read_byte: number
  ledger_write_byte: number
  read_key_byte: number
  write_key_byte: number
  read_data_byte: number
  write_data_byte: number
  read_code_byte: number
  write_code_byte: number
  emit_event: number
  emit_event_byte: number
  cpu_insn: number
  mem_byte: number
  invoke_time_nsecs: number
  max_rw_key_byte: number
  max_rw_data_byte: number
  max_rw_code_byte: number
  max_emit_event_byte: number
}

/** All zero, in the order in which they are published. */
export const noMetrics = (): Metrics => ({
  read_entry: 0,
  write_entry: 0,
  ledger_read_byte: 0,
  ledger_write_byte: 0,
  read_key_byte: 0,
  write_key_byte: 0,
  read_data_byte: 0,
  write_data_byte: 0,
  read_code_byte: 0,
  write_code_byte: 0,
  emit_event: 0,
  emit_event_byte: 0,
  cpu_insn: 0,
  mem_byte: 0,
  invoke_time_nsecs: 0,
  max_rw_key_byte: 0,
  max_rw_data_byte: 0,
  max_rw_code_byte: 0,
  max_emit_event_byte: 0,
})

/** Everything of a metric's event but its number: nineteen of them go with every call. */
const prefixes = new Map<string, Uint8Array>()

const metricPrefix = (name: string, successful: boolean): Uint8Array => {
  const known = prefixes.get(`${name} ${successful}`)
  if (known !== undefined) return known
  const whole = diagnostic(successful, [scSymbol('core_metrics'), scSymbol(name)], scU64(0))
  const prefix = whole.slice(0, -8)
  prefixes.set(`${name} ${successful}`, prefix)
  return prefix
}

export const metricEvents = (metrics: Metrics, successful: boolean): Uint8Array[] =>
  Object.entries(metrics).map(([name, value]) => concat([metricPrefix(name, successful), int64(BigInt(value))]))
