/** Accounts that act on a network: builds, simulates, signs and submits with the stock SDK. */
import { Account, Keypair, Operation, type Transaction, TransactionBuilder, xdr } from '@stellar/stellar-sdk'
import { rootKeypair } from '../../../../sandbox/ledger/genesis.ts'
import { sha256 } from '../../../../sandbox/ledger/hash.ts'
import { accountId, accountKey } from '../../../../sandbox/ledger/keys.ts'
import { createNetwork, type Network, type NetworkOptions } from '../../../../sandbox/ledger/network.ts'

export const PASSPHRASE = 'Standalone Network ; February 2017'

/** A key that is the same in every run. */
export const keypair = (name: string): Keypair => Keypair.fromRawEd25519Seed(Buffer.from(sha256('test', name)))

export const openNetwork = (options: Partial<NetworkOptions> = {}): Network =>
  createNetwork({
    passphrase: PASSPHRASE,
    storeFile: ':memory:',
    genesisCloseTime: 1_790_000_000n,
    now: () => 1_790_000_000n, // ledgers are a second apart
    ...options,
  })

export const raw = (key: Keypair): Uint8Array => new Uint8Array(key.rawPublicKey())

export const accountOf = (network: Network, key: Keypair): xdr.AccountEntry | undefined => {
  const found = network.entry(accountKey(raw(key)))
  if (found === undefined) return undefined
  const { data } = xdr.LedgerEntry.fromXdr(found.entry)
  return data.type === 'account' ? data.account : undefined
}

export interface BuildOptions {
  /** Stroops for each operation. */
  fee?: string
  sequence?: bigint
  soroban?: xdr.SorobanTransactionData
  signers?: Keypair[]
  build?: (builder: TransactionBuilder) => void
}

/** A signed transaction of `source` with the sequence number that is due. */
export const build = (
  network: Network,
  source: Keypair,
  operations: xdr.Operation | xdr.Operation[],
  { fee = '100', sequence, soroban, signers = [source], build: more }: BuildOptions = {},
): Transaction => {
  const last = sequence ?? accountOf(network, source)?.seqNum ?? 0n
  const builder = new TransactionBuilder(new Account(source.publicKey(), String(last)), {
    fee,
    networkPassphrase: PASSPHRASE,
    timebounds: { minTime: 0, maxTime: 0 },
  })
  for (const operation of [operations].flat()) builder.addOperation(operation)
  if (soroban !== undefined) builder.setSorobanData(soroban)
  more?.(builder)
  const transaction = builder.build()
  for (const signer of signers) transaction.sign(signer)
  return transaction
}

export const envelopeOf = (transaction: { toEnvelope(): xdr.TransactionEnvelope }): Uint8Array =>
  transaction.toEnvelope().toXdr()

/** Submits, closes a ledger and answers what became of it. */
export const run = (network: Network, transaction: Transaction) => {
  const submission = network.submit(envelopeOf(transaction))
  if (submission.status === 'ERROR') {
    throw new Error(`refused: ${JSON.stringify(xdr.TransactionResult.fromXdr(submission.result).toJson())}`)
  }
  network.close()
  const applied = network.transaction(submission.hash)
  if (applied === undefined) throw new Error(`${submission.hash} is not in the ledger`)
  return {
    applied,
    result: xdr.TransactionResult.fromXdr(applied.result),
    meta: metaOf(applied.meta),
  }
}

export const metaOf = (bytes: Uint8Array): xdr.TransactionMetaV4 => {
  const meta = xdr.TransactionMeta.fromXdr(bytes)
  if (meta.type !== 'v4') throw new Error(`meta of type ${meta.type}`)
  return meta.v4
}

/** Gives new accounts lumens from the root account. */
export const fund = (network: Network, keys: Keypair[], startingBalance = '10000'): void => {
  const operations = keys.map((key) => Operation.createAccount({ destination: key.publicKey(), startingBalance }))
  run(network, build(network, rootKeypair(PASSPHRASE), operations))
}

/** Simulates an invocation and puts what it found into the transaction. */
export const invoke = (
  network: Network,
  source: Keypair,
  hostFunction: xdr.HostFunction,
  options: { auth?: xdr.SorobanAuthorizationEntry[]; signers?: Keypair[]; feeSlack?: bigint } = {},
): Transaction => {
  const simulation = network.simulateInvoke({
    hostFunction: hostFunction.toXdr(),
    source: accountId(raw(source)),
    auth: (options.auth ?? []).map((entry) => entry.toXdr()),
    authMode: options.auth === undefined ? 'record' : 'enforce',
    useUpgradedAuth: false,
  })
  if (simulation.transactionData === null) throw new Error(`simulation failed: ${simulation.error}`)
  const soroban = xdr.SorobanTransactionData.fromXdr(simulation.transactionData)
  const auth = options.auth ?? simulation.auth.map((entry) => xdr.SorobanAuthorizationEntry.fromXdr(entry))
  const operation = Operation.invokeHostFunction({ func: hostFunction, auth })
  return build(network, source, operation, {
    soroban,
    fee: '100',
    ...(options.signers && { signers: options.signers }),
  })
}

/** What a prepared transaction declares. */
export const sorobanDataOf = (transaction: Transaction): xdr.SorobanTransactionData => {
  const envelope = transaction.toEnvelope()
  if (envelope.type !== 'envelopeTypeTx' || envelope.v1.tx.ext.type !== 'sorobanData') throw new Error('no resources')
  return envelope.v1.tx.ext.sorobanData
}
