/** Relays a transaction that somebody else signed. An answer here is about its way to the network, never about success. */

import { hostErrorOfEvents } from '../../contract/interface/host-error.ts'
import { hashesOf, parseSigned, type SignedTransaction, validUntilOf } from './envelope.ts'
import { nameReason, type Reason, type ReasonContext } from './reason.ts'
import { TransactionRefused } from './refusal.ts'
import type { Relayed } from './relayed.ts'
import { readVerdict, reasonOfVerdict } from './result.ts'
import type { ChainRpc } from './rpc.ts'

/**
 * PENDING: the network has it and will decide; ask `transaction(hash)`. DUPLICATE: it had it already. TRY_AGAIN_LATER: it
 * did not take it, the same envelope may be sent again. ERROR: it refused it for `reason`; this envelope will not succeed.
 */
export type SubmissionStatus = 'PENDING' | 'DUPLICATE' | 'TRY_AGAIN_LATER' | 'ERROR'

export interface Submission {
  readonly hash: string
  readonly status: SubmissionStatus
  readonly reason: Reason | null
  /** The newest ledger when it was handed over. */
  readonly latestLedger: number
  /** Latest close time that can take it in, unix seconds; null when it has no limit. */
  readonly validUntil: number | null
}

export interface Relay extends ReasonContext {
  readonly rpc: Pick<ChainRpc, 'entries' | 'send'>
  readonly networkPassphrase: string
  readonly relayed: Relayed
}

/** @throws TransactionRefused when it cannot be a transaction of this network, see `parseSigned` */
export const submitTransaction = async (relay: Relay, xdr: string): Promise<Submission> => {
  const transaction = parseSigned(xdr, relay.networkPassphrase)
  const answer = await relay.rpc.send(transaction)
  const status = checkStatus(answer.status)
  if (status === 'PENDING' || status === 'DUPLICATE') remember(relay, transaction, Number(answer.latestLedgerCloseTime))
  return {
    hash: answer.hash,
    status,
    reason: await reasonOf(relay, status, answer),
    latestLedger: answer.latestLedger,
    validUntil: validUntilOf(transaction) ?? null,
  }
}

const STATUSES: readonly string[] = ['PENDING', 'DUPLICATE', 'TRY_AGAIN_LATER', 'ERROR'] satisfies SubmissionStatus[]

const checkStatus = (status: string): SubmissionStatus => {
  if (STATUSES.includes(status)) return status as SubmissionStatus
  throw new TransactionRefused(
    'RPC_REFUSED',
    `The network's node answered the status "${status}", which is not known here.`,
  )
}

const remember = ({ relayed }: Relay, transaction: SignedTransaction, sentAt: number) => {
  for (const hash of hashesOf(transaction)) relayed.remember(hash, validUntilOf(transaction), sentAt)
}

interface SendAnswer {
  readonly errorResultXdr?: string
  readonly diagnosticEventsXdr?: readonly string[]
}

const reasonOf = async (relay: Relay, status: SubmissionStatus, answer: SendAnswer): Promise<Reason | null> => {
  if (status === 'TRY_AGAIN_LATER') return tryAgainLater
  if (status !== 'ERROR') return null
  const error = hostErrorOfEvents(answer.diagnosticEventsXdr ?? [])
  if (answer.errorResultXdr) return reasonOfVerdict(readVerdict(answer.errorResultXdr))
  return error
    ? nameReason(relay, error)
    : { ...tryAgainLater, name: 'ERROR', message: 'The network refused it without a reason.' }
}

const tryAgainLater: Reason = {
  code: 'TRANSACTION_FAILED',
  name: 'TRY_AGAIN_LATER',
  number: null,
  contractId: null,
  message:
    'The network did not take it at present (another transaction of the account is on its way, or the queue is full): send the same envelope again in some seconds.',
}
