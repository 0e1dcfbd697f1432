/** A development EVM behind ports: a chain that a test grows and reorganises, and nodes of it that fail on demand. */
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Hex, keccak256, toHex } from 'viem'
import { VERIFIER_ADDRESS } from '../../sandbox/evm/address.ts'
import { createChain, newChain } from '../../sandbox/evm/chain.ts'
import { createMethods, EvmError, type Limits } from '../../sandbox/evm/methods.ts'
import { createVerifier, type Generation } from '../../sandbox/evm/verifier.ts'

/** What a node does instead of answering. */
export type EvmFault =
  | '503'
  | 'too large'
  | 'hang'
  | 'no json'
  | { readonly code: number; readonly message: string; readonly status?: number }
  | { readonly result: unknown }

export interface EvmQuestion {
  readonly method: string
  readonly params: readonly unknown[]
}

/** A node behind a port. */
export interface EvmNodeForTest {
  readonly url: string
  readonly asked: EvmQuestion[]
  /** Decides for each question; null answers it. */
  fault: (question: EvmQuestion) => EvmFault | null
  close(): Promise<void>
}

export interface EvmForTestOptions {
  readonly generation?: Generation
  readonly limits?: Limits
  /** Unix seconds of block 0. */
  readonly genesis?: number
  readonly blockMs?: number
  readonly chainId?: number
}

export const VERIFIER: Hex = VERIFIER_ADDRESS

/** Root of a name: nothing is random. */
export const rootNamed = (name: string): Hex => keccak256(toHex(name))

/** A chain with a verifier; `node()` opens another node of it. */
export const createEvm = (options: EvmForTestOptions = {}) => {
  const { genesis = 1_790_000_000, blockMs = 30_000, generation = 'PiecesAdded' } = options
  const chain = createChain(newChain(genesis, blockMs))
  const verifier = createVerifier(chain, VERIFIER, generation)
  const { limits = {}, chainId = 314 } = options
  const open: EvmNodeForTest[] = []
  return {
    chain,
    verifier,
    /** A proof set with roots of these names, in one block. */
    prove: (setId: bigint, ...names: readonly string[]) => {
      verifier.addRoots(setId, names.map(rootNamed))
      return chain.mine()
    },
    timeOf: (block: number) => BigInt(chain.block(block)!.timestamp),
    node: async (own: { chainId?: number; limits?: Limits } = {}): Promise<EvmNodeForTest> => {
      const node = await serveNode(createMethods({ chain, verifier, limits, chainId, ...own }))
      open.push(node)
      return node
    },
    close: async () => void (await Promise.all(open.map((node) => node.close()))),
  }
}

export type EvmForTest = ReturnType<typeof createEvm>

const serveNode = async (answer: ReturnType<typeof createMethods>): Promise<EvmNodeForTest> => {
  const asked: EvmQuestion[] = []
  const served: { fault: EvmNodeForTest['fault'] } = { fault: () => null }
  const server = createServer((request, response) => void serve(request, response))
  const serve = async (incoming: IncomingMessage, response: ServerResponse) => {
    const chunks: Buffer[] = []
    for await (const chunk of incoming) chunks.push(chunk as Buffer)
    const question = JSON.parse(Buffer.concat(chunks).toString()) as EvmQuestion & { id: number }
    asked.push(question)
    reply(response, question.id, () => answer(question.method, question.params), served.fault(question))
  }
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return Object.assign(served, {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    asked,
    close: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  })
}

const reply = (response: ServerResponse, id: number, answer: () => unknown, fault: EvmFault | null) => {
  if (fault === '503') return void response.writeHead(503).end()
  if (fault === 'too large') return void response.writeHead(413).end()
  if (fault === 'no json')
    return void response.writeHead(200, { 'content-type': 'application/json' }).end('<html>a proxy says hello</html>')
  if (fault === 'hang') return
  const status = fault !== null && 'code' in fault ? (fault.status ?? 200) : 200
  response.writeHead(status, { 'content-type': 'application/json' })
  response.end(JSON.stringify({ jsonrpc: '2.0', id, ...outcome(answer, fault) }))
}

const outcome = (answer: () => unknown, fault: Exclude<EvmFault, string> | null) => {
  if (fault !== null) return 'code' in fault ? { error: fault } : fault
  try {
    return { result: answer() }
  } catch (error) {
    if (error instanceof EvmError) return { error: { code: error.code, message: error.message } }
    throw error
  }
}
