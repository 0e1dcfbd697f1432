/** The real contract on a real local network, for tests and benches: parties with tokens, and a way to sign and send what was built. */
import { createHash } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import {
  Address,
  Asset,
  type Keypair,
  nativeToScVal,
  Operation,
  scValToNative,
  type Transaction,
  TransactionBuilder,
} from '@stellar/stellar-sdk'
import type { Intent } from '../../../api/transactions/build.ts'
import type { TransactionStatus } from '../../../api/transactions/status.ts'
import { createTransactions, type Transactions } from '../../../api/transactions/transactions.ts'
import type { UnsignedTransaction } from '../../../api/transactions/unsigned.ts'
import { type ContractSpec, loadContractSpec } from '../../../contract/interface/spec.ts'
import { loadContractWasm } from '../../../contract/interface/wasm.ts'
import type { Sandbox } from '../../../sandbox/start.ts'
import { deployToken, fundedAccount, keypairOf, perform } from '../../support/accounts.ts'
import { startNetwork } from '../../support/network.ts'

const PARTIES = ['owner', 'provider', 'consumer', 'user', 'heir', 'issuer'] as const
export type Party = (typeof PARTIES)[number]

const STARTING_USDC = '1000'
const DEADLINE_MS = 10_000
const POLL_MS = 10

export interface MarketNetwork {
  readonly sandbox: Sandbox
  readonly spec: ContractSpec
  readonly keys: Readonly<Record<Party, Keypair>>
  readonly addresses: Readonly<Record<Party, string>>
  readonly contractId: string
  readonly usdc: Asset
  readonly token: string
  /** Nobody holds any. */
  readonly otherToken: string
  readonly wasmHash: string
  readonly transactions: Transactions
  /** Signs the envelope as it is, sends it, and waits for the network's result. */
  send(unsigned: UnsignedTransaction, ...signers: Keypair[]): Promise<TransactionStatus>
  /** Builds, signs with the source, sends; fails unless it succeeds. */
  perform(intent: Intent, signer: Party): Promise<TransactionStatus>
}

/** Deploys the market; its stable asset is not set yet. */
export const startMarketNetwork = async (): Promise<MarketNetwork> => {
  const sandbox = await startNetwork()
  const keys = Object.fromEntries(PARTIES.map((name) => [name, keypairOf(name)])) as Record<Party, Keypair>
  const addresses = Object.fromEntries(PARTIES.map((name) => [name, keys[name].publicKey()])) as Record<Party, string>
  for (const name of PARTIES) await fundedAccount(sandbox, name)
  const usdc = new Asset('USDC', addresses.issuer)
  const token = await deployToken(sandbox, keys.issuer, usdc)
  const otherToken = await deployToken(sandbox, keys.issuer, new Asset('EURC', addresses.issuer))
  for (const name of ['owner', 'provider', 'consumer'] as const) {
    await perform(sandbox, keys[name], Operation.changeTrust({ asset: usdc }))
    await perform(
      sandbox,
      keys.issuer,
      Operation.payment({ destination: addresses[name], asset: usdc, amount: STARTING_USDC }),
    )
  }
  const { contractId, wasmHash } = await deployContract(sandbox, keys.owner)
  const spec = loadContractSpec()
  const { passphrase: networkPassphrase } = sandbox.network
  const transactions = createTransactions({ market: { contractId, networkPassphrase, rpcUrls: [sandbox.url] }, spec })
  const send: MarketNetwork['send'] = async (unsigned, ...signers) =>
    sendSigned(transactions, signed(unsigned.xdr, networkPassphrase, signers))
  return {
    ...{ sandbox, spec, keys, addresses, contractId, usdc, token, otherToken, wasmHash, transactions, send },
    perform: async (intent, signer) => {
      const status = await send(await transactions.build(intent), keys[signer])
      if (status.state === 'SUCCESS') return status
      throw new Error(`${intent.function}: ${status.state} ${status.reason?.message}`)
    },
  }
}

const deployContract = async (sandbox: Sandbox, owner: Keypair) => {
  const wasm = loadContractWasm()
  const wasmHash = createHash('sha256').update(wasm).digest()
  await perform(sandbox, owner, Operation.uploadContractWasm({ wasm }))
  const { returnValue } = await perform(
    sandbox,
    owner,
    Operation.createCustomContract({
      address: Address.fromString(owner.publicKey()),
      wasmHash,
      salt: Buffer.alloc(32),
      constructorArgs: [Address.fromString(owner.publicKey()).toScVal(), nativeToScVal(250n, { type: 'u128' })],
    }),
  )
  return { contractId: scValToNative(returnValue!) as string, wasmHash: wasmHash.toString('hex') }
}

/** The envelope with signatures and nothing else changed. */
export const signed = (envelope: string, networkPassphrase: string, signers: readonly Keypair[]): Transaction => {
  const transaction = TransactionBuilder.fromXdr(envelope, networkPassphrase) as Transaction
  transaction.sign(...signers)
  return transaction
}

/** Submits and follows until the network has decided. */
export const sendSigned = async (
  transactions: Transactions,
  transaction: Pick<Transaction, 'toXdr'>,
): Promise<TransactionStatus> => {
  const { hash, status, reason } = await transactions.submit(transaction.toXdr())
  if (status !== 'PENDING') throw new Error(`${status}: ${reason?.message}`)
  const deadline = performance.now() + DEADLINE_MS
  for (;;) {
    const known = await transactions.transaction(hash)
    if (known.state !== 'PENDING') return known
    if (performance.now() > deadline) throw new Error(`${hash} is still pending after ${DEADLINE_MS} ms`)
    await delay(POLL_MS)
  }
}
