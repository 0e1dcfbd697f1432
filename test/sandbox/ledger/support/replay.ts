/**
 * The ledger's entries put together again from LedgerCloseMeta alone, as an indexer would: every change must fit what the
 * changes before it left. Holds for real networks too, so the same checks run on recorded ledgers.
 */
import { hash, Keypair, xdr } from '@stellar/stellar-sdk'
import { newAccount, wrapEntry } from '../../../../sandbox/ledger/accounts.ts'
import { TOTAL_COINS } from '../../../../sandbox/ledger/header.ts'
import type { Network } from '../../../../sandbox/ledger/network.ts'
import { stamped } from '../../../../sandbox/ledger/state.ts'

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')
const sha = (value: { toXdr(): Uint8Array }): string => hex(hash(value.toXdr()))

/** The LedgerKey of an entry, as text. */
export const keyOf = ({ data }: xdr.LedgerEntry): string => {
  switch (data.type) {
    case 'account':
      return xdr.LedgerKey.account(new xdr.LedgerKeyAccount(data.account)).toXdr('base64')
    case 'trustline':
      return xdr.LedgerKey.trustline(new xdr.LedgerKeyTrustLine(data.trustLine)).toXdr('base64')
    case 'data':
      return xdr.LedgerKey.data(new xdr.LedgerKeyData(data.data)).toXdr('base64')
    case 'contractData':
      return xdr.LedgerKey.contractData(new xdr.LedgerKeyContractData(data.contractData)).toXdr('base64')
    case 'contractCode':
      return xdr.LedgerKey.contractCode(new xdr.LedgerKeyContractCode(data.contractCode)).toXdr('base64')
    case 'ttl':
      return xdr.LedgerKey.ttl(new xdr.LedgerKeyTtl(data.ttl)).toXdr('base64')
    case 'configSetting':
      return Buffer.from([0, 0, 0, 8, ...data.configSetting.toXdr().slice(0, 4)]).toString('base64')
    default:
      throw new Error(`an entry of type ${data.type}`)
  }
}

/** What replaying found. */
export interface Replay {
  /** LedgerEntry by LedgerKey, both base64. */
  entries: Map<string, string>
  /** Keys whose first appearance was no creation. */
  unexplained: Set<string>
  /** Forms of change seen, joined for each key of an operation: `restored+updated`. */
  forms: Set<string>
  evicted: number
}

/** @param known entries that are there before the first ledger */
export const createReplay = (known: readonly xdr.LedgerEntry[] = []): Replay => ({
  entries: new Map(known.map((entry) => [keyOf(entry), entry.toXdr('base64')])),
  unexplained: new Set(),
  forms: new Set(),
  evicted: 0,
})

const touch = ({ entries, unexplained }: Replay, key: string): string | undefined => {
  if (!entries.has(key)) unexplained.add(key)
  return entries.get(key)
}

/** A list of changes: what a change replaces must be what is there. @throws Error naming the ledger */
const applyChanges = (replay: Replay, changes: readonly xdr.LedgerEntryChange[], where: string): void => {
  const { entries } = replay
  const forms = new Map<string, string[]>()
  for (const change of changes) {
    const key = change.type === 'ledgerEntryRemoved' ? change.removed.toXdr('base64') : keyOf(entryOf(change))
    const before = forms.get(key) ?? []
    forms.set(key, [...before, change.type.slice('ledgerEntry'.length).toLowerCase()])
    const fault = faultOf(replay, change, key, before)
    if (fault !== null) throw new Error(`${where}: ${change.type} ${fault}: ${key}`)
    if (change.type === 'ledgerEntryRemoved') entries.delete(key)
    else entries.set(key, entryOf(change).toXdr('base64'))
  }
  for (const list of forms.values()) replay.forms.add(list.join('+'))
}

const entryOf = (change: Exclude<xdr.LedgerEntryChange, { type: 'ledgerEntryRemoved' }>): xdr.LedgerEntry => {
  switch (change.type) {
    case 'ledgerEntryCreated':
      return change.created
    case 'ledgerEntryUpdated':
      return change.updated
    case 'ledgerEntryState':
      return change.state
    case 'ledgerEntryRestored':
      return change.restored
  }
}

const faultOf = (replay: Replay, change: xdr.LedgerEntryChange, key: string, before: readonly string[]) => {
  switch (change.type) {
    case 'ledgerEntryState': {
      const there = touch(replay, key)
      return there === undefined || there === change.state.toXdr('base64') ? null : 'is not what is there'
    }
    case 'ledgerEntryCreated':
      return replay.entries.has(key) ? 'is there already' : null
    case 'ledgerEntryRestored':
      return before.length > 0 ? 'comes after another change' : null
    default:
      return ['state', 'restored', 'created', 'updated'].includes(before.at(-1) ?? '') ? null : 'has nothing before it'
  }
}

/** Takes up a ledger. @returns what it is @throws Error naming what does not fit */
export const replayLedger = (replay: Replay, meta: xdr.LedgerCloseMeta): xdr.LedgerCloseMetaV2 => {
  if (meta.type !== 'v2') throw new Error(`version ${meta.type}`)
  const { txProcessing, upgradesProcessing, evictedKeys, ledgerHeader } = meta.v2
  const where = `ledger ${ledgerHeader.header.ledgerSeq}`
  for (const { feeProcessing } of txProcessing) applyChanges(replay, feeProcessing, where)
  for (const { txApplyProcessing } of txProcessing) {
    if (txApplyProcessing.type !== 'v4') throw new Error(`${where}: meta of version ${txApplyProcessing.type}`)
    const { txChangesBefore, operations, txChangesAfter } = txApplyProcessing.v4
    applyChanges(replay, txChangesBefore, where)
    for (const { changes } of operations) applyChanges(replay, changes, where)
    applyChanges(replay, txChangesAfter, where)
  }
  for (const { postTxApplyFeeProcessing } of txProcessing) applyChanges(replay, postTxApplyFeeProcessing, where)
  for (const { changes } of upgradesProcessing) applyChanges(replay, changes, where)
  for (const key of evictedKeys) evict(replay, key.toXdr('base64'), where)
  return meta.v2
}

const evict = (replay: Replay, key: string, where: string): void => {
  if (touch(replay, key) === undefined) throw new Error(`${where}: evicts what is not there: ${key}`)
  replay.entries.delete(key)
  replay.evicted++
}

/** The envelopes of a transaction set, whatever phase they are in. */
const envelopesOf = (set: xdr.GeneralizedTransactionSet): xdr.TransactionEnvelope[] =>
  set.v1TxSet.phases.flatMap((phase) =>
    phase.type === 'v0Components'
      ? phase.v0Components.flatMap((component) => component.txsMaybeDiscountedFee.txs)
      : phase.parallelTxsComponent.executionStages.flat(2),
  )

const signatureBase = (envelope: xdr.TransactionEnvelope): xdr.TransactionSignaturePayloadTaggedTransaction => {
  const Tagged = xdr.TransactionSignaturePayloadTaggedTransaction
  if (envelope.type === 'envelopeTypeTxFeeBump') return Tagged.envelopeTypeTxFeeBump(envelope.feeBump.tx)
  if (envelope.type === 'envelopeTypeTx') return Tagged.envelopeTypeTx(envelope.v1.tx)
  throw new Error(`an envelope of type ${envelope.type}`)
}

/** What the header says about its ledger, beside what is so; equal when all is well. */
export const headerClaims = (meta: xdr.LedgerCloseMetaV2, previousHash: string, passphrase: string) => {
  const { ledgerHeader, txSet, txProcessing, upgradesProcessing } = meta
  const { header } = ledgerHeader
  const results = txProcessing.map(({ result }) => result)
  const networkId = hash(passphrase)
  const hashOf = (envelope: xdr.TransactionEnvelope) =>
    sha(new xdr.TransactionSignaturePayload({ networkId, taggedTransaction: signatureBase(envelope) }))
  return {
    says: {
      hash: hex(ledgerHeader.hash.toBytes()),
      previous: hex(header.previousLedgerHash.toBytes()),
      set: hex(header.scpValue.txSetHash.toBytes()),
      setFollows: hex(txSet.v1TxSet.previousLedgerHash.toBytes()),
      results: hex(header.txSetResultHash.toBytes()),
      transactions: results.map(({ transactionHash }) => hex(transactionHash.toBytes())).sort(),
      upgrades: header.scpValue.upgrades.map((upgrade) => hex(upgrade.toBytes())),
    },
    is: {
      hash: sha(header),
      previous: previousHash,
      set: sha(txSet),
      setFollows: previousHash,
      results: sha(new xdr.TransactionResultSet({ results })),
      transactions: envelopesOf(txSet).map(hashOf).sort(),
      upgrades: upgradesProcessing.map(({ upgrade }) => hex(upgrade.toXdr())),
    },
  }
}

/** All that is there before ledger 2. */
export const rootEntry = (passphrase: string): xdr.LedgerEntry => {
  const account = newAccount(new Uint8Array(Keypair.master(passphrase).rawPublicKey()), TOTAL_COINS, 0n)
  return xdr.LedgerEntry.fromXdr(stamped(wrapEntry(xdr.LedgerEntryData.account(account)), 1))
}

/** Every ledger of a local network. */
export const replayNetwork = (network: Network): Replay => {
  const replay = createReplay([rootEntry(network.passphrase)])
  for (let sequence = 2; sequence <= network.latest().sequence; sequence++) {
    replayLedger(replay, xdr.LedgerCloseMeta.fromXdr(network.closeMeta(sequence)!))
  }
  return replay
}
