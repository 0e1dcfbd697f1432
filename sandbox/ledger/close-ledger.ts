/**
 * Closing a ledger: fees of all transactions, then each in turn, then all refunds; then what the header says of it.
 * Nothing outside is changed: the caller stores the outcome and commits the layer, or drops both.
 */
import { xdr } from '@stellar/stellar-sdk'
import { BASE_RESERVE, changed, loadAccount, MAX_AMOUNT, storeAccount } from './accounts.ts'
import { type Applied, applyTransaction } from './apply-transaction.ts'
import { encodeChanges, entryChanges } from './entry-changes.ts'
import { feeEvent } from './events.ts'
import { type EvictionSchedule, evict } from './eviction.ts'
import { chargedFee } from './fees.ts'
import { fromHex, sha256, toHex } from './hash.ts'
import { createHeader, type ValueSigner } from './header.ts'
import type { AccountKey } from './keys.ts'
import type { AppliedTransaction, ClosedLedger, PublishedEvent } from './network.ts'
import type { LedgerContext } from './operations/context.ts'
import { publishEvents, type TransactionEvents } from './published-events.ts'
import { encodeResult } from './results.ts'
import { createLayer, type Ground, type Layer } from './state.ts'
import type { Transaction } from './transaction.ts'
import { encodeMeta, type TransactionEvent } from './transaction-meta.ts'
import { createTransactionSet } from './transaction-set.ts'
import { applyUpgrade, type Upgrade } from './upgrades.ts'
import { array, concat, int64 } from './xdr-bytes.ts'

export interface ClosingContext extends Omit<LedgerContext, 'ledger'> {
  protocol: number
  sign: ValueSigner
  evictions: EvictionSchedule
}

/** What a ledger is made of besides the one before. */
export interface LedgerInput {
  transactions: readonly Transaction[]
  /** Unix seconds. */
  closeTime: bigint
  upgrades: readonly Upgrade[]
}

/** A ledger that is closed but neither stored nor committed. */
export interface Closing {
  ledger: ClosedLedger
  /** Everything the ledger changed. */
  layer: Layer
  transactions: AppliedTransaction[]
  events: PublishedEvent[]
}

/** A transaction on its way through the ledger. */
interface Turn {
  transaction: Transaction
  fee: bigint
  feeChanges: Uint8Array
  applied?: Applied
  refund: bigint
  postFeeChanges: Uint8Array
}

export const closeLedger = (
  previous: ClosedLedger,
  state: Ground,
  { transactions, closeTime, upgrades: asked }: LedgerInput,
  closing: ClosingContext,
): Closing => {
  const ledger = { sequence: previous.sequence + 1, closeTime }
  const context: LedgerContext = { ...closing, ledger }
  const layer = createLayer(state, ledger.sequence)
  const set = createTransactionSet(previous.hash, transactions)
  const turns = set.applyOrder.map((transaction) => charge(transaction, layer))
  for (const [index, turn] of turns.entries()) {
    const seed = sha256(set.hash, int64(BigInt(index)))
    turn.applied = applyTransaction(turn.transaction, layer, context, seed)
  }
  for (const turn of turns) payBack(turn, layer)
  const aftermath = finish(ledger.sequence, layer, asked, closing)
  const results = turns.map(resultOf)
  const pairs = turns.map(({ transaction }, i) => concat([fromHex(transaction.hash), results[i]!]))
  const votes = asked.map(({ vote }) => vote)
  const named = { ...ledger, set: set.hash, results: sha256(array(pairs)), votes }
  const header = chain(previous, layer, turns, named, closing).toXdr()
  const closed = { ...ledger, hash: sha256(header), header, transactionSet: set.xdr, ...aftermath }
  const published = turns.map((turn) => eventsOf(turn, context))
  const applied = turns.map((turn, i) => record(turn, i, results[i]!, published[i]!, closed))
  return { ledger: closed, layer, transactions: applied, events: publishEvents(closed, published) }
}

/** What happens to a ledger after its transactions: settings change, what has expired leaves. */
const finish = (
  sequence: number,
  layer: Layer & Ground,
  asked: readonly Upgrade[],
  { settings, evictions }: ClosingContext,
): Pick<ClosedLedger, 'upgrades' | 'evictedKeys' | 'stateSize'> => {
  const upgrades = asked.map((upgrade) => applyUpgrade(upgrade, layer))
  const evictedKeys = evict(layer, evictions.due(sequence), settings.archival.maxEntriesToArchive)
  return { upgrades, evictedKeys, stateSize: settings.stateSize }
}

/** Takes the fee, or as much of it as there is. */
const charge = (transaction: Transaction, ground: Ground): Turn => {
  const layer = createLayer(ground)
  const account = loadAccount(layer, transaction.feeSource)
  if (account === undefined) throw new Error(`the fee source of ${transaction.hash} is not in the ledger`)
  const due = chargedFee(transaction)
  const fee = due < account.balance ? due : account.balance
  storeAccount(layer, changed(account, { balance: account.balance - fee }))
  const feeChanges = encodeChanges(entryChanges(layer))
  layer.commit()
  return { transaction, fee, feeChanges, refund: 0n, postFeeChanges: encodeChanges([]) }
}

/** Gives back what was not used of the resource fee. */
const payBack = (turn: Turn, ground: Ground): void => {
  const refund = turn.applied!.refund
  const layer = createLayer(ground)
  const account = loadAccount(layer, turn.transaction.feeSource)
  if (refund === 0n || account === undefined || account.balance + refund > MAX_AMOUNT) return
  storeAccount(layer, changed(account, { balance: account.balance + refund }))
  turn.postFeeChanges = encodeChanges(entryChanges(layer))
  turn.refund = refund
  layer.commit()
}

const resultOf = ({ transaction, applied, fee, refund }: Turn): Uint8Array =>
  encodeResult(transaction, applied!.outcome, fee - refund)

const chain = (
  previous: ClosedLedger,
  layer: Layer,
  turns: readonly Turn[],
  ledger: { sequence: number; closeTime: bigint; set: Uint8Array; results: Uint8Array; votes: Uint8Array[] },
  { protocol, sign }: ClosingContext,
): xdr.LedgerHeader => {
  const before = xdr.LedgerHeader.fromXdr(previous.header)
  const parts = {
    protocol,
    sequence: ledger.sequence,
    closeTime: ledger.closeTime,
    previousLedgerHash: previous.hash,
    previousSkipList: before.skipList.map((hash) => hash.toBytes()),
    transactionSetHash: ledger.set,
    resultSetHash: ledger.results,
    stateDigest: digest(before.bucketListHash.toBytes(), layer),
    feePool: turns.reduce((pool, { fee, refund }) => pool + fee - refund, before.feePool),
    baseReserve: BASE_RESERVE,
    upgrades: ledger.votes,
  }
  return createHeader(parts, sign)
}

/** A digest over everything that ever changed: this ledger's changes upon the digest before. */
const digest = (before: Uint8Array, layer: Layer): Uint8Array =>
  sha256(before, ...entryChanges(layer).map((change) => sha256(change)))

const eventsOf = ({ transaction, applied, fee, refund }: Turn, context: LedgerContext): TransactionEvents => {
  const native = context.assetContract(xdr.Asset.assetTypeNative())
  const payer: AccountKey = transaction.feeSource
  return {
    hash: transaction.hash,
    successful: applied!.outcome.code === 'txSuccess',
    charged: feeEvent(native, payer, fee),
    operations: applied!.meta.operations.map(({ events }) => events),
    refunded: refund === 0n ? null : feeEvent(native, payer, -refund),
  }
}

const record = (
  { transaction, applied, feeChanges, postFeeChanges }: Turn,
  index: number,
  result: Uint8Array,
  { successful, charged, refunded }: TransactionEvents,
  { sequence, closeTime }: ClosedLedger,
): AppliedTransaction => {
  const events: TransactionEvent[] = [{ stage: 'before all', event: charged }]
  if (refunded !== null) events.push({ stage: 'after all', event: refunded })
  return {
    hash: transaction.hash,
    innerHash: transaction.feeBump === null ? null : toHex(transaction.innerHash),
    ledger: sequence,
    position: index + 1,
    closeTime,
    successful,
    envelope: transaction.envelope,
    result,
    meta: encodeMeta({ ...applied!.meta, events }),
    feeChanges,
    postFeeChanges,
  }
}
