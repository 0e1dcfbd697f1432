/** Trying a call out: what the network says it would do, need and cost. */
import { Account, Operation, type rpc, TransactionBuilder, xdr } from '@stellar/stellar-sdk'
import { hostErrorOfSimulation } from '../../contract/interface/host-error.ts'
import { nameReason, type ReasonContext, refuseForReason } from './reason.ts'
import { TransactionRefused } from './refusal.ts'
import type { ChainRpc } from './rpc.ts'
import { decodeAuthorizations } from './signers.ts'

/** A call of the market's contract with its arguments. */
export interface Call {
  readonly contractId: string
  readonly function: string
  readonly args: readonly xdr.ScVal[]
}

/** A successful simulation, decoded. */
export interface Simulation {
  readonly data: xdr.SorobanTransactionData
  readonly authorizations: readonly xdr.SorobanAuthorizationEntry[]
  readonly returnValue: xdr.ScVal
  /** Diagnostic events, base64. */
  readonly events: readonly string[]
  /** The ledger whose state was used. */
  readonly ledger: number
}

/** Simulates with `source` as the transaction's source; its sequence number, balance and very existence play no part. */
export const simulate = async (
  rpc: Pick<ChainRpc, 'simulate'>,
  networkPassphrase: string,
  call: Call,
  source: string,
): Promise<rpc.Api.RawSimulateTransactionResponse> => {
  const transaction = new TransactionBuilder(new Account(source, '0'), {
    fee: '100',
    networkPassphrase,
    timebounds: { minTime: 0, maxTime: 0 },
  })
    .addOperation(toOperation(call, []))
    .build()
  return rpc.simulate(transaction)
}

/** The one operation of every transaction built here. */
export const toOperation = (call: Call, auth: readonly xdr.SorobanAuthorizationEntry[]) =>
  Operation.invokeContractFunction({
    contract: call.contractId,
    function: call.function,
    args: [...call.args],
    auth: [...auth],
  })

/** @throws TransactionRefused with the named reason when the network would refuse the call */
export const readSimulation = async (
  context: ReasonContext,
  answer: rpc.Api.RawSimulateTransactionResponse,
): Promise<Simulation> => {
  if (answer.error !== undefined) throw await toRefusal(context, answer.error, answer.events ?? [])
  if (answer.restorePreamble?.transactionData) throw archived()
  const [result] = answer.results ?? []
  if (!answer.transactionData || !result)
    throw new TransactionRefused(
      'SIMULATION_FAILED',
      'The network answered the simulation without a result; try again.',
    )
  return {
    data: xdr.SorobanTransactionData.fromXdr(answer.transactionData, 'base64'),
    authorizations: decodeAuthorizations(result.auth ?? []),
    returnValue: result.xdr ? xdr.ScVal.fromXdr(result.xdr, 'base64') : xdr.ScVal.scvVoid(),
    events: answer.events ?? [],
    ledger: answer.latestLedger,
  }
}

const toRefusal = async (context: ReasonContext, message: string, events: readonly string[]) => {
  const error = hostErrorOfSimulation(message, events)
  const cause = new Error(message)
  if (error) return refuseForReason(await nameReason(context, error), cause)
  const [firstLine = ''] = message.split('\n')
  return new TransactionRefused(
    'SIMULATION_FAILED',
    `The network cannot simulate this call: ${firstLine}`,
    {},
    { cause },
  )
}

/** Networks before protocol 23 do not restore by themselves. */
const archived = () =>
  new TransactionRefused(
    'ENTRY_ARCHIVED',
    'Entries that this call needs are archived, and this network does not restore them by itself: send a RestoreFootprint transaction first.',
  )
