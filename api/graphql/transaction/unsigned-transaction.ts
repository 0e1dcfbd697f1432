/** The unsigned transaction: everything a wallet shows before it signs, and a client can check against the XDR. */
import type { Resources } from '../../transactions/assemble.ts'
import type { Fees } from '../../transactions/fees.ts'
import type { UnsignedAuthorization as Authorization } from '../../transactions/signers.ts'
import type { UnsignedTransaction as Unsigned } from '../../transactions/unsigned.ts'
import { builder } from '../builder.ts'
import { PublishedEvent, TokenTransfer } from './published-event.ts'

const TransactionFees = builder.objectRef<Fees>('TransactionFees').implement({
  description: 'The most that a transaction costs, in stroops (10^-7 XLM). Unused resource fee comes back.',
  fields: (t) => ({
    inclusion: t.expose('inclusion', { type: 'TokenAmount', description: 'For being taken into a ledger.' }),
    resource: t.expose('resource', {
      type: 'TokenAmount',
      description: 'For instructions, entries, bytes, events and rent.',
    }),
    total: t.expose('total', { type: 'TokenAmount', description: 'Both together.' }),
  }),
})

const TransactionResources = builder.objectRef<Resources>('TransactionResources').implement({
  description: 'What a transaction declares that it uses at most; more than that fails it.',
  fields: (t) => ({
    instructions: t.expose('instructions', { type: 'UInt32', description: 'Instructions of the virtual machine.' }),
    readOnlyEntries: t.exposeInt('readOnlyEntries', { description: 'Ledger entries that it only reads.' }),
    readWriteEntries: t.exposeInt('readWriteEntries', { description: 'Ledger entries that it may write.' }),
    diskReadBytes: t.expose('diskReadBytes', { type: 'UInt32', description: 'Bytes read from disk.' }),
    writeBytes: t.expose('writeBytes', { type: 'UInt32', description: 'Bytes written.' }),
    restoredEntries: t.exposeInt('restoredEntries', {
      description: 'Archived entries that it brings back, at its own cost.',
    }),
  }),
})

const UnsignedAuthorization = builder.objectRef<Authorization>('UnsignedAuthorization').implement({
  description: 'What somebody else than the source must sign before the source signs the whole.',
  fields: (t) => ({
    address: t.expose('address', { type: 'Address', description: 'Who must sign.' }),
    function: t.exposeString('function', { description: 'The function that the signature authorises.' }),
    validUntilLedger: t.exposeInt('validUntilLedger', {
      description: 'The last ledger that accepts the signature; part of what is signed.',
    }),
    hash: t.expose('hash', { type: 'Hash', description: 'What is signed: SHA-256 of `preimageXdr`.' }),
    preimageXdr: t.exposeString('preimageXdr', {
      description: 'The HashIdPreimage as base64 XDR, for wallets that show what they sign.',
    }),
    entryXdr: t.exposeString('entryXdr', {
      description: 'The SorobanAuthorizationEntry as it stands in the transaction: replace it by the signed one.',
    }),
  }),
})

export const UnsignedTransaction = builder.objectRef<Unsigned>('UnsignedTransaction').implement({
  description:
    'A transaction that is ready to be signed: simulated on the newest ledger, with footprint, resources and fee. This API never signs.',
  fields: (t) => ({
    xdr: t.exposeString('xdr', { description: 'The TransactionEnvelope without signatures, base64.' }),
    hash: t.expose('hash', {
      type: 'Hash',
      description: 'What the source signs. It changes when authorisations of others are put in.',
    }),
    networkPassphrase: t.exposeString('networkPassphrase', { description: 'The network that the hash is made for.' }),
    contractId: t.expose('contractId', { type: 'Address', description: 'The contract that is called.' }),
    function: t.exposeString('function', { description: "The contract's own name of the function." }),
    arguments: t.expose('arguments', { type: 'JSON', description: 'The arguments as the envelope carries them.' }),
    source: t.expose('source', { type: 'Address', description: 'Who sends it, pays for it and signs it.' }),
    sequence: t.expose('sequence', { type: 'UInt64', description: 'The sequence number of the source that it takes.' }),
    fees: t.expose('fees', { type: TransactionFees, description: 'The most that it costs.' }),
    resources: t.expose('resources', { type: TransactionResources, description: 'What it may use.' }),
    authorizations: t.expose('authorizations', {
      type: [UnsignedAuthorization],
      description: 'What others must sign first; empty when the signature of the source is all.',
    }),
    validUntil: t.field({
      type: 'DateTime',
      description: 'Ledgers that close after this do not take it in.',
      resolve: ({ validUntil }) => new Date(validUntil * 1_000),
    }),
    simulatedAtLedger: t.exposeInt('simulatedAtLedger', { description: 'The ledger whose state the simulation used.' }),
    returnValue: t.expose('returnValue', {
      type: 'JSON',
      nullable: true,
      description: 'What the call returned in the simulation; null for nothing.',
    }),
    events: t.expose('events', {
      type: [PublishedEvent],
      description: 'The events that the simulation published, in order.',
    }),
    transfers: t.expose('transfers', { type: [TokenTransfer], description: 'The token movements among the events.' }),
    preview: t.exposeString('preview', { description: 'What it would do, in a sentence for people.' }),
    warnings: t.exposeStringList('warnings', {
      description: 'What the signer should know before signing; mostly empty.',
    }),
  }),
})
