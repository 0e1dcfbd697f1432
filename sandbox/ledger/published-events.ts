/** Events as getEvents shows them: with the id that orders them. */
import { StrKey, xdr } from '@stellar/stellar-sdk'
import type { ClosedLedger, PublishedEvent } from './network.ts'

const TX_BITS = 12n
const LEDGER_BITS = 32n
/** Where fees charged stand in a ledger's order, and where refunds do. */
const BEFORE_ALL = 0
const AFTER_ALL = 1_048_575

/** Ledger, 1-based transaction and 0-based operation in one number. */
export const toid = (ledger: number, transaction: number, operation: number): bigint =>
  (BigInt(ledger) << LEDGER_BITS) | (BigInt(transaction) << TX_BITS) | BigInt(operation)

export const eventId = (position: bigint, index: number): string =>
  `${String(position).padStart(19, '0')}-${String(index).padStart(10, '0')}`

/** What a transaction published, ContractEvent each. */
export interface TransactionEvents {
  hash: string
  successful: boolean
  charged: Uint8Array
  operations: readonly (readonly Uint8Array[])[]
  refunded: Uint8Array | null
}

/** All events of a ledger in the order of their ids. @param transactions in the order of application */
export const publishEvents = (
  ledger: Pick<ClosedLedger, 'sequence' | 'closeTime'>,
  transactions: readonly TransactionEvents[],
): PublishedEvent[] => {
  const events: PublishedEvent[] = []
  const publish = (of: TransactionEvents, event: Uint8Array, place: [tx: number, op: number, index: number]) => {
    const published = describe(ledger, of, event, place)
    if (published !== null) events.push(published)
  }
  for (const [i, of] of transactions.entries()) publish(of, of.charged, [BEFORE_ALL, 0, i])
  for (const [i, of] of transactions.entries()) {
    for (const [operation, list] of of.operations.entries()) {
      for (const [index, event] of list.entries()) publish(of, event, [i + 1, operation, index])
    }
  }
  const refunds = transactions.filter(({ refunded }) => refunded !== null)
  for (const [i, of] of refunds.entries()) publish(of, of.refunded!, [AFTER_ALL, 0, i])
  return events
}

const describe = (
  { sequence, closeTime }: Pick<ClosedLedger, 'sequence' | 'closeTime'>,
  of: TransactionEvents,
  event: Uint8Array,
  [transactionIndex, operationIndex, index]: [number, number, number],
): PublishedEvent | null => {
  const { type, contractId, body } = xdr.ContractEvent.fromXdr(event)
  if (type.name === 'diagnostic') return null
  return {
    id: eventId(toid(sequence, transactionIndex, operationIndex), index),
    ledger: sequence,
    closeTime,
    transactionIndex,
    operationIndex,
    txHash: of.hash,
    type: type.name === 'system' ? 'system' : 'contract',
    contractId: contractId === null ? '' : StrKey.encodeContract(Buffer.from(contractId.toBytes())),
    successful: of.successful,
    topics: body.v0.topics.map((topic) => topic.toXdr()),
    data: body.v0.data.toXdr(),
  }
}
