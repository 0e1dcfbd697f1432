/** The border to the network: the few JSON-RPC calls that building and relaying need, over several nodes in order. */
import type { FeeBumpTransaction, rpc, Transaction, xdr } from '@stellar/stellar-sdk'
import { hostOf } from '../../program/address.ts'
import { openServer } from '../../stellar/server.ts'
import { TransactionRefused } from './refusal.ts'
import { describeNodeError, NodeUnavailable } from './rpc-errors.ts'

/** Seen right after a ledger closed on a busy node: the next attempt succeeds. */
const TRANSIENT_SIMULATION = /is not present in the snapshot/

type AnyTransaction = Transaction | FeeBumpTransaction

/** The newest ledger of a node; `closedAt` in unix seconds, undefined where the node is too old to say. */
export interface NewestLedger {
  readonly sequence: number
  readonly closedAt: number | undefined
}

/** Calls answer with the wire's own objects; every failure is a TransactionRefused. */
export interface ChainRpc {
  simulate(transaction: Transaction): Promise<rpc.Api.RawSimulateTransactionResponse>
  entries(...keys: xdr.LedgerKey[]): Promise<rpc.Api.RawLedgerEntryResult[]>
  send(transaction: AnyTransaction): Promise<rpc.Api.RawSendTransactionResponse>
  transaction(hash: string): Promise<rpc.Api.RawGetTransactionResponse>
  newestLedger(): Promise<NewestLedger>
}

export interface ChainRpcOptions {
  /** Asked in this order; one that does not answer, or belongs to another network, is passed over. */
  readonly urls: readonly string[]
  readonly networkPassphrase: string
  /** Per request and node. @default 10000 */
  readonly timeoutMs?: number
}

interface Node {
  /** Host and port: an address may carry a key, which does not belong into a log. */
  readonly name: string
  readonly server: rpc.Server
  /** Settled once the node has said which network it serves; a failure is asked again. */
  network: Promise<string> | undefined
}

/** Nothing is asked before the first call. */
export const createChainRpc = ({ urls, networkPassphrase, timeoutMs = 10_000 }: ChainRpcOptions): ChainRpc => {
  const nodes = urls.map((url) => connect(url, timeoutMs))
  const ask = <T>(method: string, call: (server: rpc.Server) => Promise<T>) =>
    askInOrder(nodes, networkPassphrase, method, call)
  const simulateOnce = (transaction: Transaction) =>
    ask('simulateTransaction', (server) => server._simulateTransaction(transaction))
  return {
    simulate: async (transaction) => {
      const answer = await simulateOnce(transaction)
      return answer.error && TRANSIENT_SIMULATION.test(answer.error) ? simulateOnce(transaction) : answer
    },
    entries: async (...keys) =>
      (await ask('getLedgerEntries', (server) => server._getLedgerEntries(...keys))).entries ?? [],
    send: (transaction) => ask('sendTransaction', (server) => server._sendTransaction(transaction)),
    transaction: (hash) => ask('getTransaction', (server) => server._getTransaction(hash)),
    newestLedger: async () => toNewestLedger(await ask('getHealth', (server) => server.getHealth())),
  }
}

const connect = (url: string, timeoutMs: number): Node => ({
  name: hostOf(url),
  server: openServer(url, { timeoutMs }),
  network: undefined,
})

/** The first node that answers decides; its refusal is final, its silence is not. */
const askInOrder = async <T>(
  nodes: readonly Node[],
  passphrase: string,
  method: string,
  call: (server: rpc.Server) => Promise<T>,
): Promise<T> => {
  const silent: NodeUnavailable[] = []
  for (const node of nodes) {
    try {
      await checkNetwork(node, passphrase)
      return await callNode(node, method, call)
    } catch (error) {
      if (!(error instanceof NodeUnavailable)) throw error
      silent.push(error)
    }
  }
  throw new TransactionRefused(
    'RPC_UNAVAILABLE',
    `No node of the network answers ${method} at present; try again in some seconds.`,
    { method },
    { cause: new AggregateError(silent, silent.map(({ message }) => message).join('; ')) },
  )
}

const callNode = async <T>(node: Node, method: string, call: (server: rpc.Server) => Promise<T>): Promise<T> => {
  try {
    return await call(node.server)
  } catch (thrown) {
    throw describeNodeError(method, node.name, thrown)
  }
}

/** Once per node: a transaction must never be built on, or sent to, another network than the market's. */
const checkNetwork = async (node: Node, passphrase: string) => {
  node.network ??= callNode(node, 'getNetwork', async (server) => (await server.getNetwork()).passphrase)
  const served = await node.network.catch((error: unknown) => {
    node.network = undefined
    throw error
  })
  if (served !== passphrase)
    throw new NodeUnavailable(
      `${node.name} serves the network "${String(served).slice(0, 100)}", the market is on "${passphrase}"`,
    )
}

const toNewestLedger = (health: rpc.Api.GetHealthResponse & { latestLedgerCloseTime?: string | number }) => ({
  sequence: health.latestLedger,
  closedAt: health.latestLedgerCloseTime === undefined ? undefined : Number(health.latestLedgerCloseTime),
})
