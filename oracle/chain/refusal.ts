/** Names an error of the contract by its interface, any other by what the network says. Pure. */

import { contractErrorNumber, type HostError } from '../../contract/interface/host-error.ts'
import type { ContractSpec } from '../../contract/interface/spec.ts'
import { CallRefused } from './outcome.ts'

/** Whose errors are known by name. */
export interface Names {
  readonly spec: ContractSpec
  readonly contractId: string
}

/** @param place where it was refused; empty: in the simulation, nothing was sent */
export const refusalOf = (
  { spec, contractId }: Names,
  error: HostError,
  place: ErrorOptions & { hash?: string; ledger?: number } = {},
): CallRefused => {
  const number = contractErrorNumber(error)
  if (number === undefined)
    return new CallRefused(`${error.type}/${error.code}`, `the network refuses: ${error.type}, ${error.code}`, place)
  const known = error.contractId === contractId ? spec.findErrorByCode(number) : undefined
  if (known) return new CallRefused(known.name, `${known.name} (#${number}): ${known.doc.trim()}`, place)
  const whose =
    error.contractId === contractId ? 'the market' : `the contract ${error.contractId ?? '(not said which)'}`
  return new CallRefused(`Error #${number}`, `${whose} refuses with its error #${number}`, place)
}
