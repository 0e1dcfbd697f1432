/**
 * Carries a signed transaction through: hands it over, looks for it with every ledger, offers more when it is stuck, and
 * ends only when a ledger has it or no ledger ever can. Nothing here builds a second transaction for the call.
 */

import type { rpc } from '@stellar/stellar-sdk'
import { type FeeBumpTransaction, type Transaction, TransactionBuilder } from '@stellar/stellar-sdk'
import type { Channel } from './channels.ts'
import type { LedgerWatch } from './ledger-watch.ts'
import { Obstacle } from './obstacle.ts'
import { type Patience, raised } from './patience.ts'
import type { ChainRpc } from './rpc.ts'
import type { Built } from './transaction.ts'
import { codeOf, verdictOn } from './verdict.ts'

export interface CarryContext {
  readonly rpc: Pick<ChainRpc, 'send' | 'transaction'>
  readonly ledgers: LedgerWatch
  readonly networkPassphrase: string
  readonly patience: Pick<Patience, 'stuckLedgers' | 'maxInclusionFee'>
  /** @param fee stroops that are offered now */
  readonly onBumped: (hash: string, fee: bigint) => void
}

interface Voyage {
  readonly channel: Channel
  readonly built: Built
  /** What is handed over: the transaction, or it in a fee bump. */
  envelope: Transaction | FeeBumpTransaction
  /** Stroops that it offers. */
  fee: bigint
  /** Whether the network may hold it: then only its time bounds end it. */
  maybeTaken: boolean
  /** Whether a node said that it holds it. */
  held: boolean
  /** The newest ledger known. */
  ledger: number
  /** From this ledger on it is handed over again. */
  due: number
}

/**
 * @returns the final answer of getTransaction
 * @throws Obstacle, CallRefused: no ledger can take it in any more
 */
export const carry = async (
  context: CarryContext,
  channel: Channel,
  built: Built,
  fee: bigint,
): Promise<rpc.Api.RawGetTransactionResponse> => {
  const { ledger } = built
  const voyage: Voyage = {
    channel,
    built,
    envelope: built.transaction,
    fee,
    maybeTaken: false,
    held: false,
    ledger,
    due: ledger,
  }
  await handOver(context, voyage)
  for (;;) {
    await context.ledgers.after(voyage.ledger)
    const answer = await unlessSilent(context.rpc.transaction(built.hash))
    if (answer === undefined) continue
    if (answer.status !== 'NOT_FOUND') return answer
    if (Number(answer.latestLedgerCloseTime) > built.validUntil)
      throw new Obstacle('expired', `no ledger took ${built.hash} in while it was valid`)
    voyage.ledger = answer.latestLedger
    if (voyage.ledger < voyage.due) continue
    if (voyage.held) offerMore(context, voyage)
    await handOver(context, voyage)
  }
}

const handOver = async (context: CarryContext, voyage: Voyage) => {
  const sent = await unlessSilent(context.rpc.send(voyage.envelope))
  // Unless a node holds it, it is handed over again with the next look.
  voyage.due = voyage.ledger
  // A node that did not answer may have taken it all the same.
  if (sent === undefined || !sent.certain) voyage.maybeTaken = true
  if (sent === undefined) return
  const { status, errorResultXdr, latestLedger } = sent.answer
  voyage.ledger = Math.max(voyage.ledger, latestLedger)
  if (status === 'PENDING' || status === 'DUPLICATE') {
    voyage.maybeTaken = true
    voyage.held = true
    voyage.due = voyage.ledger + context.patience.stuckLedgers
  } else if (status === 'ERROR' && !voyage.maybeTaken) {
    const { built, channel } = voyage
    const code = errorResultXdr ? codeOf(errorResultXdr) : 'txINTERNAL_ERROR'
    throw verdictOn(code, channel.keypair.publicKey(), { hash: built.hash })
  }
}

/** Wraps the transaction into a fee bump that its channel pays; at the most that may be offered, it stays as it is. */
const offerMore = ({ networkPassphrase, patience, onBumped }: CarryContext, voyage: Voyage) => {
  const { built, channel } = voyage
  const fee = raised(voyage.fee, patience)
  if (fee <= voyage.fee) return
  const bump = TransactionBuilder.buildFeeBumpTransaction(
    channel.keypair,
    String(fee),
    built.transaction,
    networkPassphrase,
  )
  bump.sign(channel.keypair)
  voyage.envelope = bump
  voyage.fee = fee
  onBumped(built.hash, fee)
}

/** A node's silence says nothing about the transaction. */
const unlessSilent = async <T>(answer: Promise<T>): Promise<T | undefined> => {
  try {
    return await answer
  } catch (error) {
    if (error instanceof Obstacle && error.kind === 'node') return undefined
    throw error
  }
}
