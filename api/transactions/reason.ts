/** Why a call failed, named: by the contract's interface, by the built-in token's table, or by the host's own words. */

import { contractErrorNumber, type HostError } from '../../contract/interface/host-error.ts'
import type { ContractSpec } from '../../contract/interface/spec.ts'
import { type RefusalCode, TransactionRefused } from './refusal.ts'
import type { ChainRpc } from './rpc.ts'
import { isStellarAsset } from './stellar-asset.ts'
import { tokenError } from './token-errors.ts'

/** A reason for people and programs. */
export interface Reason {
  readonly code: RefusalCode
  /** The error's name, e.g. `DealNotFunded`, `BalanceError`, `Budget/ExceededLimit`. */
  readonly name: string
  /** The number of a contract's own error; null for the host's errors. */
  readonly number: number | null
  /** The contract that raised it; null where the network does not say. */
  readonly contractId: string | null
  /** What it means and what to do. */
  readonly message: string
}

export interface ReasonContext {
  readonly spec: ContractSpec
  readonly contractId: string
  readonly rpc: Pick<ChainRpc, 'entries'>
}

/** Names an error; asks the network at most once, and only for another contract's error. */
export const nameReason = async (context: ReasonContext, error: HostError): Promise<Reason> => {
  const number = contractErrorNumber(error)
  if (number === undefined) return nameHostError(error)
  const contractId = error.contractId ?? null
  if (contractId === context.contractId) return nameMarketError(context.spec, number, contractId)
  return nameForeignError(number, contractId, contractId !== null && (await isStellarAsset(context.rpc, contractId)))
}

/** The same as an error to throw. */
export const refuseForReason = ({ code, ...reason }: Reason, cause?: unknown): TransactionRefused =>
  new TransactionRefused(
    code,
    reason.message,
    { name: reason.name, number: reason.number, contractId: reason.contractId },
    { cause },
  )

const nameMarketError = (spec: ContractSpec, number: number, contractId: string): Reason => {
  const known = spec.findErrorByCode(number)
  const name = known?.name ?? `Error #${number}`
  const doc = known?.doc.trim() || 'The marketplace contract refuses this call.'
  return { code: 'CONTRACT_ERROR', name, number, contractId, message: `${name} (#${number}): ${oneLine(doc)}` }
}

const nameForeignError = (number: number, contractId: string | null, isToken: boolean): Reason => {
  const known = isToken ? tokenError(number) : undefined
  const name = known?.name ?? `Error #${number}`
  const who = isToken ? 'The token contract' : 'The contract'
  const doc = known?.doc ?? 'Its own interface says what that means.'
  const message = `${who} ${contractId ?? '(which one is not said)'} refuses: ${name} (#${number}). ${doc}`
  return { code: 'CONTRACT_ERROR', name, number, contractId, message }
}

/** The host's errors that have a meaning of their own for a caller; `type/code` or `type`. */
const HOST_REASONS: Readonly<Record<string, { code: RefusalCode; message: string }>> = {
  Auth: {
    code: 'AUTH_REQUIRED',
    message: 'Somebody has to authorise this call who did not: look at the signers of the transaction.',
  },
  'Budget/ExceededLimit': {
    code: 'BUDGET_EXCEEDED',
    message: 'The call needs more instructions or memory than the network allows: ask for less at once.',
  },
  'Storage/ExceededLimit': {
    code: 'BUDGET_EXCEEDED',
    message:
      'The call touches entries outside its declared footprint: build the transaction again, the state has changed.',
  },
  'Storage/MissingValue': {
    code: 'CONTRACT_NOT_FOUND',
    message: 'Something the call needs is not on the network: check contract id and network.',
  },
  'WasmVm/InvalidAction': { code: 'CONTRACT_ERROR', message: 'The contract stopped without a named error.' },
}

const nameHostError = (error: HostError): Reason => {
  const name = `${error.type}/${error.code}`
  const known = HOST_REASONS[name] ?? HOST_REASONS[error.type]
  const said = error.text ? ` (the network says: ${oneLine(error.text)})` : ''
  return {
    code: known?.code ?? 'SIMULATION_FAILED',
    name,
    number: null,
    contractId: error.contractId ?? null,
    message: `${known?.message ?? 'The network cannot carry out this call.'} ${name}${said}.`,
  }
}

const oneLine = (text: string) => text.replace(/\s+/g, ' ').trim()
