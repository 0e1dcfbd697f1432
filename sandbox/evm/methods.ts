/** The Ethereum JSON-RPC methods that a reader of logs needs, over a chain; texts of errors as providers have them. */
import { type Hex, keccak256, numberToHex, toHex } from 'viem'
import type { Block, Chain, PlacedLog } from './chain.ts'
import { Reverted, type Verifier } from './verifier.ts'

/** What a provider allows in one eth_getLogs. */
export interface Limits {
  /** @default unlimited */
  readonly blocks?: number
  /** @default unlimited */
  readonly results?: number
}

export interface MethodsOptions {
  readonly chain: Chain
  readonly verifier: Verifier
  readonly chainId?: number
  readonly limits?: Limits
}

/** A refusal as it is on the wire. */
export class EvmError extends Error {
  override name = 'EvmError'
  readonly code: number

  constructor(code: number, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}

/** Answers one question. @throws EvmError */
export type AnswerEvm = (method: string, params: readonly unknown[]) => unknown

interface Filter {
  readonly fromBlock?: string
  readonly toBlock?: string
  readonly address?: Hex | readonly Hex[]
  readonly topics?: readonly (Hex | readonly Hex[] | null)[]
}

/** Nothing is remembered between questions. */
export const createMethods = (options: MethodsOptions): AnswerEvm => {
  const { chain, verifier, chainId = 31_415_926, limits = {} } = options
  const methods: Record<string, (params: readonly unknown[]) => unknown> = {
    eth_chainId: () => numberToHex(chainId),
    eth_blockNumber: () => numberToHex(chain.head()),
    eth_getBlockByNumber: ([tag]) => blockToWire(chain.block(numberOf(chain, String(tag)))),
    eth_getLogs: ([filter]) => getLogs(chain, limits, filter as Filter),
    eth_call: ([call]) => callVerifier(verifier, call as { to?: Hex; data?: Hex }),
  }
  return (method, params) => {
    const answer = methods[method]
    if (answer === undefined) throw new EvmError(-32601, `the method ${method} does not exist/is not available`)
    return answer(params)
  }
}

const DEPTHS: Record<string, number> = { latest: 0, pending: 0, safe: 30, finalized: 900 }

const numberOf = (chain: Chain, tag: string): number => {
  if (tag === 'earliest') return 0
  const depth = DEPTHS[tag]
  if (depth !== undefined) return Math.max(0, chain.head() - depth)
  if (!/^0x[0-9a-f]{1,13}$/i.test(tag)) throw new EvmError(-32602, `invalid argument 0: cannot read block "${tag}"`)
  return Number(tag)
}

const blockToWire = (block: Block | undefined) =>
  block === undefined
    ? null
    : {
        ...block,
        number: numberToHex(block.number),
        timestamp: numberToHex(block.timestamp),
        transactions: [],
        uncles: [],
        gasLimit: '0x0',
        gasUsed: '0x0',
        size: '0x0',
        difficulty: '0x0',
      }

const getLogs = (chain: Chain, limits: Limits, filter: Filter) => {
  const from = numberOf(chain, filter.fromBlock ?? 'latest')
  const to = numberOf(chain, filter.toBlock ?? 'latest')
  if (from > to) throw new EvmError(-32000, 'invalid block range params')
  if (limits.blocks !== undefined && to - from + 1 > limits.blocks)
    throw new EvmError(-32602, `range ${to - from + 1} exceeds limit of ${limits.blocks}`)
  const found = chain.logs().filter((log) => log.block >= from && log.block <= to && matches(log, filter))
  if (limits.results !== undefined && found.length > limits.results)
    throw new EvmError(-32005, `query returned more than ${limits.results} results`)
  return found.map((log) => logToWire(chain, log))
}

const matches = (log: PlacedLog, { address, topics = [] }: Filter) => {
  const addresses = address === undefined ? [] : [address].flat().map((text) => text.toLowerCase())
  if (addresses.length > 0 && !addresses.includes(log.address.toLowerCase())) return false
  return topics.every((topic, i) => topic === null || [topic].flat().includes(log.topics[i]!))
}

const logToWire = (chain: Chain, log: PlacedLog) => {
  const blockHash = chain.block(log.block)!.hash
  return {
    address: log.address,
    topics: log.topics,
    data: log.data,
    blockNumber: numberToHex(log.block),
    blockHash,
    transactionHash: keccak256(toHex(`${blockHash} ${log.index}`)),
    transactionIndex: numberToHex(log.index),
    logIndex: numberToHex(log.index),
    removed: false,
  }
}

const callVerifier = (verifier: Verifier, { to, data }: { to?: Hex; data?: Hex }) => {
  if (to?.toLowerCase() !== verifier.address.toLowerCase()) return '0x'
  try {
    return verifier.call(data ?? '0x')
  } catch (error) {
    if (error instanceof Reverted) throw new EvmError(3, error.message, { cause: error })
    throw error
  }
}
