/**
 * LedgerCloseMeta → the contract's events, with the ids that getEvents gives them (stellar-rpc's ingestion: transactions
 * in order of application, counted from 1; events of all contracts counted, of one contract kept).
 */
import { createHash } from 'node:crypto'
import { xdr } from '@stellar/stellar-sdk'
import { BadAnswer } from './error.ts'
import type { RawEvent } from './event.ts'

/** What a ledger's header says. */
export interface LedgerHead {
  readonly sequence: number
  /** Hex. */
  readonly hash: string
  readonly previousHash: string
  readonly closedAt: Date
}

/**
 * Reads a LedgerHeaderHistoryEntry.
 * @throws BadAnswer where it is none, or its hash is not the header's
 */
export const readLedgerHead = (bytes: Uint8Array): LedgerHead => {
  const { hash, header } = decoded('ledger header', () => xdr.LedgerHeaderHistoryEntry.fromXdr(bytes))
  const computed = createHash('sha256').update(header.toXdr()).digest('hex')
  if (hex(hash.toBytes()) !== computed) throw new BadAnswer(`the header of ledger ${header.ledgerSeq} has another hash`)
  return {
    sequence: header.ledgerSeq,
    hash: computed,
    previousHash: hex(header.previousLedgerHash.toBytes()),
    closedAt: new Date(Number(header.scpValue.closeTime) * 1000),
  }
}

/**
 * The events of one contract in a ledger, in chain order.
 * @param contract the 32 bytes of its id
 * @throws BadAnswer where the bytes are no LedgerCloseMeta, or that of another ledger
 */
export const readLedgerEvents = (bytes: Uint8Array, contract: Uint8Array, head: LedgerHead): readonly RawEvent[] => {
  const meta = decoded(`meta of ledger ${head.sequence}`, () => xdr.LedgerCloseMeta.fromXdr(bytes)).value
  if (hex(meta.ledgerHeader.hash.toBytes()) !== head.hash)
    throw new BadAnswer(`the meta of ledger ${head.sequence} is that of another ledger`)
  const wanted = hex(contract)
  return meta.txProcessing
    .flatMap(({ result, txApplyProcessing }, index) =>
      transactionEvents(txApplyProcessing, index + 1).map((placed) => ({
        ...placed,
        txHash: hex(result.transactionHash.toBytes()),
      })),
    )
    .sort(ledgerWide)
    .map(countLedgerWide())
    .filter(({ event }) => event.contractId !== null && hex(event.contractId.toBytes()) === wanted)
    .map((placed) => rawEvent(placed, head))
}

/** An event and its place in the ledger; `index` is null where it counts through the whole ledger. */
interface Placed {
  readonly transaction: number
  readonly operation: number
  readonly index: number | null
  readonly event: xdr.ContractEvent
}
type Published = Placed & { readonly txHash: string }

/** Places of fees, charged before and refunded after all transactions, and of refunds right after one (protocol ≤ 22). */
const BEFORE_ALL = { transaction: 0, operation: 0 }
const AFTER_ALL = { transaction: 1_048_575, operation: 0 }
const AFTER_ONE = 4_095

const transactionEvents = (meta: xdr.TransactionMeta, transaction: number): Placed[] => {
  if (meta.type === 'v4')
    return [...feeEvents(meta.value.events, transaction), ...operations(meta.value.operations, transaction)]
  if (meta.type === 'v3' && meta.value.sorobanMeta !== null)
    return placed(meta.value.sorobanMeta.events, transaction, 0)
  return []
}

const operations = (metas: readonly xdr.OperationMetaV2[], transaction: number): Placed[] =>
  metas.flatMap(({ events }, operation) => placed(events, transaction, operation))

const placed = (events: readonly xdr.ContractEvent[], transaction: number, operation: number): Placed[] =>
  events.map((event, index) => ({ transaction, operation, index, event }))

const feeEvents = (events: readonly xdr.TransactionEvent[], transaction: number): Placed[] => {
  let after = 0
  return events.map(({ stage, event }) => {
    if (stage.name === 'transactionEventStageBeforeAllTxs') return { ...BEFORE_ALL, index: null, event }
    if (stage.name === 'transactionEventStageAfterAllTxs') return { ...AFTER_ALL, index: null, event }
    return { transaction, operation: AFTER_ONE, index: after++, event }
  })
}

/** Chain order; events of one place keep theirs. */
const ledgerWide = (one: Placed, other: Placed) =>
  one.transaction - other.transaction || one.operation - other.operation

const countLedgerWide = () => {
  const counts = new Map<number, number>()
  return (placed: Published): Published & { readonly index: number } => {
    if (placed.index !== null) return { ...placed, index: placed.index }
    const index = counts.get(placed.transaction) ?? 0
    counts.set(placed.transaction, index + 1)
    return { ...placed, index }
  }
}

const rawEvent = (
  { transaction, operation, index, event, txHash }: Published & { readonly index: number },
  { sequence, closedAt }: LedgerHead,
): RawEvent => ({
  toid: (BigInt(sequence) << 32n) | (BigInt(transaction) << 12n) | BigInt(operation),
  eventIndex: index,
  ledger: sequence,
  closedAt,
  txHash,
  type: event.type.name === 'system' ? 'system' : 'contract',
  topics: event.body.value.topics.map(base64),
  data: base64(event.body.value.data),
})

const base64 = (value: xdr.ScVal) => Buffer.from(value.toXdr()).toString('base64')
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')

const decoded = <T>(what: string, decode: () => T): T => {
  try {
    return decode()
  } catch (cause) {
    throw new BadAnswer(`the ${what} is no XDR that is known here`, { cause })
  }
}
