/** What became of a transaction. Success is said only when the network's own result says so. */
import { Address, type rpc, StrKey, xdr } from '@stellar/stellar-sdk'
import { hostErrorOfEvents } from '../../contract/interface/host-error.ts'
import type { ContractSpec } from '../../contract/interface/spec.ts'
import { type PublishedEvent, type RawEvent, readEvents } from './events.ts'
import type { Json } from './json.ts'
import { nameReason, type Reason, type ReasonContext } from './reason.ts'
import { TransactionRefused } from './refusal.ts'
import type { Relayed } from './relayed.ts'
import { readVerdict, reasonOfVerdict, type Verdict } from './result.ts'
import type { ChainRpc } from './rpc.ts'
import { type TokenTransfer, tokenTransfers } from './transfers.ts'
import { decodeAny, decodeValue } from './values.ts'

/** PENDING: relayed by this process, no ledger has it yet, its time is not over. NOT_FOUND: the network does not know it. */
export type TransactionState = 'PENDING' | 'SUCCESS' | 'FAILED' | 'NOT_FOUND'

export interface TransactionStatus {
  readonly hash: string
  readonly state: TransactionState
  /** Why it failed, or why it is not found. */
  readonly reason: Reason | null
  /** Where it is; null unless SUCCESS or FAILED. */
  readonly ledger: number | null
  /** The ledger's close time, unix seconds. */
  readonly closedAt: number | null
  /** Stroops, after the refund. */
  readonly feeCharged: bigint | null
  readonly returnValue: Json
  readonly events: readonly PublishedEvent[]
  readonly transfers: readonly TokenTransfer[]
  /** The newest ledger of the node that answered. */
  readonly latestLedger: number
}

export interface StatusContext extends ReasonContext {
  readonly rpc: Pick<ChainRpc, 'entries' | 'transaction'>
  readonly networkPassphrase: string
  readonly relayed: Relayed
}

/** @throws TransactionRefused INVALID_ARGUMENT for what is no hash */
export const transactionStatus = async (context: StatusContext, hash: string): Promise<TransactionStatus> => {
  if (!/^[0-9a-f]{64}$/i.test(hash))
    throw new TransactionRefused('INVALID_ARGUMENT', `hash: "${hash}" is no hash: give 64 hexadecimal digits.`)
  const answer = await context.rpc.transaction(hash.toLowerCase())
  if (answer.status === 'NOT_FOUND' || !answer.resultXdr) return missing(context, hash.toLowerCase(), answer)
  return found(context, hash.toLowerCase(), answer, readVerdict(answer.resultXdr))
}

const found = async (
  context: StatusContext,
  hash: string,
  answer: rpc.Api.RawGetTransactionResponse,
  verdict: Verdict,
): Promise<TransactionStatus> => {
  const events = (answer.events?.contractEventsXdr ?? []).flat().flatMap(toRawEvent)
  return {
    hash,
    state: verdict.success ? 'SUCCESS' : 'FAILED',
    reason: verdict.success ? null : await failureOf(context, verdict, answer.diagnosticEventsXdr ?? []),
    ledger: answer.ledger ?? null,
    closedAt: answer.createdAt === undefined ? null : Number(answer.createdAt),
    feeCharged: verdict.feeCharged,
    returnValue: verdict.success ? returnValueOf(context, answer) : null,
    events: readEvents(context.spec, context.contractId, events),
    transfers: tokenTransfers(events, context.networkPassphrase),
    latestLedger: answer.latestLedger,
  }
}

/** The contract's word where it spoke; the protocol's otherwise. */
const failureOf = async (context: StatusContext, verdict: Verdict, diagnosticEvents: readonly string[]) => {
  const error = verdict.codes.includes('INVOKE_HOST_FUNCTION_TRAPPED') && hostErrorOfEvents(diagnosticEvents)
  if (!error) return reasonOfVerdict(verdict)
  const reason = await nameReason(context, error)
  return reason.number === null ? { ...reason, code: 'TRANSACTION_FAILED' as const } : reason
}

const missing = (
  { relayed }: StatusContext,
  hash: string,
  { latestLedger, latestLedgerCloseTime, oldestLedger }: rpc.Api.RawGetTransactionResponse,
): TransactionStatus => {
  const until = relayed.waitsUntil(hash)
  const pending = until !== undefined && Number(latestLedgerCloseTime) <= until
  const expired = until !== undefined && !pending
  const message = expired
    ? 'Its time is over and no ledger took it in: it can never succeed. Build it again.'
    : `No ledger from ${oldestLedger} to ${latestLedger} has it, and it was not sent through here: it was never sent, or it is older than the network's node remembers.`
  const name = expired ? 'EXPIRED' : 'NOT_FOUND'
  return {
    hash,
    state: pending ? 'PENDING' : 'NOT_FOUND',
    reason: pending ? null : { code: 'TRANSACTION_FAILED', name, number: null, contractId: null, message },
    ledger: null,
    closedAt: null,
    feeCharged: null,
    returnValue: null,
    events: [],
    transfers: [],
    latestLedger,
  }
}

const toRawEvent = (base64: string): RawEvent[] => {
  const event = xdr.ContractEvent.fromXdr(base64, 'base64')
  if (event.type.name !== 'contract' || !event.contractId) return []
  const { topics, data } = event.body.value
  return [{ contractId: StrKey.encodeContract(event.contractId.toBytes()), topics, data }]
}

/** Typed by the interface when it was a call of the market. */
const returnValueOf = (context: StatusContext, answer: rpc.Api.RawGetTransactionResponse): Json => {
  const meta = answer.resultMetaXdr ? xdr.TransactionMeta.fromXdr(answer.resultMetaXdr, 'base64') : undefined
  const value = meta?.type === 'v3' || meta?.type === 'v4' ? meta.value.sorobanMeta?.returnValue : undefined
  if (!value) return null
  const type = answer.envelopeXdr ? outputOf(context.spec, context.contractId, answer.envelopeXdr) : undefined
  return type === undefined ? decodeAny(value) : decodeValue(context.spec, type, value)
}

const outputOf = (spec: ContractSpec, contractId: string, envelopeXdr: string) => {
  const envelope = xdr.TransactionEnvelope.fromXdr(envelopeXdr, 'base64')
  const v1 = envelope.type === 'envelopeTypeTxFeeBump' ? envelope.value.tx.innerTx.value : envelope.value
  const [operation] = v1.tx.operations
  if (operation?.body.type !== 'invokeHostFunction') return undefined
  const { hostFunction } = operation.body.value
  if (hostFunction.type !== 'hostFunctionTypeInvokeContract') return undefined
  const { contractAddress, functionName } = hostFunction.value
  if (Address.fromScAddress(contractAddress).toString() !== contractId) return undefined
  return spec.findFunction(functionName.toString())?.outputs[0]
}
