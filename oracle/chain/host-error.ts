/** The host's errors as simulations and failed transactions tell them. Pure. */
import { StrKey, xdr } from '@stellar/stellar-sdk'

/** `Error(Contract, #7)` is `{ type: 'Contract', code: '#7' }`. */
export interface HostError {
  readonly type: string
  readonly code: string
  /** The contract in which it arose; null where the events do not say. */
  readonly contractId: string | null
}

/** The number of a contract's own error; undefined for the host's errors. */
export const contractErrorNumber = ({ type, code }: HostError): number | undefined =>
  type === 'Contract' && code.startsWith('#') ? Number(code.slice(1)) : undefined

/** The error of a failed simulation: its text begins `HostError: Error(Type, Code)`. @param events DiagnosticEvents, base64 */
export const errorOfSimulation = (text: string, events: readonly string[]): HostError | undefined => {
  const [, type, code] = /Error\((\w+), (#?\w+)\)/.exec(text) ?? []
  if (type === undefined || code === undefined) return undefined
  return { type, code, contractId: originOf(errorsOf(events), type, code) }
}

/** The error of a failed transaction: the last that its events name. @param events DiagnosticEvents, base64 */
export const errorOfEvents = (events: readonly string[]): HostError | undefined => {
  const errors = errorsOf(events)
  const last = errors.at(-1)
  return last && { ...last, contractId: originOf(errors, last.type, last.code) }
}

/** An error passes through the call stack, innermost first: where the unbroken run at the end begins, it arose. */
const originOf = (errors: readonly HostError[], type: string, code: string): string | null => {
  const other = errors.findLastIndex((error) => error.type !== type || error.code !== code)
  return errors[other + 1]?.contractId ?? null
}

const errorsOf = (events: readonly string[]): HostError[] => events.flatMap((event) => errorIn(event) ?? [])

const errorIn = (base64: string): HostError | undefined => {
  const { event } = xdr.DiagnosticEvent.fromXdr(base64, 'base64')
  const [name, error] = event.body.value.topics
  if (name?.type !== 'scvSymbol' || name.value.toString() !== 'error' || error?.type !== 'scvError') return undefined
  return {
    ...named(error.value),
    contractId: event.contractId ? StrKey.encodeContract(event.contractId.toBytes()) : null,
  }
}

const named = (error: xdr.ScError) =>
  error.type === 'sceContract'
    ? { type: 'Contract', code: `#${error.contractCode}` }
    : { type: error.type.slice('sce'.length), code: error.code.name.slice('scec'.length) }
