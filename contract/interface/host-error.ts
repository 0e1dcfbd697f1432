/** The host's errors as simulation and diagnostic events tell them. Pure. */
import { StrKey, xdr } from '@stellar/stellar-sdk'

/** `Error(Contract, #7)` is `{ type: 'Contract', code: '#7' }`, `Error(Budget, ExceededLimit)` `{ type: 'Budget', code: 'ExceededLimit' }`. */
export interface HostError {
  readonly type: string
  readonly code: string
  /** The contract in which it arose; undefined where the events do not say. */
  readonly contractId: string | undefined
  /** The host's own sentence, for people who debug. */
  readonly text: string | undefined
}

/** The number of a contract's own error. */
export const contractErrorNumber = ({ type, code }: HostError): number | undefined =>
  type === 'Contract' && code.startsWith('#') ? Number(code.slice(1)) : undefined

/** The error of a failed simulation: `HostError: Error(Type, Code)…` with the diagnostic events beside it. */
export const hostErrorOfSimulation = (message: string, events: readonly string[]): HostError | undefined => {
  const [, type, code] = /Error\((\w+), (#?\w+)\)/.exec(message) ?? []
  if (type === undefined || code === undefined) return undefined
  return { type, code, ...originOf(errorEvents(events), type, code) }
}

/** The error of a failed transaction: the last one that its diagnostic events name. */
export const hostErrorOfEvents = (events: readonly string[]): HostError | undefined => {
  const errors = errorEvents(events)
  const last = errors.at(-1)
  return last && { type: last.type, code: last.code, ...originOf(errors, last.type, last.code) }
}

/**
 * An error passes through every contract of the call stack, innermost first, and each passage is an event: the first of the
 * unbroken run at the end is where it arose. (A contract may catch an error of another; such an earlier one is not in the run.)
 */
const originOf = (errors: readonly HostError[], type: string, code: string) => {
  const other = errors.findLastIndex((error) => error.type !== type || error.code !== code)
  const origin = errors[other + 1]
  return { contractId: origin?.contractId, text: origin?.text }
}

const errorEvents = (events: readonly string[]): HostError[] => events.flatMap((event) => toHostError(event) ?? [])

const toHostError = (base64: string): HostError | undefined => {
  const { event } = xdr.DiagnosticEvent.fromXdr(base64, 'base64')
  const [name, error] = event.body.value.topics
  if (name?.type !== 'scvSymbol' || name.value.toString() !== 'error' || error?.type !== 'scvError') return undefined
  return {
    ...nameOf(error.value),
    contractId: event.contractId ? StrKey.encodeContract(event.contractId.toBytes()) : undefined,
    text: textOf(event.body.value.data),
  }
}

const nameOf = (error: xdr.ScError) =>
  error.type === 'sceContract'
    ? { type: 'Contract', code: `#${error.contractCode}` }
    : { type: error.type.slice('sce'.length), code: error.code.name.slice('scec'.length) }

const textOf = (data: xdr.ScVal): string | undefined => {
  const first = data.type === 'scvVec' ? data.value?.[0] : data
  return first?.type === 'scvString' ? first.value.toString() : undefined
}
