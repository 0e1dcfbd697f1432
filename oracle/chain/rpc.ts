/** The few JSON-RPC calls that the programs need, over several nodes in their order. */
import { type FeeBumpTransaction, Keypair, type rpc, type Transaction, xdr } from '@stellar/stellar-sdk'
import { hostOf } from '../../program/address.ts'
import { openServer } from '../../stellar/server.ts'
import { Obstacle } from './obstacle.ts'

/** The newest ledger of a node; `closedAt` in unix seconds of the network's clock. */
export interface NewestLedger {
  readonly sequence: number
  readonly closedAt: number
}

/** A node's answer to a transaction, and whether a node before it was silent: that one may have taken it. */
export interface SendAnswer {
  readonly answer: rpc.Api.RawSendTransactionResponse
  readonly certain: boolean
}

/** @throws Obstacle of kind `node` where no node answers */
export interface ChainRpc {
  simulate(transaction: Transaction): Promise<rpc.Api.RawSimulateTransactionResponse>
  /** Sequence number of an account; undefined where there is no such account. */
  sequenceOf(address: string): Promise<bigint | undefined>
  send(transaction: Transaction | FeeBumpTransaction): Promise<SendAnswer>
  transaction(hash: string): Promise<rpc.Api.RawGetTransactionResponse>
  newestLedger(): Promise<NewestLedger>
}

export interface ChainRpcOptions {
  /** Asked in this order; one that does not answer, or serves another network, is passed over. */
  readonly urls: readonly string[]
  readonly networkPassphrase: string
  /** Per question and node. @default 10000 */
  readonly timeoutMs?: number
}

interface Node {
  /** Host and port: an address may carry a key, which belongs into no log. */
  readonly name: string
  readonly server: rpc.Server
  network: Promise<string> | undefined
}

type Ask<T> = (server: rpc.Server) => Promise<T>

/** Nothing is asked before the first call. */
export const createChainRpc = ({ urls, networkPassphrase, timeoutMs = 10_000 }: ChainRpcOptions): ChainRpc => {
  const nodes = urls.map((url) => connect(url, timeoutMs))
  const ask = async <T>(method: string, call: Ask<T>) =>
    (await askInOrder(nodes, networkPassphrase, method, call)).answer
  return {
    simulate: (transaction) => ask('simulateTransaction', (server) => server._simulateTransaction(transaction)),
    sequenceOf: async (address) => {
      const key = xdr.LedgerKey.account(
        new xdr.LedgerKeyAccount({ accountId: Keypair.fromPublicKey(address).xdrAccountId() }),
      )
      const { entries } = await ask('getLedgerEntries', (server) => server._getLedgerEntries(key))
      return entries?.[0] && sequenceIn(entries[0].xdr)
    },
    send: (transaction) =>
      askInOrder(nodes, networkPassphrase, 'sendTransaction', (server) => server._sendTransaction(transaction)),
    transaction: (hash) => ask('getTransaction', (server) => server._getTransaction(hash)),
    newestLedger: async () => toNewestLedger(await ask('getHealth', (server) => server.getHealth())),
  }
}

const connect = (url: string, timeoutMs: number): Node => ({
  name: hostOf(url),
  server: openServer(url, { timeoutMs }),
  network: undefined,
})

const sequenceIn = (base64: string): bigint | undefined => {
  const data = xdr.LedgerEntryData.fromXdr(base64, 'base64')
  return data.type === 'account' ? data.value.seqNum : undefined
}

/** The first node that answers decides. */
const askInOrder = async <T>(nodes: readonly Node[], passphrase: string, method: string, call: Ask<T>) => {
  const silent: Error[] = []
  for (const node of nodes) {
    try {
      await checkNetwork(node, passphrase)
      return { answer: await askNode(node, method, call), certain: silent.length === 0 }
    } catch (error) {
      silent.push(error as Error)
    }
  }
  const reasons = silent.map(({ message }) => message).join('; ')
  throw new Obstacle('node', `no node answers: ${reasons}`, { cause: new AggregateError(silent, reasons) })
}

/** The SDK throws a node's error as a bare object: what leaves here is an Error that names the node. */
const askNode = async <T>(node: Node, method: string, call: Ask<T>): Promise<T> => {
  try {
    return await call(node.server)
  } catch (thrown) {
    throw new Error(`${method} at ${node.name}: ${wordsOf(thrown)}`, { cause: thrown })
  }
}

const wordsOf = (thrown: unknown): string => {
  const { code, message } = thrown as { code?: unknown; message?: unknown }
  if (typeof message !== 'string') return String(thrown)
  return typeof code === 'number' ? `${message} (${code})` : message || String(code)
}

/** Once per node: nothing may be built on, or sent to, another network than the market's. */
const checkNetwork = async (node: Node, passphrase: string) => {
  node.network ??= askNode(node, 'getNetwork', async (server) => (await server.getNetwork()).passphrase)
  const served = await node.network.catch((error: unknown) => {
    node.network = undefined
    throw error
  })
  if (served !== passphrase)
    throw new Error(`${node.name} serves "${String(served).slice(0, 100)}", the market is on "${passphrase}"`)
}

/** Nodes before stellar-rpc 27.1 do not tell the close time; this machine's clock stands in. */
const toNewestLedger = (health: rpc.Api.GetHealthResponse & { latestLedgerCloseTime?: string | number }) => ({
  sequence: health.latestLedger,
  closedAt: Number(health.latestLedgerCloseTime ?? Math.floor(Date.now() / 1000)),
})
