/** Plays a list of contract calls: as many in one ledger as there are different signers, in their order. */

import type { contract } from '@stellar/stellar-sdk'
import { nativeToScVal, Operation, type xdr } from '@stellar/stellar-sdk'
import { type Build, Refused } from './api-builder.ts'
import type { Call } from './call.ts'
import { type NextLedger, resultOf } from './ledgers.ts'
import { type Sender, type Sent, sendBuilt, sendContract } from './sender.ts'

/** A deployed market to call. */
export interface DeployedMarket {
  readonly contractId: string
  readonly spec: contract.Spec
}

export interface RoundResult {
  readonly succeeded: number
  /** Calls that the contract or the network refused, in words. Expected now and then: two actors want the same bucket. */
  readonly refused: readonly string[]
}

/** The operation of a call. */
export const operationOf = (market: DeployedMarket, call: Call): xdr.Operation =>
  Operation.invokeContractFunction({
    contract: market.contractId,
    function: call.function,
    args: market.spec.funcArgsToScVals(call.function, call.args),
  })

/** Splits calls into ledgers: an account has one transaction in each. */
export const ledgersOf = (calls: readonly Call[]): Call[][] => {
  const ledgers: Call[][] = []
  const used = new Map<string, number>()
  for (const call of calls) {
    const signer = call.signer.publicKey()
    const ledger = used.get(signer) ?? 0
    used.set(signer, ledger + 1)
    ledgers[ledger] = [...(ledgers[ledger] ?? []), call]
  }
  return ledgers
}

/** Sends one call. */
export type Send = (call: Call) => Promise<Sent>

/** Builds calls straight over RPC. */
export const sendingOverRpc =
  (sender: Sender, market: DeployedMarket): Send =>
  (call) =>
    sendContract(sender, call.signer, operationOf(market, call))

/** Has the API build the calls; while it does not answer, they are built over RPC. */
export const sendingThroughApi = (sender: Sender, market: DeployedMarket, build: Build): Send => {
  const overRpc = sendingOverRpc(sender, market)
  return async (call) => {
    try {
      return await sendBuilt(sender, call.signer, await build(call))
    } catch (error) {
      if (error instanceof Refused) return { outcome: 'refused', reason: error.message }
      return overRpc(call)
    }
  }
}

/** Plays all calls; a refused one is told and left out. */
export const playRound = async (
  sender: Sender,
  send: Send,
  calls: readonly Call[],
  next: NextLedger,
): Promise<RoundResult> => {
  let succeeded = 0
  const refused: string[] = []
  for (const ledger of ledgersOf(calls)) {
    const pending: { call: Call; hash: string }[] = []
    for (const call of ledger) {
      const sent = await send(call)
      if (sent.outcome === 'pending') pending.push({ call, hash: sent.hash })
      else refused.push(`${call.function}: ${sent.reason}`)
    }
    if (pending.length > 0) await next()
    for (const { call, hash } of pending) {
      const result = await resultOf(sender.server, hash, next)
      if (result?.status === 'SUCCESS') succeeded++
      else refused.push(`${call.function}: ${result ? `failed in ledger ${result.ledger}` : 'dropped by the network'}`)
      // A dropped transaction has used no sequence number: it has to be asked for again.
      if (result === undefined) sender.sequences.delete(call.signer.publicKey())
    }
  }
  return { succeeded, refused }
}

/** A u128 argument for constructors, which the interface does not convert. */
export const u128 = (value: bigint): xdr.ScVal => nativeToScVal(value, { type: 'u128' })
