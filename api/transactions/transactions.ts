/** Transactions of one market: build, relay, follow. No database, no keys; the network is asked through its RPC nodes. */
import type { MarketAddress } from '../../contract/interface/market.ts'
import type { ContractSpec } from '../../contract/interface/spec.ts'
import { type AuthorizationSignature, type AuthorizedTransaction, authorizeTransaction } from './authorize.ts'
import { type Builder, buildTransaction, type Intent } from './build.ts'
import { type ArchivedEvent, fromArchive, type PublishedEvent, readEvents } from './events.ts'
import { writingFunctionsByName } from './functions.ts'
import { createLedgerClock } from './ledger-clock.ts'
import { createRelayed } from './relayed.ts'
import { type ChainRpc, createChainRpc } from './rpc.ts'
import { createSignerGuess } from './signer-guess.ts'
import { type TransactionStatus, transactionStatus } from './status.ts'
import { type Submission, submitTransaction } from './submit.ts'
import type { UnsignedTransaction } from './unsigned.ts'

/** Every failure is a TransactionRefused. */
export interface Transactions {
  /** The unsigned transaction for an intent, simulated and assembled. */
  build(intent: Intent): Promise<UnsignedTransaction>
  /** Puts what others signed into an unsigned envelope (base64). Asks the network nothing. @throws TransactionRefused */
  authorize(xdr: string, signatures: readonly AuthorizationSignature[]): AuthorizedTransaction
  /** Hands a signed envelope (base64) to the network. */
  submit(xdr: string): Promise<Submission>
  /** What became of a transaction. */
  transaction(hash: string): Promise<TransactionStatus>
  /** Reads archived events by the interface of the contract. */
  readEvents(events: readonly ArchivedEvent[]): PublishedEvent[]
}

/** By the market's name, in the order of the configuration. */
export type TransactionsByMarket = ReadonlyMap<string, Transactions>

export interface TransactionsOptions {
  readonly market: Pick<MarketAddress, 'contractId' | 'networkPassphrase' | 'rpcUrls'>
  readonly spec: ContractSpec
  /** Instead of the market's RPC nodes. */
  readonly rpc?: ChainRpc
  /** Per request and node. @default 10000 */
  readonly timeoutMs?: number
  /** Unix seconds. @default the machine's clock, used only where a node does not tell the time of its newest ledger */
  readonly now?: () => number
}

/** Asks nothing before the first call and holds nothing that must be closed. */
export const createTransactions = (options: TransactionsOptions): Transactions => {
  const { contractId, networkPassphrase, rpcUrls } = options.market
  const { spec, timeoutMs = 10_000, now = () => Date.now() / 1_000 } = options
  const rpc = options.rpc ?? createChainRpc({ urls: rpcUrls, networkPassphrase, timeoutMs })
  const builder: Builder = {
    rpc,
    spec,
    functions: writingFunctionsByName(spec),
    contractId,
    networkPassphrase,
    signers: createSignerGuess(),
    clock: createLedgerClock(rpc),
    now,
  }
  const context = { ...builder, relayed: createRelayed() }
  return {
    build: (intent) => buildTransaction(builder, intent),
    authorize: (xdr, signatures) => authorizeTransaction(xdr, signatures, networkPassphrase),
    submit: (xdr) => submitTransaction(context, xdr),
    transaction: (hash) => transactionStatus(context, hash),
    readEvents: (events) => readEvents(spec, contractId, events.map(fromArchive)),
  }
}
