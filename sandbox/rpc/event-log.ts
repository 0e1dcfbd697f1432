/**
 * The event log that stellar-rpc appends to the error of a failed simulation. There the host writes it, built with its test
 * tools; our module is built as a validator's, says "DebugInfo not available", and the log is written here from the
 * diagnostic events.
 *
 * The host writes it when the error is made: what the virtual machine logs afterwards is not in it, and only calls
 * that had failed by then are marked as failed.
 */
import { StrKey, xdr } from '@stellar/stellar-sdk'
import { displayValue } from './display-value.ts'

interface Line {
  text: string
  failed: boolean
}

const NO_LOG = '\nDebugInfo not available\n'

/** @param error the host's text @param diagnosticEvents DiagnosticEvent each, oldest first */
export const withEventLog = (error: string, diagnosticEvents: readonly Uint8Array[]): string => {
  const events = diagnosticEvents.map((bytes) => xdr.DiagnosticEvent.fromXdr(bytes).event)
  const last = events.findLastIndex((event) => nameOf(event) !== 'log')
  if (!error.endsWith(NO_LOG) || last < 0) return error
  const lines = readCalls(events.slice(0, last + 1)).reverse()
  const log = lines.map(({ text, failed }, i) => `   ${i}: ${label(text, failed)}\n`)
  return `${error.slice(0, -NO_LOG.length)}\n\nEvent log (newest first):\n${log.join('')}`
}

const topicsOf = (event: xdr.ContractEvent) => event.body.v0.topics
const nameOf = (event: xdr.ContractEvent) => {
  const [first] = topicsOf(event)
  return first?.type === 'scvSymbol' ? first.sym.toString() : ''
}

/** Texts of the errors that a failed call leaves in its caller. */
const CALL_FAILED = ['contract call failed', 'constructor invocation has failed with error']

const tellsOfFailedCall = (event: xdr.ContractEvent) => {
  const { data } = event.body.v0
  const first = data.type === 'scvVec' ? data.vec?.[0] : undefined
  return nameOf(event) === 'error' && first?.type === 'scvString' && CALL_FAILED.includes(first.str.toString())
}

/** A call that has not ended yet: who made it, and the first line written in it. */
interface OpenCall {
  caller: string
  start: number
}

const contractOf = ({ contractId }: xdr.ContractEvent) =>
  contractId === null ? '' : StrKey.encodeContract(contractId.toBytes())

/** Walks through the calls. A failed one marks its lines; one that was refused at once was never opened and has none. */
const readCalls = (events: readonly xdr.ContractEvent[]): Line[] => {
  const lines: Line[] = []
  const open: OpenCall[] = []
  for (const event of events) {
    const caller = contractOf(event)
    if (tellsOfFailedCall(event) && open.at(-1)?.caller === caller) {
      for (const line of lines.slice(open.pop()!.start)) line.failed = true
    }
    lines.push({ text: display(event), failed: false })
    if (nameOf(event) === 'fn_call') open.push({ caller, start: lines.length })
    else if (nameOf(event) === 'fn_return') open.pop()
  }
  return lines
}

const display = (event: xdr.ContractEvent) => {
  const contract = event.contractId === null ? '' : `contract:${contractOf(event)}, `
  const topics = topicsOf(event).map((topic, i) =>
    i === 1 && isCall(event, topic) ? calleeOf(topic) : displayValue(topic),
  )
  return `${typeName(event)} Event] ${contract}topics:[${topics.join(', ')}], data:${displayValue(event.body.v0.data)}`
}

const typeName = ({ type }: xdr.ContractEvent) => type.name[0]!.toUpperCase() + type.name.slice(1)

const isCall = (event: xdr.ContractEvent, topic: xdr.ScVal): topic is xdr.ScValBytes =>
  nameOf(event) === 'fn_call' && topic.type === 'scvBytes' && topic.bytes.toBytes().length === 32

const calleeOf = (topic: xdr.ScValBytes) => StrKey.encodeContract(topic.bytes.toBytes())

const label = (text: string, failed: boolean) =>
  failed ? `[Failed ${text.replace(' Event]', ' Event (not emitted)]')}` : `[${text}`
